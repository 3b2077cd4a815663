// Causes in the address and on the network: rows of the catalogue of causes.
#pragma once

#include <array>

#include <webcid/causes/causes.hpp>

#include "endpoint_texts.hpp"

namespace webcid::causes::table {

// clang-format off
inline constexpr auto kConnection = std::to_array<Cause>({
    {"address.missing", model::Severity::Error, ParameterKind::None, "",
     {"no update address is given",
      "アップデートのアドレスが指定されていない"},
     {"without an address there is nothing to contact",
      "アドレスがないため、接続先がありません"},
     {"judged before anything is sent",
      "通信を行わずに判定できる"},
     kNoAddress, "guide.policy-address", "WebCID guide: registration in the updating policy"},

    {"address.not-http", model::Severity::Error, ParameterKind::None, "",
     {"the address is not an http:// address",
      "アドレスが http:// で始まっていない"},
     {"the endpoint updates over HTTP only; HTTPS and other schemes cannot be used",
      "エンドポイントは HTTP でのみアップデートを行うため、HTTPS などは利用できません"},
     {"judged before anything is sent",
      "通信を行わずに判定できる"},
     kNoConnection, "guide.policy-address", "WebCID guide: the note on HTTPS"},

    {"address.unc", model::Severity::Error, ParameterKind::None, "",
     {"the address is a file share (UNC path or file://), not a web address",
      "アドレスが Web アドレスではなく、ファイル共有 (UNC パスまたは file://) になっている"},
     {"updates over IIS need the http:// address; a UNC path makes the endpoint use Windows file sharing",
      "IIS を使用したアップデートには http:// のアドレスが必要です。UNC パスを指定すると Windows ファイル共有が使用されます"},
     {"judged before anything is sent",
      "通信を行わずに判定できる"},
     kNoConnection, "guide.policy-address", "WebCID guide: registration in the updating policy"},

    {"address.malformed", model::Severity::Error, ParameterKind::None, "",
     {"the address is not a plain URL",
      "アドレスが正しい URL ではない"},
     {"it has a broken port, a user name or password, a query or a fragment, or is no URL at all",
      "ポート番号が不正であるか、ユーザー名やパスワード、クエリ、フラグメントが含まれているか、URL の形式になっていません"},
     {"judged before anything is sent",
      "通信を行わずに判定できる"},
     kNoConnection, "guide.policy-address", "RFC 3986; WebCID guide: registration in the updating policy"},

    {"address.install-source-not-unc", model::Severity::Warning, ParameterKind::None, "",
     {"the initial install source is not a UNC path",
      "新規インストール元が UNC パスになっていない"},
     {"the installer that the console makes reads the initial install source over Windows file sharing, so that "
      "new installations may fail; endpoints that are installed already do not use it",
      "コンソールで生成したインストーラは、新規インストール元に Windows ファイル共有で接続するため、"
      "新規インストールに失敗する可能性があります。インストール済みのエンドポイントには影響しません"},
     {"judged from the value of --install-source, before anything is sent",
      "--install-source の値から、通信を行わずに判定できる"},
     {"nothing while updating; a new installation may fail",
      "アップデート中は何も表示されない (新規インストールに失敗することがある)"}, "guide.install-source",
     "WebCID guide: the initial install source"},

    {"network.name-unresolved", model::Severity::Error, ParameterKind::One, "host",
     {"the name {0} cannot be resolved",
      "ホスト名 {0} を名前解決できない"},
     {"this machine's DNS and hosts file do not know the name, so that no connection can begin",
      "この端末の DNS と hosts ファイルにその名前がないため、接続を開始できません"},
     {"the resolver reports an unknown name",
      "名前解決でエラーになる"},
     kNoConnection, "guide.address-opens", "RFC 1035"},

    {"network.refused", model::Severity::Error, ParameterKind::One, "host:port",
     {"nothing listens on {0}: connection refused",
      "{0} で待ち受けているものがない (接続拒否)"},
     {"the machine answers, but no program listens on the port: IIS is not running, the site is stopped, or its binding "
      "has another port",
      "サーバーは応答しますが、そのポートで待ち受けているプログラムがありません。IIS が動作していない、サイトが停止している、"
      "またはバインドのポート番号が異なります"},
     {"the connection attempt is refused at once",
      "接続がすぐに拒否される"},
     kNoConnection, "guide.address-opens", "IIS configuration reference: site/bindings"},

    {"network.unreachable", model::Severity::Error, ParameterKind::One, "host:port",
     {"{0} cannot be reached",
      "{0} に到達できない"},
     {"no route leads to the address, or a firewall drops the packets, or the machine is switched off",
      "経路がないか、ファイアウォールでパケットが破棄されているか、サーバーの電源が入っていません"},
     {"the connection attempt gets no answer, or the system reports no route",
      "接続を試みても応答がない、または経路がないと報告される"},
     kNoConnection, "guide.address-opens", "RFC 1122 section 4.2.3"},

    {"network.stalled", model::Severity::Error, ParameterKind::One, "host:port",
     {"{0} accepts the connection, then sends nothing or too little",
      "{0} は接続を受け付けるが、その後の応答がない、または遅すぎる"},
     {"the server is overloaded or hangs, or a device between holds the answer back",
      "サーバーが過負荷で応答できないか、経路上の機器で応答が止められています"},
     {"connected, then the time-out",
      "接続後にタイムアウトになる"},
     kNoConnection, "", "RFC 9112 section 9.5"},

    {"network.reset", model::Severity::Error, ParameterKind::One, "host:port",
     {"{0} drops every connection before it answers",
      "{0} が応答する前にすべての接続を切断する"},
     {"an IP restriction of IIS that aborts requests, an intrusion prevention system or a crashing service does that",
      "IIS の IP アドレスの制限による切断、侵入防止システムによる切断、サービスの異常終了などが考えられます"},
     {"reset or closed without an answer, on every request",
      "すべての要求で、応答なしに接続がリセットまたは切断される"},
     kNoConnection, "", "IIS configuration reference: ipSecurity denyAction AbortRequest"},

    {"network.not-http", model::Severity::Error, ParameterKind::One, "host:port",
     {"{0} does not speak HTTP",
      "{0} は HTTP で応答しない"},
     {"the port belongs to another service, or expects TLS (HTTPS), which the endpoint cannot use",
      "別のサービスのポートであるか、エンドポイントでは利用できない TLS (HTTPS) 用のポートです"},
     {"the answer is no HTTP message",
      "応答が HTTP の形式になっていない"},
     kNoConnection, "", "RFC 9112 section 2"},

    {"network.wrong-server", model::Severity::Error, ParameterKind::One, "host",
     {"{0} leads to another server than the one that publishes the updates",
      "{0} の接続先が、アップデートを配信しているサーバーではない"},
     {"an old DNS record, a line of the hosts file or a re-used IP address leads to a server that has neither the "
      "virtual directory nor any of the files",
      "古い DNS レコード、hosts ファイルの記述、または使い回された IP アドレスのため、"
      "仮想ディレクトリもファイルもないサーバーに接続しています"},
     {"the server answers, but knows nothing of the published tree and shows no sign of IIS, or the server that "
      "was named for comparison answers otherwise",
      "サーバーは応答するが、配信フォルダーの内容も IIS の特徴も見られない。または、"
      "比較のために指定したサーバーの応答と異なる"},
     kNoSource, "guide.address-opens",
     "WebCID guide: opening http://<IP address>/SophosUpdate; RFC 1035"},

    {"network.one-family-broken", model::Severity::Warning, ParameterKind::One, "family",
     {"the server's {0} address does not answer, while another one does",
      "サーバーの {0} アドレスだけが応答しない"},
     {"a program that tries this address first loses time, and one that never tries another fails",
      "このアドレスに先に接続するプログラムは待たされ、別のアドレスを試さないプログラムは失敗します"},
     {"connections to the addresses of one family fail, those to the other succeed",
      "一方の種類 (IPv4 または IPv6) のアドレスへの接続だけが失敗し、もう一方は成功する"},
     {"nothing, or updates that begin late or fail now and then",
      "何も表示されない、またはアップデートの開始が遅い、ときどき失敗する"}, "",
     "RFC 8305 (Happy Eyeballs)"},
});
// clang-format on

}  // namespace webcid::causes::table
