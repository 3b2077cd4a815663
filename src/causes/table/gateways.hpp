// Causes between this machine and the server: rows of the catalogue of causes.
#pragma once

#include <array>

#include <webcid/causes/causes.hpp>

#include "endpoint_texts.hpp"

namespace webcid::causes::table {

// clang-format off
inline constexpr auto kGateways = std::to_array<Cause>({
    {"proxy.unreachable", model::Severity::Error, ParameterKind::One, "proxy",
     {"the proxy {0} cannot be reached",
      "プロキシ {0} に接続できない"},
     {"requests go to the proxy first; its name is unknown, or nothing answers there",
      "要求はまずプロキシに送られますが、プロキシの名前を解決できないか、プロキシが応答しません"},
     {"the connection to the proxy fails, before any request reaches the server",
      "要求がサーバーに届く前に、プロキシへの接続が失敗する"},
     kNoConnection, "", "RFC 9110 section 3.7"},

    {"proxy.auth-required", model::Severity::Error, ParameterKind::One, "proxy",
     {"the proxy {0} wants an account",
      "プロキシ {0} がアカウントによる認証を要求している"},
     {"the proxy answers in the server's place until it is given an account of its own",
      "プロキシ用のアカウントが渡されるまで、要求はサーバーに届かず、プロキシがエラーを返します"},
     {"407 with Proxy-Authenticate, whatever is asked for",
      "何を要求しても、Proxy-Authenticate 付きの 407 が返る"},
     kNoConnection, "",
     "RFC 9110 section 15.5.8 (407)"},

    {"proxy.blocked", model::Severity::Error, ParameterKind::One, "product",
     {"the gateway {0} refuses requests with a page of its own",
      "ゲートウェイ {0} が、独自のエラー ページで要求を拒否している"},
     {"a web filter, firewall or proxy on the way forbids the address, the file type or this client; the server "
      "has no part in it",
      "経路上の Web フィルター、ファイアウォールまたはプロキシが、アドレス、ファイルの種類、"
      "またはこの端末からの通信を禁止しています。サーバー側の問題ではありません"},
     {"the error page or its headers are those of a known gateway, or are unlike everything that the server "
      "itself sends",
      "エラー ページやヘッダーが既知のゲートウェイのものであるか、サーバー自身の応答とは明らかに異なる"},
     kDownloadFailed, "",
     "RFC 9110 section 3.7 (intermediaries)"},

    {"proxy.block-page", model::Severity::Error, ParameterKind::Optional, "extension",
     {"a gateway answers 200 with a page of its own instead of the file",
      "ゲートウェイが、ファイルの代わりに独自のページをステータス 200 で返す"},
     {"a filter or scanner on the way puts its own page in the place of the file; the status says success, but "
      "the content fails verification",
      "経路上のフィルターやウイルス検査が、ファイルを独自のページに差し替えています。ステータスは成功でも、"
      "内容の検証で失敗します"},
     {"200 with HTML and headers that are not the server's, often for some file types only",
      "サーバーのものではないヘッダーと HTML がステータス 200 で返る。特定の種類のファイルだけの場合が多い"},
     kDownloadFailed, "",
     "RFC 9110 section 3.7 (intermediaries)"},

    {"proxy.captive-portal", model::Severity::Error, ParameterKind::None, "",
     {"a sign-in page (captive portal) answers instead of the server",
      "サーバーの代わりにサインイン ページ (キャプティブ ポータル) が応答する"},
     {"the network of this machine lets nothing through until somebody has signed in with a browser",
      "この端末のネットワークでは、ブラウザーでサインインするまで通信が許可されません"},
     {"every address is redirected to a sign-in page, or answered with a page that leads to one",
      "どのアドレスもサインイン ページにリダイレクトされるか、サインイン ページに移動するページが返る"},
     kNoSource, "",
     "RFC 8952 (captive portal architecture)"},

    {"proxy.stale", model::Severity::Error, ParameterKind::None, "",
     {"a cache on the way serves older copies of files",
      "経路上のキャッシュが古いファイルを返す"},
     {"IIS does not say by default how long a file may be kept, so that a cache decides for itself; old files "
      "then meet a new catalogue",
      "IIS は既定ではキャッシュの有効期間を指定しないため、キャッシュ側の判断で古いファイルが保持され、"
      "新しいカタログと一致しなくなります"},
     {"the digest is wrong, and right when the file is fetched again past the cache (no-cache); headers such as "
      "Age, X-Cache or Via show a cache",
      "ハッシュ値が一致しないが、キャッシュを使わずに (no-cache) 取得し直すと一致する。Age、X-Cache、"
      "Via などのヘッダーがキャッシュの存在を示す"},
     kDownloadFailed, "",
     "RFC 9111 section 4.2.2 (heuristic freshness); IIS configuration reference: staticContent/clientCache"},

    {"proxy.alters-content", model::Severity::Error, ParameterKind::None, "",
     {"a gateway changes files on the way",
      "ゲートウェイが転送中のファイルの内容を変更している"},
     {"a scanner, optimiser or proxy writes the file anew, so that its digest is not that of the catalogue any "
      "more",
      "ウイルス検査、通信の最適化装置、プロキシなどがファイルを書き換えるため、"
      "カタログのハッシュ値と一致しなくなります"},
     {"the digest is wrong through the gateway and right without it, or stays wrong in the same way with headers "
      "of a gateway",
      "ゲートウェイを経由するとハッシュ値が一致せず、経由しないと一致する。または、"
      "ゲートウェイのヘッダーが付いた応答のハッシュ値が毎回同じように異なる"},
     kDownloadFailed, "",
     "RFC 9110 section 7.7 (message transformations)"},

    {"proxy.upstream-failed", model::Severity::Error, ParameterKind::One, "product",
     {"the gateway {0} gets no answer from the server behind it",
      "ゲートウェイ {0} が、背後のサーバーから応答を得られない"},
     {"a balancer or reverse proxy stands before the server and has none left that works",
      "サーバーの手前に負荷分散装置またはリバース プロキシがあり、その背後に正常なサーバーが残っていません"},
     {"502, 503 or 504 with the page of a balancer or proxy (ARR, nginx, HAProxy, squid)",
      "負荷分散装置やプロキシ (ARR、nginx、HAProxy、squid) のエラー ページで、502、503、504 が返る"},
     kNoSource, "",
     "RFC 9110 sections 15.6.3 to 15.6.5; Microsoft KB 943891 (502)"},
});
// clang-format on

}  // namespace webcid::causes::table
