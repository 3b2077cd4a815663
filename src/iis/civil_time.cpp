#include "civil_time.hpp"

#include <array>
#include <chrono>

namespace webcid::iis {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

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

}  // namespace webcid::iis
