// Times taken apart, in UTC: the same bytes on every machine.
#pragma once

#include <cstdint>
#include <string_view>

#include <webcid/base/clock.hpp>

namespace webcid::iis {

struct CivilTime {
  int year = 0;
  int month = 0;  // 1..12
  int day = 0;
  int weekday = 0;  // 0 = Sunday
  int hour = 0;
  int minute = 0;
  int second = 0;
};

CivilTime civil(base::Time time);
std::string_view weekday_name(int weekday);  // "Sunday"
std::string_view month_name(int month);      // "January" for 1

}  // namespace webcid::iis
