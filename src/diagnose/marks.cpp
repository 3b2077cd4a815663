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

}  // namespace webcid::diagnose
