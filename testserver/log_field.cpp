#include "testserver/log_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <webcid/base/text.hpp>

namespace webcid::testserver {
namespace {

// Bytes of the UTF-8 sequence at the front of `bytes`; 0 when there is none.
std::size_t sequence_length(std::string_view bytes) {
  for (std::size_t length = 1; length <= std::min<std::size_t>(4, bytes.size()); ++length) {
    if (base::is_utf8(bytes.substr(0, length))) return length;
  }
  return 0;
}

// What some reader takes for a control character or the end of a line.
bool is_control(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence.front());
  if (sequence.size() == 1) return first <= 0x20 || first == 0x7f;
  if (sequence.size() == 2) return first == 0xc2 && static_cast<unsigned char>(sequence[1]) < 0xa0;  // C1
  constexpr std::array<std::string_view, 2> kSeparators{"\u2028", "\u2029"};
  return std::find(kSeparators.begin(), kSeparators.end(), sequence) != kSeparators.end();
}

}  // namespace

std::string log_field(std::string_view bytes) {
  if (bytes.empty()) return "-";
  std::string field;
  field.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t length = sequence_length(bytes);
    if (length == 0) {
      field += fmt::format("%{:02X}", static_cast<unsigned char>(bytes.front()));
      bytes.remove_prefix(1);
      continue;
    }
    const std::string_view sequence = bytes.substr(0, length);
    is_control(sequence) ? field.push_back('+') : static_cast<void>(field.append(sequence));
    bytes.remove_prefix(length);
  }
  return field;
}

std::string log_time(base::Time time) {
  const std::string text = base::format_time_seconds(time);
  return text.substr(0, 10) + " " + text.substr(11, 8);
}

}  // namespace webcid::testserver
