// Of net, digest, check and causes: accounts, proxies and libraries, and what a script cannot hold.
#pragma once

#include <array>

#include <webcid/causes/messages.hpp>

namespace webcid::causes::messages {

// clang-format off
inline constexpr auto kAccounts = std::to_array<Message>({
    {"interrupted", "中断"},
    {"the evidence holds no run", "証拠ファイルに実行の記録がない"},
    {"no catalogue and no listing can be read there; `webcid check` says why",
     "カタログもディレクトリの一覧も読み取れない (理由は `webcid check` で確認できる)"},
    {"the transport library cannot be started", "通信ライブラリを開始できない"},
    {"the cryptographic library of this machine has no {0}", "このコンピューターの暗号ライブラリに {0} がない"},

    {"the user name {0} is empty", "{0}ユーザー名が空", "0"},
    {"the user name {0} must not hold a colon", "{0}ユーザー名にコロンを含めることはできない", "0"},
    {"the user name or password {0} holds control characters", "{0}ユーザー名またはパスワードに制御文字が含まれる", "0"},
    {"for the proxy", "プロキシの"},
    {"for the server", "サーバーの"},
    {"the user agent holds control characters", "User-Agent に制御文字が含まれる"},
    {"connections at once must be 1 to 64", "同時接続数は 1 から 64"},
    {"event loops must be 1 to 64", "イベント ループの数は 1 から 64"},
    {"a time-out must be more than 0", "タイムアウトは 0 より大きい値"},
    {"no address for \"{0}\"", "\"{0}\" のアドレスがない"},
    {"accounts need full recording", "アカウントの使用には完全な記録が必要"},
    {"an account needs the server it is for", "アカウントには対象のサーバーの指定が必要"},
    {"the proxy's address must not hold a user or password; use --proxy-user",
     "プロキシのアドレスにユーザー名やパスワードを含めることはできない (--proxy-user を使用)"},
});
// clang-format on

}  // namespace webcid::causes::messages
