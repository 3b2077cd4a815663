// The bytes of an input as decisions. When they are used up every decision is the first one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace webcid::fuzz {

class Choices {
 public:
  explicit Choices(std::string_view bytes) : m_rest(bytes) {}
  // From 0 to `ways` - 1.
  std::size_t among(std::size_t ways) {
    if (m_rest.empty()) return 0;
    const auto byte = static_cast<unsigned char>(m_rest.front());
    m_rest.remove_prefix(1);
    return byte % ways;
  }
  // The next bytes as they are, at most `most` of them.
  std::string_view raw(std::size_t most) {
    const std::string_view out = m_rest.substr(0, std::min(most, m_rest.size()));
    m_rest.remove_prefix(out.size());
    return out;
  }

 private:
  std::string_view m_rest;
};

}  // namespace webcid::fuzz
