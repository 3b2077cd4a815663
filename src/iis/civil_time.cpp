#include "civil_time.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <webcid/base/text.hpp>

namespace webcid::iis {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

std::optional<int> number(std::string_view digits) {
  const std::optional<std::uint64_t> value = base::parse_unsigned(digits);
  if (!value || *value > 9999) return std::nullopt;
  return static_cast<int>(*value);
}

}  // namespace

CivilTime civil(base::Time time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const auto in_day = floor<seconds>(time - day).count();
  CivilTime result;
  result.year = static_cast<int>(date.year());
  result.month = static_cast<int>(static_cast<unsigned>(date.month()));
  result.day = static_cast<int>(static_cast<unsigned>(date.day()));
  result.weekday = static_cast<int>(weekday{day}.c_encoding());
  result.hour = static_cast<int>(in_day / 3600);
  result.minute = static_cast<int>(in_day / 60 % 60);
  result.second = static_cast<int>(in_day % 60);
  return result;
}

std::string_view weekday_name(int weekday) {
  return kWeekdays[static_cast<std::size_t>(weekday)];
}

std::string_view month_name(int month) {
  return kMonths[static_cast<std::size_t>(month - 1)];
}

std::string http_date(base::Time time) {
  const CivilTime t = civil(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekday_name(t.weekday).substr(0, 3), t.day,
                     month_name(t.month).substr(0, 3), t.year, t.hour, t.minute, t.second);
}

std::optional<base::Time> parse_http_date(std::string_view text) {
  using namespace std::chrono;
  constexpr std::size_t kLength = 29;
  if (text.size() != kLength || text.substr(25) != " GMT") return std::nullopt;
  unsigned month = 0;
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i].substr(0, 3) == text.substr(8, 3)) month = i + 1;
  }
  const auto day = number(text.substr(5, 2));
  const auto year_number = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (month == 0 || !day || !year_number || !hour || !minute || !second) return std::nullopt;
  const year_month_day date{year{*year_number}, std::chrono::month{month},
                            std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return base::Time(sys_days{date}) + hours{*hour} + minutes{*minute} + seconds{*second};
}

}  // namespace webcid::iis
