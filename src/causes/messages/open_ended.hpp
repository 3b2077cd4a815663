// Of all those houses: what begins with a name or a value, and would fit the beginning of nearly everything else.
#pragma once

#include <array>

#include <webcid/causes/messages.hpp>

namespace webcid::causes::messages {

// clang-format off
inline constexpr auto kOpenEnded = std::to_array<Message>({
    // base, net, causes
    {"{0} bytes within {1} ms", "{1} ms の間に {0} バイト"},
    {"{0}: stopped at the limit of {1}", "{0}: {1} の上限に達したため中断した"},
    {"{0} is larger than {1} bytes", "{0} は {1} バイトを超えている"},
    {"\"{0}\" proxies cannot be used, only http ones", "\"{0}\" プロキシは使用できない (http のみ)"},
    {"\"{0}\" is no proxy address (HOST:PORT)", "\"{0}\" はプロキシのアドレス (HOST:PORT) ではない"},
    {"\"{0}\" is no IP address", "\"{0}\" は IP アドレスではない"},
    {"{0}, PowerShell may take it (--as powershell)", "{0} (PowerShell では書き込める可能性がある: --as powershell)", "0"},
    {"{0} \"{1}\": cannot be written safely in a script of {2}; give another one",
     "{0} \"{1}\": {2} のスクリプトに安全に書き込めない。別の値を指定する"},

    // update
    {"{0} is webcid's own", "{0} は webcid が使用する名前"},
    {"{0} is a folder", "{0} はフォルダーである"},
    {"{0} is a device, pipe or socket", "{0} はデバイス、パイプまたはソケット"},

    // catalogue
    {"\"{0}\" stands twice in one object", "1 つのオブジェクトに \"{0}\" が 2 つある"},
    {"\"{0}\" has no digest", "\"{0}\" のハッシュがない"},
    {"\"{0}\" is listed twice: {1}", "\"{0}\" が 2 つある: {1}", "1"},
    {"{0} without an entry above", "{0} の上にエントリがない"},
    {"{0} is not {1} hex digits", "{0} が {1} 桁の 16 進数ではない"},
    {"{0} but {1}", "{0} (実際は{1})", "01"},

    // evidence
    // What stands there instead is such a word, or the value itself.
    {"{0}, not {1}", "{0} (実際は{1})", "01"},
    {"{0}, not {1}", "{0} (実際は {1})", "0"},

    // Of two entries for one path, behind what evidence says of a value
    {"{0} {1}, not {2}", "{0} は {1} と {2}", "0"},
});
// clang-format on

}  // namespace webcid::causes::messages
