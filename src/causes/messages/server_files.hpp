// Of audit: files of a server that cannot be used.
#pragma once

#include <array>

#include <webcid/causes/messages.hpp>

namespace webcid::causes::messages {

// clang-format off
inline constexpr auto kServerFiles = std::to_array<Message>({
    {"XML without <configuration> in its first 64 KiB, so no file of IIS that is known here",
     "先頭 64 KiB に <configuration> のない XML であり、対応している IIS のファイルではない"},
    {"neither configuration (it does not begin with '<') nor a log (no \"#Fields:\" in its first 64 KiB, and the name is not that of u_ex*.log or httperr*.log)",
     "構成ファイル ('<' で始まる) でもログ (先頭 64 KiB に \"#Fields:\" があるか、名前が u_ex*.log または httperr*.log) でもない"},
    {"--site: no site \"{0}\" in {1}; there are {2}", "--site: {1} にサイト \"{0}\" はない (あるのは {2})"},
    {"--map: {0} is no folder that can be read", "--map: {0} は読み取れるフォルダーではない"},
    {"--iis: \"{0}\" is none of 7.0, 7.5, 8.0, 8.5, 10.0", "--iis: \"{0}\" は 7.0、7.5、8.0、8.5、10.0 のいずれでもない"},
    {"{0}: {1} is an applicationHost.config already", "{0}: applicationHost.config は既に {1} が指定されている"},
    {"{0}: {1} is the share's web.config already; for those of other folders give --map PHYSICAL=DIR",
     "{0}: 共有の web.config は既に {1} が指定されている (他のフォルダーの web.config には --map PHYSICAL=DIR を指定する)"},
});
// clang-format on

}  // namespace webcid::causes::messages
