// Causes in the address, on the way to the server, and on this machine: rows of the catalogue of causes.
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
      "何も送信せずに判定できる"},
     kNoAddress, "guide.policy-address", "WebCID guide: registration in the updating policy"},

    {"address.not-http", model::Severity::Error, ParameterKind::None, "",
     {"the address is not an http:// address",
      "アドレスが http:// で始まっていない"},
     {"the endpoint updates over HTTP only; HTTPS and other schemes cannot be used",
      "エンドポイントは HTTP でのみアップデートを行うため、HTTPS などは利用できません"},
     {"judged before anything is sent",
      "何も送信せずに判定できる"},
     kNoConnection, "guide.policy-address", "WebCID guide: the note on HTTPS"},

    {"address.unc", model::Severity::Error, ParameterKind::None, "",
     {"the address is a file share (UNC path or file://), not a web address",
      "アドレスが Web アドレスではなく、ファイル共有 (UNC パスまたは file://) になっている"},
     {"updates over IIS need the http:// address; a UNC path makes the endpoint use Windows file sharing",
      "IIS からアップデートするには http:// のアドレスが必要です。UNC パスでは Windows ファイル共有が使われます"},
     {"judged before anything is sent",
      "何も送信せずに判定できる"},
     kNoConnection, "guide.policy-address", "WebCID guide: registration in the updating policy"},

    {"address.malformed", model::Severity::Error, ParameterKind::None, "",
     {"the address is not a plain URL",
      "アドレスが正しい URL ではない"},
     {"it has a broken port, a user name or password, a query or a fragment, or is no URL at all",
      "ポート番号が不正であるか、ユーザー名やパスワード、クエリ、フラグメントが含まれているか、URL の形式になっていません"},
     {"judged before anything is sent",
      "何も送信せずに判定できる"},
     kNoConnection, "guide.policy-address", "RFC 3986; WebCID guide: registration in the updating policy"},

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
      "サーバーが過負荷または停止状態であるか、経路上の機器が応答を止めています"},
     {"connected, then the time-out",
      "接続後にタイムアウトになる"},
     kNoConnection, "", "RFC 9112 section 9.5"},

    {"network.reset", model::Severity::Error, ParameterKind::One, "host:port",
     {"{0} drops every connection before it answers",
      "{0} が応答する前にすべての接続を切断する"},
     {"an IP restriction of IIS that aborts requests, an intrusion prevention system or a crashing service does that",
      "要求を中断するように設定された IIS の IP 制限、侵入防止システム、または異常終了するサービスが考えられます"},
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

    {"proxy.unreachable", model::Severity::Error, ParameterKind::One, "proxy",
     {"the proxy {0} cannot be reached",
      "プロキシ {0} に接続できない"},
     {"requests go to the proxy first; its name is unknown, or nothing answers there",
      "要求はまずプロキシに送られますが、プロキシの名前を解決できないか、プロキシが応答しません"},
     {"the connection to the proxy fails, before any request reaches the server",
      "要求がサーバーに届く前に、プロキシへの接続が失敗する"},
     kNoConnection, "", "RFC 9110 section 3.7"},

    {"local.cannot-write", model::Severity::Error, ParameterKind::One, "path",
     {"this machine cannot write {0}",
      "この端末で {0} に書き込めない"},
     {"the disk is full, the folder is read-only, or a scanner on this machine holds the file; the server is not to blame",
      "ディスクの空き容量がないか、フォルダーが読み取り専用か、この端末のセキュリティ ソフトがファイルを使用しています。"
      "サーバー側の問題ではありません"},
     {"the write or the rename fails here",
      "この端末での書き込みまたは名前の変更が失敗する"},
     {"an error while installing, not while downloading", "ダウンロード中ではなく、インストール中のエラー"}, "",
     "the operating system's message"},

    {"unexplained", model::Severity::Error, ParameterKind::One, "status",
     {"requests fail with {0}, and no known cause fits",
      "要求が {0} で失敗するが、既知の原因に当てはまらない"},
     {"what was seen contradicts every cause that is known here",
      "観測された内容が、既知のどの原因とも矛盾します"},
     {"whatever the other causes do not explain",
      "他の原因で説明できないもの"},
     kDownloadFailed, "", "Microsoft KB 943891 (status and sub-status codes)"},
});
// clang-format on

}  // namespace webcid::causes::table
