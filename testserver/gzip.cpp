#include "testserver/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace webcid::testserver {
namespace {

constexpr std::size_t kPiece = 64UL * 1024UL;

class GzipContent : public Content {
 public:
  GzipContent(std::shared_ptr<Content> inner, std::uint64_t offset, std::uint64_t length)
      : m_inner(std::move(inner)), m_offset(offset), m_left(length), m_input(kPiece) {
    constexpr int kGzip = 16;  // added to the window: a gzip wrapper instead of zlib's
    constexpr int kMemory = 8;
    const int done =
        deflateInit2(&m_stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzip, kMemory, Z_DEFAULT_STRATEGY);
    m_is_open = done == Z_OK;
  }
  ~GzipContent() override {
    if (m_is_open) deflateEnd(&m_stream);
  }
  GzipContent(const GzipContent&) = delete;
  GzipContent& operator=(const GzipContent&) = delete;

  std::size_t read(std::uint64_t offset, std::span<char> target) override {
    if (!m_is_open || offset != m_given) return 0;
    m_stream.next_out = reinterpret_cast<Bytef*>(target.data());
    m_stream.avail_out = static_cast<uInt>(std::min<std::size_t>(target.size(), kPiece * 1024));
    const uInt wanted = m_stream.avail_out;
    while (m_stream.avail_out > 0 && !m_is_ended) {
      if (m_stream.avail_in == 0 && m_left > 0 && !take_input()) break;
      // Z_OK while there is room and something to do; anything else is the end, or would never be.
      m_is_ended = deflate(&m_stream, m_left == 0 ? Z_FINISH : Z_NO_FLUSH) != Z_OK;
    }
    const std::size_t count = wanted - m_stream.avail_out;
    m_given += count;
    return count;
  }

 private:
  bool take_input() {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, m_input.size()));
    const std::size_t count = m_inner ? m_inner->read(m_offset, {m_input.data(), wanted}) : 0;
    m_is_ended = count < wanted;
    if (m_is_ended) return false;
    m_offset += count;
    m_left -= count;
    m_stream.next_in = reinterpret_cast<Bytef*>(m_input.data());
    m_stream.avail_in = static_cast<uInt>(count);
    return true;
  }

  std::shared_ptr<Content> m_inner;
  std::uint64_t m_offset;
  std::uint64_t m_left;  // of the inner content, not yet taken
  std::uint64_t m_given = 0;
  std::vector<char> m_input;
  z_stream m_stream{};
  bool m_is_open = false;
  bool m_is_ended = false;
};

}  // namespace

std::unique_ptr<Content> gzip_content(std::shared_ptr<Content> inner, std::uint64_t offset, std::uint64_t length) {
  return std::make_unique<GzipContent>(std::move(inner), offset, length);
}

std::uint64_t length_of(Content& content) {
  std::vector<char> buffer(kPiece);
  std::uint64_t length = 0;
  while (const std::size_t count = content.read(length, buffer)) length += count;
  return length;
}

}  // namespace webcid::testserver
