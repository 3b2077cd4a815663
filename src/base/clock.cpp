#include <webcid/base/clock.hpp>

#include <array>
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

constexpr std::array<std::string_view, 7> kWeekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// The moment, if there is one with these parts that a Time can hold.
std::optional<Time> time_of(std::optional<unsigned> year, std::optional<unsigned> month, std::optional<unsigned> day,
                            std::optional<unsigned> hour, std::optional<unsigned> minute,
                            std::optional<unsigned> second) {
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::chrono::sys_seconds time = std::chrono::sys_days(date) + std::chrono::hours(*hour) +
                                        std::chrono::minutes(*minute) + std::chrono::seconds(*second);
  // In nanoseconds a Time reaches from 1677 to 2262. A millisecond may be added to what is returned.
  constexpr auto kFirst = std::chrono::ceil<std::chrono::seconds>(Time::min());
  constexpr auto kLast = std::chrono::floor<std::chrono::seconds>(Time::max()) - std::chrono::seconds(1);
  if (time < kFirst || time > kLast) return std::nullopt;
  return time;
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
  std::optional<unsigned> fraction = 0U;
  if (text.size() == 24) fraction = text[19] == '.' ? number(text, 20, 3) : std::nullopt;
  const auto time = time_of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2), number(text, 11, 2),
                            number(text, 14, 2), number(text, 17, 2));
  if (!fraction || !time) return std::nullopt;
  return *time + std::chrono::milliseconds(*fraction);
}

std::string format_http_date(Time time) {
  const Parts parts = parts_of(time);
  const std::chrono::weekday weekday{std::chrono::sys_days(parts.date)};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kWeekdays[weekday.c_encoding()],
                     static_cast<unsigned>(parts.date.day()), kMonths[static_cast<unsigned>(parts.date.month()) - 1],
                     static_cast<int>(parts.date.year()), parts.clock.hours().count(), parts.clock.minutes().count(),
                     parts.clock.seconds().count());
}

std::optional<Time> parse_http_date(std::string_view text) {
  constexpr std::size_t kLength = 29;
  if (text.size() != kLength || text.substr(25) != " GMT") return std::nullopt;
  std::optional<unsigned> month;
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i] == text.substr(8, 3)) month = i + 1;
  }
  return time_of(number(text, 12, 4), month, number(text, 5, 2), number(text, 17, 2), number(text, 20, 2),
                 number(text, 23, 2));
}

}  // namespace webcid::base
