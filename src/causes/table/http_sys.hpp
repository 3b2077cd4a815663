// Causes in HTTP.sys, which answers before IIS does: rows of the catalogue of causes.
#pragma once

#include <array>

#include <webcid/causes/causes.hpp>

#include "endpoint_texts.hpp"

namespace webcid::causes::table {

// clang-format off
inline constexpr auto kHttpSys = std::to_array<Cause>({
    {"httpsys.no-binding", model::Severity::Error, ParameterKind::One, "host",
     {"no site on the server has a binding for the host name {0}",
      "ホスト名 {0} に一致するバインドを持つサイトがない"},
     {"every binding of the port is for another host name, so that HTTP.sys refuses the request before IIS sees it",
      "このポートのバインドがすべて別のホスト名に限定されているため、要求は IIS に届く前に HTTP.sys で拒否されます"},
     {"400 \"Bad Request - Invalid Hostname\" from Microsoft-HTTPAPI, whatever is asked for; the HTTPERR log says "
      "Hostname",
      "何を要求しても、Microsoft-HTTPAPI から 400「Bad Request - Invalid Hostname」が返る。"
      "HTTPERR ログには Hostname と記録される"},
     kNoSource, "guide.iis-answers",
     "Microsoft KB 820729 (HTTPERR log); IIS configuration reference: site/bindings"},

    {"httpsys.no-site", model::Severity::Error, ParameterKind::One, "host:port",
     {"no site is started on {0}",
      "{0} で開始されているサイトがない"},
     {"HTTP.sys keeps the port open for something else, while the site was deleted or is stopped, or the port is "
      "the wrong one",
      "ポートは他の用途のために HTTP.sys で開かれていますが、サイトが削除または停止されているか、"
      "ポート番号が異なります"},
     {"404 \"Not Found\" from Microsoft-HTTPAPI for every address, the site root included; nothing appears in the "
      "log of IIS",
      "サイトのルートを含むすべてのアドレスで、Microsoft-HTTPAPI から 404「Not Found」が返る。"
      "IIS のログには記録されない"},
     kNoSource, "guide.iis-answers",
     "Microsoft KB 820729 (HTTPERR log); IIS configuration reference: site/bindings"},

    {"httpsys.pool-stopped", model::Severity::Error, ParameterKind::None, "",
     {"the application pool of the share is not running",
      "アップデート配信用のアプリケーション プールが動作していない"},
     {"the pool is stopped, was switched off by rapid-fail protection after repeated crashes, or cannot log on "
      "with its identity; HTTP.sys then refuses every request",
      "アプリケーション プールが停止しているか、異常終了を繰り返してラピッドフェール保護で停止されたか、"
      "ID のアカウントでログオンできないため、すべての要求が HTTP.sys で拒否されます"},
     {"503 \"Service Unavailable\" from Microsoft-HTTPAPI, every time; the HTTPERR log says AppOffline or Disabled",
      "Microsoft-HTTPAPI から毎回 503「Service Unavailable」が返る。"
      "HTTPERR ログには AppOffline または Disabled と記録される"},
     kNoSource, "guide.iis-answers",
     "Microsoft KB 820729 (HTTPERR log); IIS configuration reference: applicationPools/add/failure"},

    {"httpsys.connection-limit", model::Severity::Error, ParameterKind::None, "",
     {"the server is at its limit of queued requests or connections",
      "サーバーの要求キューまたは同時接続数が上限に達している"},
     {"requests beyond the limit are refused until others are done; many endpoints that update at the same time "
      "reach it",
      "上限を超えた要求は、他の要求が終わるまで拒否されます。"
      "多数のエンドポイントが同時にアップデートすると起こります"},
     {"503 from Microsoft-HTTPAPI that comes and goes; the HTTPERR log says QueueFull or ConnLimit",
      "Microsoft-HTTPAPI から 503 が返ったり返らなかったりする。"
      "HTTPERR ログには QueueFull または ConnLimit と記録される"},
     kDownloadFailedNowAndThen, "",
     "Microsoft KB 820729 (HTTPERR log); IIS configuration reference: applicationPools/add queueLength, "
      "site/limits"},

    {"httpsys.request-rejected", model::Severity::Error, ParameterKind::One, "reason",
     {"HTTP.sys refuses the request itself: {0}",
      "要求自体が HTTP.sys で拒否される: {0}"},
     {"HTTP.sys checks address, method and headers before IIS; a part of the path of more than 260 characters, a "
      "forbidden character or headers that are too long do not pass",
      "HTTP.sys は IIS より前に URL、メソッド、ヘッダーを検査します。260 文字を超えるパスの一部分、"
      "使用できない文字、長すぎるヘッダーなどは拒否されます"},
     {"400 from Microsoft-HTTPAPI for exactly these requests; the page and the HTTPERR log name the reason",
      "該当する要求だけに、Microsoft-HTTPAPI から 400 が返る。エラー ページと HTTPERR ログに理由が示される"},
     kDownloadFailed, "",
     "Microsoft KB 820729 (HTTPERR log), KB 820129 (Http.sys registry settings)"},
});
// clang-format on

}  // namespace webcid::causes::table
