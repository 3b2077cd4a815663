#include "bytes.hpp"

#include <zlib.h>

#include <array>
#include <memory>
#include <vector>

#include <webcid/base/file.hpp>

namespace webcid::audit {
namespace {

constexpr std::string_view kGzip = "\x1f\x8b";
constexpr std::size_t kUnpacked = 256 * 1024;

class Unpacker {
 public:
  Unpacker() : m_out(kUnpacked) {
    // 15 window bits, and 16 for a gzip header.
    m_is_ready = inflateInit2(&m_stream, 15 + 16) == Z_OK;
  }
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;
  ~Unpacker() {
    if (m_is_ready) inflateEnd(&m_stream);
  }

  bool is_broken() const { return m_is_broken; }
  bool is_complete() const { return m_is_at_end; }

  // False when nothing more is wanted, or can be had.
  bool feed(std::string_view piece, const std::function<bool(std::string_view)>& consume) {
    m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    m_stream.avail_in = static_cast<uInt>(piece.size());
    while (m_is_ready && m_stream.avail_in > 0) {
      // Members may follow one another (RFC 1952, 2.2).
      if (m_is_at_end && inflateReset(&m_stream) != Z_OK) break;
      m_is_at_end = false;
      m_stream.next_out = m_out.data();
      m_stream.avail_out = static_cast<uInt>(m_out.size());
      const int result = inflate(&m_stream, Z_NO_FLUSH);
      const std::size_t count = m_out.size() - m_stream.avail_out;
      if (count > 0 && !consume({reinterpret_cast<const char*>(m_out.data()), count})) return false;
      m_is_at_end = result == Z_STREAM_END;
      if (result != Z_OK && !m_is_at_end) break;
    }
    m_is_broken = m_stream.avail_in > 0;
    return !m_is_broken;
  }

 private:
  z_stream m_stream{};
  std::vector<Bytef> m_out;
  bool m_is_ready = false;
  bool m_is_at_end = false;
  bool m_is_broken = false;
};

}  // namespace

base::Result<Ending> read_unpacked(const std::string& file, const std::function<bool(std::string_view)>& consume) {
  std::unique_ptr<Unpacker> unpacker;
  bool is_first = true;
  bool is_stopped = false;
  const auto read = base::read_in_pieces(base::to_native(file), [&](std::string_view piece) {
    if (is_first && piece.substr(0, kGzip.size()) == kGzip) unpacker = std::make_unique<Unpacker>();
    is_first = false;
    const bool goes_on = unpacker ? unpacker->feed(piece, consume) : consume(piece);
    is_stopped = !goes_on;
    return goes_on;
  });
  if (!read) return tl::make_unexpected(read.error());
  if (!unpacker) return Ending::Whole;
  const bool is_cut = !is_stopped && !unpacker->is_complete();
  return unpacker->is_broken() || is_cut ? Ending::Broken : Ending::Whole;
}

}  // namespace webcid::audit
