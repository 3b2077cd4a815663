#include <webcid/base/clock.hpp>

#include <cstdint>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

namespace webcid::base {
namespace {

struct Parts {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> clock;
};

Parts parts_of(Time time) {
  const auto whole = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(whole);
  return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss<std::chrono::milliseconds>(whole - day)};
}

std::string date_and_seconds(const Parts& parts) {
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(parts.date.year()),
                     static_cast<unsigned>(parts.date.month()), static_cast<unsigned>(parts.date.day()),
                     parts.clock.hours().count(), parts.clock.minutes().count(), parts.clock.seconds().count());
}

std::optional<unsigned> number(std::string_view text, std::size_t at, std::size_t length) {
  if (at + length > text.size()) return std::nullopt;
  const auto value = parse_unsigned(text.substr(at, length));
  if (!value) return std::nullopt;
  return static_cast<unsigned>(*value);
}

}  // namespace

std::string format_time(Time time) {
  const Parts parts = parts_of(time);
  return fmt::format("{}.{:03}Z", date_and_seconds(parts), parts.clock.subseconds().count());
}

std::string format_time_seconds(Time time) {
  return date_and_seconds(parts_of(time)) + "Z";
}

std::optional<Time> parse_time(std::string_view text) {
  if ((text.size() != 20 && text.size() != 24) || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
      text[13] != ':' || text[16] != ':' || text.back() != 'Z') {
    return std::nullopt;
  }
  const auto year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2);
  const auto hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  std::optional<unsigned> fraction = 0U;
  if (text.size() == 24) fraction = text[19] == '.' ? number(text, 20, 3) : std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!fraction || !date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second) + std::chrono::milliseconds(*fraction);
}

}  // namespace webcid::base
