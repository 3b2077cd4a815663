// What was seen of what answers before the server: gateways, portals, HTTP.sys, another server.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kGateways = std::to_array<StatementText>({
    {"all-before-site",
     "all {0} answers are of this kind: {1}",
     "{0} 件の応答がすべて {1} だった"},
    {"other-server",
     "its Server header is \"{0}\", that of what arrives is \"{1}\"",
     "Server ヘッダーは「{0}」で、正常に取得できるものの「{1}」とは異なる"},
    {"leads-to",
     "it leads to {0}",
     "{0} に誘導される"},
    {"no-file-of-types",
     "no file of type {0} arrives",
     "{0} の種類のファイルは 1 件も取得できない"},
    {"direct-right",
     "past the configured proxy {0} gets what it should ({1})",
     "プロキシを経由しなければ {0} に正しい応答 ({1}) が返る"},
    {"direct-same",
     "past the configured proxy {0} gets {1} as well: the configured proxy is not the reason",
     "プロキシを経由しなくても {0} に {1} が返る。設定されたプロキシが原因ではない"},
    {"direct-other",
     "past the configured proxy {0} gets {1}",
     "プロキシを経由しない場合、{0} には {1} が返る"},
    {"direct-unanswered",
     "past the configured proxy {0} gets no answer ({1}): this network may let nothing through but the proxy",
     "プロキシを経由しない場合、{0} には応答がない ({1})。プロキシ経由の通信しか許可されていない可能性がある"},
    {"nothing-of-ours",
     "the server (\"{0}\") shows no sign of IIS and nothing of the published files",
     "サーバー (「{0}」) には IIS の特徴も、配信されるはずのファイルも見当たらない"},
    {"root-answers",
     "the root of the site gets {0}",
     "サイトのルートには {0} が返る"},
    {"site-answered-later",
     "the site answered other requests later in the same run",
     "同じ実行の中で、その後の別の要求にはサイトが応答した"},
    {"long-segment",
     "{0} has a part of {1} characters in its path; the longest that arrives has {2}",
     "{0} のパスには {1} 文字の部分があるが、取得できたものでは最長でも {2} 文字"},
    {"ask-gateway-log",
     "the gateway's own log would tell which of its rules refused",
     "どの規則で拒否されたかは、ゲートウェイのログで判別できる"},
    {"ask-httperr",
     "the reason in the HTTPERR log of the server (s-reason) would tell",
     "サーバーの HTTPERR ログの理由 (s-reason) で判別できる"},
    {"compare-address",
     "the same check with --resolve {0}:ADDRESS and the server's own IP address would tell",
     "--resolve {0}:ADDRESS でサーバー本来の IP アドレスを指定して同じ確認を行えば判別できる"},
    {"unseen-site",
     "could not be seen behind this: whether the site, the virtual directory and the files are as they should be",
     "この問題に隠れて確認できなかったこと: サイト、仮想ディレクトリ、ファイルが正しい状態かどうか"},
});
// clang-format on

}  // namespace webcid::causes::statements
