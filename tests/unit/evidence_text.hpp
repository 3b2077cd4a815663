// Evidence altered by hand.
#pragma once

#include <string>

#include "catch.hpp"

namespace webcid::test {

inline std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

}  // namespace webcid::test
