// The binary format as CFBinaryPList.c describes it: "bplist00", objects, the table of their offsets, and a trailer of
// 32 bytes: 6 unused, size of an offset, size of a reference, and in 8 bytes each the number of objects, the top one,
// and where the table is. A dictionary (0xD_) has its references to keys, then those to values; lists are 0xA_ to 0xC_.
// The low half of the byte is the count, 0xF says that a number follows: 0x1_, of 2 to the power of _ bytes.
#include "binary_list.hpp"

#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include <webcid/endpoint/parse.hpp>

namespace webcid::endpoint {
namespace {

constexpr std::size_t kTrailer = 32;
constexpr std::size_t kBegin = 8;

tl::unexpected<base::Error> no_list() {
  return base::fail(base::ErrorKind::Malformed, "no whole property list");
}

tl::unexpected<base::Error> too_many() {
  return base::fail(base::ErrorKind::Malformed,
                    fmt::format("a property list with more than {} dictionaries and lists", kMaxNodes));
}

// Big-endian, at most 8 bytes; nothing beyond the end.
std::optional<std::uint64_t> number_at(std::string_view bytes, std::uint64_t at, std::uint64_t size) {
  if (size == 0 || size > 8 || at > bytes.size() || size > bytes.size() - at) return std::nullopt;
  std::uint64_t out = 0;
  for (const char byte : bytes.substr(at, size)) out = (out << 8U) | static_cast<unsigned char>(byte);
  return out;
}

struct Tables {
  std::uint64_t offset_size = 0;
  std::uint64_t reference_size = 0;
  std::uint64_t objects = 0;
  std::uint64_t top = 0;
  std::uint64_t table = 0;
};

class Objects {
 public:
  Objects(std::string_view bytes, const Tables& tables)
      : m_bytes(bytes), m_tables(tables), m_is_used(static_cast<std::size_t>(tables.objects), false) {}

  base::Result<void> check() {
    m_is_used[static_cast<std::size_t>(m_tables.top)] = true;
    std::size_t nodes = 0;
    for (std::uint64_t object = 0; object < m_tables.objects; ++object) {
      const auto offset = number_at(m_bytes, m_tables.table + object * m_tables.offset_size, m_tables.offset_size);
      if (!offset || !number_at(m_bytes, *offset, 1)) return no_list();
      if (!is_node(*offset)) continue;
      if (++nodes > kMaxNodes) return too_many();
      if (auto done = check_node(*offset); !done) return done;
    }
    return {};
  }

 private:
  std::uint8_t marker_at(std::uint64_t offset) const {
    return static_cast<std::uint8_t>(m_bytes[static_cast<std::size_t>(offset)]);
  }
  bool is_node(std::uint64_t offset) const {
    const unsigned kind = marker_at(offset) >> 4U;
    return kind >= 0xA && kind <= 0xD;
  }

  base::Result<void> check_node(std::uint64_t offset) {
    const std::uint8_t marker = marker_at(offset);
    std::uint64_t count = marker & 0x0FU;
    std::uint64_t at = offset + 1;
    if (count == 0x0F) {
      const auto kind = number_at(m_bytes, at, 1);
      const std::uint64_t size = kind ? std::uint64_t{1} << (*kind & 0x03U) : 0;
      const auto number = kind && (*kind >> 4U) == 1 ? number_at(m_bytes, at + 1, size) : std::nullopt;
      if (!number) return no_list();
      count = *number;
      at += 1 + size;
    }
    if (count > m_bytes.size()) return no_list();
    const std::uint64_t references = (marker >> 4U) == 0xD ? 2 * count : count;
    for (std::uint64_t i = 0; i < references; ++i) {
      const auto reference = number_at(m_bytes, at + i * m_tables.reference_size, m_tables.reference_size);
      if (!reference || *reference >= m_tables.objects) return no_list();
      if (auto done = use(*reference); !done) return done;
    }
    return {};
  }

  base::Result<void> use(std::uint64_t object) {
    const auto offset = number_at(m_bytes, m_tables.table + object * m_tables.offset_size, m_tables.offset_size);
    if (!offset || !number_at(m_bytes, *offset, 1)) return no_list();
    if (!is_node(*offset)) return {};
    if (m_is_used[static_cast<std::size_t>(object)]) {
      return base::fail(base::ErrorKind::Malformed, "a property list with a dictionary or list that is used twice");
    }
    m_is_used[static_cast<std::size_t>(object)] = true;
    return {};
  }

  std::string_view m_bytes;
  Tables m_tables;
  std::vector<bool> m_is_used;
};

}  // namespace

base::Result<void> check_binary_list(std::string_view bytes) {
  if (bytes.size() > kMaxBytes) {
    return base::fail(base::ErrorKind::Malformed, fmt::format("it is larger than {} bytes", kMaxBytes));
  }
  if (bytes.size() < kBegin + kTrailer) return no_list();
  const std::uint64_t trailer = bytes.size() - kTrailer;
  const Tables tables{*number_at(bytes, trailer + 6, 1), *number_at(bytes, trailer + 7, 1),
                      *number_at(bytes, trailer + 8, 8), *number_at(bytes, trailer + 16, 8),
                      *number_at(bytes, trailer + 24, 8)};
  const bool fits = tables.offset_size >= 1 && tables.offset_size <= 8 && tables.reference_size >= 1 &&
                    tables.reference_size <= 8 && tables.objects >= 1 && tables.objects <= bytes.size() &&
                    tables.top < tables.objects && tables.table >= kBegin && tables.table <= trailer &&
                    tables.objects * tables.offset_size <= trailer - tables.table;
  if (!fits) return no_list();
  // What stands behind the table or in the trailer is no object.
  return Objects(bytes.substr(0, static_cast<std::size_t>(trailer)), tables).check();
}

base::Result<void> check_xml_list(std::string_view text) {
  std::size_t nodes = 0;
  for (const std::string_view tag : {"<dict", "<array"}) {
    for (auto at = text.find(tag); at != std::string_view::npos; at = text.find(tag, at + 1)) {
      if (++nodes > kMaxNodes) return too_many();
    }
  }
  return {};
}

}  // namespace webcid::endpoint
