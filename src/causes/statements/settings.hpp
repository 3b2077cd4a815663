// What was seen of an endpoint's own update settings, and what of them a check did not use.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kSettings = std::to_array<StatementText>({
    {"settings-primary",
     "it is the primary address in {0}: {1}",
     "{0} のプライマリのアドレスである: {1}"},
    {"settings-secondary",
     "it is the secondary address in {0}: {1}",
     "{0} のセカンダリのアドレスである: {1}"},
    {"settings-other-address",
     "not checked: {0}, the secondary address in the settings",
     "設定にあるセカンダリのアドレス {0} は確認していない"},
    {"settings-account",
     "the settings hold an account; its name and password are not read: --user gives one",
     "設定にアカウントがあるが、名前とパスワードは読み取らない。必要な場合は --user で指定する"},
    {"settings-proxy-account",
     "the settings hold an account for the proxy; its name and password are not read: --proxy-user gives one",
     "設定にプロキシのアカウントがあるが、名前とパスワードは読み取らない。必要な場合は --proxy-user で指定する"},
    {"settings-proxy-unused",
     "the proxy in the settings, {0}, was not used: the command line says otherwise",
     "設定にあるプロキシ {0} は使用していない (コマンド ラインの指定を優先)"},
});
// clang-format on

}  // namespace webcid::causes::statements
