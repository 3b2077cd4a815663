// Numbers as people read them, the same in every language.
#pragma once

#include <cstdint>
#include <string>

namespace webcid::report {

std::string grouped(std::uint64_t number);   // "9,123"
std::string byte_size(std::uint64_t bytes);  // "999 B", "1.0 kB", "812.4 MB": powers of 1000
std::string seconds(double seconds);         // "12.3 s" without the unit: "0.04", "12.3", "734"; never negative
std::string duration(double milliseconds);   // "0.4 ms", "12 ms", "1.23 s"; "" when negative

}  // namespace webcid::report
