#include "marks.hpp"

#include <algorithm>
#include <array>

#include <webcid/base/text.hpp>

namespace webcid::diagnose {

bool is_from_cache(const model::Exchange& exchange) {
  const auto age = exchange.header("Age");
  if (age && base::parse_unsigned(base::trim(*age)).value_or(0) > 0) return true;
  const auto cache = exchange.header("X-Cache");
  return cache && base::to_lower(*cache).find("hit") != std::string::npos;
}

bool is_from_gateway(const model::Exchange& exchange) {
  constexpr std::array<std::string_view, 5> kMarks{"Via", "X-Cache", "X-BlueCoat-Via", "X-Varnish", "X-Served-By"};
  return is_from_cache(exchange) ||
         std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) { return exchange.header(mark); });
}

std::string encoding_of(const model::Exchange& exchange) {
  const auto encoding = exchange.header("Content-Encoding");
  return encoding && !base::equals_ignoring_case(*encoding, "identity") ? std::string(*encoding) : std::string();
}

std::string without_port(std::string_view address) {
  if (!address.empty() && address.front() == '[') return std::string(address.substr(1, address.find(']') - 1));
  const auto colon = address.find(':');
  // A bare IPv6 address has several.
  const bool has_port = colon != std::string_view::npos && address.find(':', colon + 1) == std::string_view::npos;
  return std::string(has_port ? address.substr(0, colon) : address);
}

long long order_of_date(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  // "Mon, 05 Jan 2026 09:30:00 GMT"
  constexpr std::size_t kLength = 29;
  if (text.size() != kLength || text.substr(26) != "GMT") return 0;
  const auto month = kMonths.find(text.substr(8, 3));
  const auto day = base::parse_unsigned(text.substr(5, 2));
  const auto year = base::parse_unsigned(text.substr(12, 4));
  const auto hour = base::parse_unsigned(text.substr(17, 2));
  const auto minute = base::parse_unsigned(text.substr(20, 2));
  const auto second = base::parse_unsigned(text.substr(23, 2));
  if (month == std::string_view::npos || month % 3 != 0 || !day || !year || !hour || !minute || !second) return 0;
  long long order = static_cast<long long>(*year);
  for (const auto part : {static_cast<std::uint64_t>(month / 3), *day, *hour, *minute, *second}) {
    order = order * 100 + static_cast<long long>(part);
  }
  return order;
}

long long order_of_time(base::Time time) {
  // "2026-01-05T09:30:00Z"; months count from 0 in that order.
  long long order = 0;
  for (const char c : base::format_time_seconds(time)) {
    if (c >= '0' && c <= '9') order = order * 10 + (c - '0');
  }
  constexpr long long kOneMonth = 100'000'000;
  return order - kOneMonth;
}

}  // namespace webcid::diagnose
