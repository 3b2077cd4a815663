// Wall-clock times as texts.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace webcid::base {

using Time = std::chrono::system_clock::time_point;

// "2026-01-31T23:59:59.123Z": UTC, milliseconds (RFC 3339).
std::string format_time(Time time);
// The same with whole seconds.
std::string format_time_seconds(Time time);
// Reads what format_time writes; nothing for anything else, and for years that a Time does not reach (9999).
std::optional<Time> parse_time(std::string_view text);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 5.6.7), and back; nothing for any other form and such years.
std::string format_http_date(Time time);
std::optional<Time> parse_http_date(std::string_view text);

}  // namespace webcid::base
