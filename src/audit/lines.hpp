// Pieces of a stream as lines.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace webcid::audit {

// Hands over each line without its end; views into the pieces wherever a line does not cross their border.
class LineSplitter {
 public:
  // Longer than any request that HTTP.sys takes (16 KiB), with headers.
  static constexpr std::size_t kLongest = 64 * 1024;

  template <class OnLine>
  void feed(std::string_view piece, OnLine&& on_line) {
    while (!piece.empty()) {
      const void* const found = std::memchr(piece.data(), '\n', piece.size());
      if (found == nullptr) return keep(piece);
      const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - piece.data());
      if (m_started.empty() && !m_is_overlong) {
        take(piece.substr(0, length), on_line);
      } else {
        keep(piece.substr(0, length));
        finish(on_line);
      }
      piece.remove_prefix(length + 1);
    }
  }

  // The last line, where no line end follows it.
  template <class OnLine>
  void finish(OnLine&& on_line) {
    if (m_is_overlong) {
      ++m_overlong;
    } else if (!m_started.empty()) {
      take(m_started, on_line);
    }
    m_started.clear();
    m_is_overlong = false;
  }

  // Whether the stream has ended within a line so far.
  bool is_within_line() const { return !m_started.empty() || m_is_overlong; }
  // Lines that were left out because they are longer than kLongest.
  std::uint64_t overlong() const { return m_overlong; }

 private:
  template <class OnLine>
  void take(std::string_view line, OnLine&& on_line) {
    if (line.size() > kLongest) {
      ++m_overlong;
      return;
    }
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) on_line(line);
  }

  void keep(std::string_view part) {
    if (m_is_overlong || m_started.size() + part.size() > kLongest) {
      m_is_overlong = true;
      m_started.clear();
    } else {
      m_started.append(part);
    }
  }

  std::string m_started;
  bool m_is_overlong = false;
  std::uint64_t m_overlong = 0;
};

}  // namespace webcid::audit
