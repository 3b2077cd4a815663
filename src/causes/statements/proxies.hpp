// What --proxy auto found: behind the proxy in a report's header, and as notes.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kProxies = std::to_array<StatementText>({
    {"proxy-of-user",
     "from this user's Windows settings",
     "このユーザーの Windows の設定による"},
    {"proxy-by-script",
     "from the PAC file {0} in this user's Windows settings",
     "このユーザーの Windows の設定にある PAC ファイル {0} による"},
    {"proxy-detected",
     "from the PAC file that the network names (WPAD)",
     "ネットワークが示す PAC ファイル (WPAD) による"},
    {"proxy-of-machine",
     "from the machine's WinHTTP settings",
     "コンピューターの WinHTTP の設定による"},
    {"no-proxy-excluded-by-user",
     "this user's Windows settings leave this address out",
     "このユーザーの Windows の設定で、このアドレスは除外されている"},
    {"no-proxy-excluded-by-machine",
     "the machine's WinHTTP settings leave this address out",
     "コンピューターの WinHTTP の設定で、このアドレスは除外されている"},
    {"no-proxy-by-script",
     "the PAC file {0} in this user's Windows settings names none for this address",
     "このユーザーの Windows の設定にある PAC ファイル {0} は、このアドレスのプロキシを示さない"},
    {"no-proxy-detected",
     "the PAC file that the network names (WPAD) names none for this address",
     "ネットワークが示す PAC ファイル (WPAD) は、このアドレスのプロキシを示さない"},
    {"no-proxy-found",
     "neither this user's Windows settings nor the machine's WinHTTP settings name one",
     "このユーザーの Windows の設定にも、コンピューターの WinHTTP の設定にも指定がない"},
    {"no-proxy-variable",
     "no environment variable names one",
     "環境変数に指定がない"},
    {"no-proxy-excluded",
     "the environment variable {0} leaves this address out",
     "環境変数 {0} で、このアドレスは除外されている"},
    {"script-unusable",
     "the PAC file {0} in this user's Windows settings could not be used ({1}); as Windows does, this run went on without it",
     "このユーザーの Windows の設定にある PAC ファイル {0} は使用できないため ({1})、Windows と同様に、使用せずに続行した"},
    {"detected-script-unusable",
     "the PAC file that the network names (WPAD) could not be used ({0}); as Windows does, this run went on without it",
     "ネットワークが示す PAC ファイル (WPAD) は使用できないため ({0})、Windows と同様に、使用せずに続行した"},
    {"proxies-not-tried",
     "named for this address as well, and not tried: {0}",
     "このアドレスには他のプロキシも示されているが、試していない: {0}"},
    {"proxies-unusable",
     "named for this address, and no HTTP proxy: {0}",
     "このアドレスに示されているのは HTTP プロキシではない: {0}"},
});
// clang-format on

}  // namespace webcid::causes::statements
