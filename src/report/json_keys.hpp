// What writer and reader of the JSON form share.
#pragma once

#include <string_view>

namespace webcid::report {

inline constexpr std::string_view kSchema = "webcid-report/1";

}  // namespace webcid::report
