#include "testserver/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <variant>

namespace webcid::testserver {
namespace {

constexpr std::size_t kPiece = 128UL * 1024UL;  // of a file, at a time

std::size_t read(const Reply& reply, std::span<char> target) {
  if (reply.content) return reply.content->read(reply.offset, target);
  const auto* text = std::get_if<std::string>(&reply.answer.body);
  if (text == nullptr) return 0;
  return text->copy(target.data(), target.size(), static_cast<std::size_t>(reply.offset));
}

std::size_t wanted_of(const Reply& reply) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(reply.length, kPiece));
  const std::uint64_t pace = reply.delivery.bytes_per_second;
  if (pace == 0) return wanted;
  return std::min(wanted, static_cast<std::size_t>(std::max<std::uint64_t>(1, pace / 20)));
}

Supply append_bytes(Reply& reply, std::string& out) {
  const std::size_t wanted = wanted_of(reply);
  if (wanted == 0) return Supply::Full;
  const std::size_t before = out.size();
  out.resize(before + wanted);
  const std::size_t count = read(reply, std::span<char>(out.data() + before, wanted));
  out.resize(before + count);
  reply.offset += count;
  const bool is_open_ended = reply.length == kUnknownLength;
  if (!is_open_ended) reply.length -= count;
  if (reply.delivery.framing != Delivery::Framing::Length && count != 0) {
    out.insert(before, fmt::format("{:x}\r\n", count));
    out += "\r\n";
  }
  if (count == wanted) return Supply::Full;
  reply.length = 0;
  return is_open_ended ? Supply::Full : Supply::Short;
}

}  // namespace

Supply append_piece(Reply& reply, std::string& out) {
  const Supply supply = append_bytes(reply, out);
  if (reply.length != 0) return supply;
  switch (reply.delivery.framing) {
    case Delivery::Framing::Length:
      break;
    case Delivery::Framing::Chunked:
      // Without the last chunk the client knows that something is missing.
      if (!reply.delivery.body_limit) out += "0\r\n\r\n";
      break;
    case Delivery::Framing::BrokenChunk:
      out += "not-a-size\r\n";
      break;
  }
  return supply;
}

}  // namespace webcid::testserver
