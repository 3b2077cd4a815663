// Causes in who may read the share, and how: rows of the catalogue of causes.
#pragma once

#include <array>

#include <webcid/causes/causes.hpp>

#include "endpoint_texts.hpp"

namespace webcid::causes::table {

// clang-format off
inline constexpr auto kIisAccess = std::to_array<Cause>({
    {"iis.credentials-required", model::Severity::Error, ParameterKind::One, "scheme",
     {"the server wants an account ({0}), and was sent none",
      "サーバーがアカウントによる認証 ({0}) を要求しているが、アカウントは送信されていない"},
     {"anonymous authentication is off for the share, so that every request without a user name gets 401",
      "仮想ディレクトリの匿名認証が無効になっているため、ユーザー名のない要求はすべて 401 になります"},
     {"401 with WWW-Authenticate, although no credentials were sent",
      "資格情報を送信していない要求に対して、WWW-Authenticate 付きの 401 が返る"},
     kNoConnection, "guide.policy-account",
     "Microsoft KB 943891 (401.2); IIS configuration reference: anonymousAuthentication"},

    {"iis.credentials-rejected", model::Severity::Error, ParameterKind::One, "scheme",
     {"the server does not accept the account ({0})",
      "サーバーが指定されたアカウントを受け付けない ({0})"},
     {"the user name or the password is wrong, or the account is locked, disabled or expired",
      "ユーザー名またはパスワードが誤っているか、アカウントがロック、無効、または期限切れになっています"},
     {"401 to requests that carried credentials; one attempt only is made, so as not to lock the account",
      "資格情報を送信した要求に 401 が返る (アカウントのロックを避けるため、試行は 1 回だけ行う)"},
     kNoConnection, "guide.policy-account",
     "Microsoft KB 943891 (401.1)"},

    {"iis.acl-denied", model::Severity::Error, ParameterKind::List, "path set",
     {"NTFS permissions deny access to {0}",
      "NTFS のアクセス許可により、{0} へのアクセスが拒否される"},
     {"the account that reads the files (IUSR where nobody logs on, else the account of the policy) has no "
      "permission to (401.3); a folder that was moved here brings its old permissions along",
      "ファイルを読み取るアカウント (匿名認証の場合は IUSR、"
      "それ以外はアップデートポリシーのアカウント) に読み取りのアクセス許可がありません (401.3)。"
      "移動してきたフォルダーには、元のアクセス許可が残っていることがあります"},
     {"401 on some paths or on all, with an account that is accepted or without asking for one; OPTIONS on the "
      "same path gets 200",
      "一部またはすべてのパスが 401 になる。アカウントは受け付けられているか、要求されていない。"
      "同じパスへの OPTIONS には 200 が返る"},
     kNoConnection, "guide.policy-account",
     "Microsoft KB 943891 (401.3)"},

    {"iis.authorization-denied", model::Severity::Error, ParameterKind::List, "path set",
     {"an authorization rule of IIS denies access to {0}",
      "IIS の承認規則により、{0} へのアクセスが拒否される"},
     {"URL authorization lets only named accounts in, or shuts the account of the policy or everyone out",
      "承認規則で、特定のアカウントだけが許可されているか、"
      "アップデートポリシーのアカウントまたは全員が拒否されています"},
     {"401 on a folder or on everything, on OPTIONS too; where an account was given, a wrong password looks the "
      "same",
      "フォルダーまたはすべてのパスが 401 になり、OPTIONS も 401 になる。アカウントを指定した場合は、"
      "パスワードの誤りと区別できない"},
     kNoConnection, "guide.policy-account",
     "Microsoft KB 943891 (401.2); IIS configuration reference: security/authorization"},

    {"iis.ssl-required", model::Severity::Error, ParameterKind::None, "",
     {"the share requires SSL (HTTPS)",
      "仮想ディレクトリで SSL (HTTPS) が必須になっている"},
     {"the endpoint speaks HTTP only, and IIS refuses every plain HTTP request to the share (403.4)",
      "エンドポイントは HTTP しか使用できませんが、この仮想ディレクトリへの HTTP の要求はすべて IIS に拒否されます (403.4)"},
     {"403 on files and folders alike and on OPTIONS, while the same address over TLS answers otherwise; without "
      "a TLS listener it looks like an IP address restriction",
      "ファイル、フォルダー、OPTIONS のいずれも 403 になるが、同じアドレスに TLS で接続すると異なる応答が返る。"
      "TLS で接続できない場合は、IP アドレスの制限と区別できない"},
     kNoSource, "guide.address-opens",
     "Microsoft KB 943891 (403.4); IIS configuration reference: security/access sslFlags; WebCID guide: the note "
      "on HTTPS"},

    {"iis.redirects-to-https", model::Severity::Error, ParameterKind::One, "location",
     {"the server redirects to HTTPS: {0}",
      "サーバーが HTTPS にリダイレクトする: {0}"},
     {"the endpoint cannot use HTTPS, so that the redirect leads nowhere",
      "エンドポイントは HTTPS を利用できないため、リダイレクト先に接続できません"},
     {"301, 302, 307 or 308 to an https:// address",
      "https:// のアドレスへの 301、302、307、308 が返る"},
     kNoSource, "guide.address-opens",
     "IIS configuration reference: httpRedirect; RFC 9110 section 15.4; WebCID guide: the note on HTTPS"},

    {"iis.redirects-elsewhere", model::Severity::Error, ParameterKind::One, "location",
     {"the server redirects to another address: {0}",
      "サーバーが別のアドレスにリダイレクトする: {0}"},
     {"the files are not where the policy says, and whether the endpoint follows redirects is not documented",
      "アップデートポリシーのアドレスにファイルがなく、"
      "エンドポイントがリダイレクトに従うかどうかは公開されていません"},
     {"301, 302, 307 or 308 to another path or host, not just to the same address with a final slash",
      "末尾に「/」を付けるだけではない、別のパスまたはホストへの 301、302、307、308 が返る"},
     kNoSource, "guide.address-opens",
     "IIS configuration reference: httpRedirect; RFC 9110 section 15.4"},

    {"iis.address-denied", model::Severity::Error, ParameterKind::None, "",
     {"the share refuses this client, by its IP address or another rule about clients",
      "IP アドレスの制限など、接続元に関する規則により、この端末からのアクセスが拒否されている"},
     {"\"IP Address and Domain Restrictions\" of IIS lets only listed clients in, or shuts this one out; endpoints "
      "elsewhere may well update",
      "IIS の「IP アドレスおよびドメインの制限」で、登録された端末だけが許可されているか、"
      "この端末が拒否されています。別の場所のエンドポイントではアップデートできることがあります"},
     {"403 (or 401 without a challenge, or 404) on files and folders alike, on OPTIONS too, and over TLS the "
      "same; where TLS does not answer, it looks like required SSL",
      "ファイルもフォルダーも OPTIONS も 403 (または認証方式のない 401、あるいは 404) になり、"
      "TLS でも同じ応答が返る。TLS で接続できない場合は、SSL 必須の設定と区別できない"},
     kNoSource, "",
     "Microsoft KB 943891 (403.6, 403.503); IIS configuration reference: security/ipSecurity"},

    {"iis.rate-limited", model::Severity::Error, ParameterKind::None, "",
     {"the server refuses this client after too many requests",
      "要求の回数が多すぎるため、サーバーがこの端末を一時的に拒否する"},
     {"dynamic IP restrictions count the requests of each IP address; an update has thousands of files, and "
      "endpoints behind one proxy count as one client",
      "動的 IP 制限は IP アドレスごとに要求を数えます。アップデートには数千個のファイルがあり、"
      "同じプロキシを経由するエンドポイントは 1 台として数えられます"},
     {"403, 429 or 503 that begins after some successes or with several requests at a time, and ends after a pause",
      "しばらく成功した後、または同時に複数の要求を送ると 403、429、503 になり、時間をおくと解消する"},
     kDownloadFailed, "",
     "Microsoft KB 943891 (403.501, 403.502); IIS configuration reference: security/dynamicIpSecurity"},

    {"iis.read-denied", model::Severity::Error, ParameterKind::None, "",
     {"reading is not permitted in the share's handler mappings",
      "仮想ディレクトリの「ハンドラー マッピング」で「読み取り」が許可されていない"},
     {"the handler that serves files needs the feature permission \"Read\"; without it IIS serves neither files nor "
      "listings",
      "ファイルを返すハンドラーには、機能のアクセス許可の「読み取り」が必要です。許可がないと、"
      "ファイルも一覧も返されません"},
     {"403 on files and folders alike (assumed; 404 where the handler drops out), while OPTIONS gets 200; a "
      "visible sub-status is 403.1 or 403.2",
      "ファイルもフォルダーも 403 になり (推定。ハンドラーが外れる場合は 404)、OPTIONS には 200 が返る。"
      "サブ状態コードが見える場合は 403.1 または 403.2"},
     kNoSource, "",
     "Microsoft KB 943891 (403.1, 403.2); IIS configuration reference: handlers accessPolicy"},
});
// clang-format on

}  // namespace webcid::causes::table
