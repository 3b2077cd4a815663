// What an answer's headers show of whoever stands between.
#pragma once

#include <string>
#include <string_view>

#include <webcid/model/exchange.hpp>

namespace webcid::diagnose {

// Whether it came out of a cache: a positive Age, or X-Cache: HIT.
bool is_from_cache(const model::Exchange& exchange);
// Whether a gateway says that it is there: Via and the like.
bool is_from_gateway(const model::Exchange& exchange);
// The content coding that came although identity was asked for; "" without one.
std::string encoding_of(const model::Exchange& exchange);
// "192.0.2.1:80" or "[2001:db8::1]:80" without its port and brackets.
std::string without_port(std::string_view address);
}  // namespace webcid::diagnose
