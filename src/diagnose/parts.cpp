#include "parts.hpp"

#include <algorithm>
#include <string_view>

#include <webcid/base/text.hpp>

namespace webcid::diagnose {
namespace {

struct ContentRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::optional<std::uint64_t> size;  // "*": not said
};

// RFC 9110, 14.4: "bytes 5-9/20" or "bytes 5-9/*".
std::optional<ContentRange> read_content_range(std::string_view text) {
  constexpr std::string_view kUnit = "bytes ";
  if (!base::starts_with_ignoring_case(text, kUnit)) return std::nullopt;
  text.remove_prefix(kUnit.size());
  const auto dash = text.find('-');
  const auto slash = text.find('/');
  if (dash == std::string_view::npos || slash == std::string_view::npos || dash > slash) return std::nullopt;
  const auto first = base::parse_unsigned(text.substr(0, dash));
  const auto last = base::parse_unsigned(text.substr(dash + 1, slash - dash - 1));
  const auto size = base::parse_unsigned(text.substr(slash + 1));
  if (!first || !last || *first > *last || (!size && text.substr(slash + 1) != "*")) return std::nullopt;
  return ContentRange{*first, *last, size};
}

}  // namespace

void Parts::add_whole(const model::Record& record) {
  constexpr std::uint64_t kLeast = 2;  // bytes, so that there is a second half
  const model::Body& body = record.exchange.body;
  if (record.exchange.status != 200 || std::min<std::uint64_t>(body.length, body.kept.size()) < kLeast) return;
  if (m_sample && m_sample->path <= record.path) return;
  m_sample = Sample{record.path, body.kept, body.length};
}

ProbeWish::Range Parts::range() const {
  const std::uint64_t known = m_sample->beginning.size();
  return {known / 2, known / 2 + known / 4};
}

void Parts::add_part(const model::Record& record) {
  if (!m_sample || record.path != m_sample->path) return;
  Answer answer;
  answer.is_right = is_right(record.exchange);
  answer.content_range = record.exchange.header("Content-Range").value_or("");
  answer.exchange = record.exchange.id;
  m_answer = std::move(answer);
}

bool Parts::is_right(const model::Exchange& exchange) const {
  // Only the answers to a range are judged: the whole (200) is legal (RFC 9110, 14.2), a refusal is about something
  // else. The range lies within the file, so that "not satisfiable" is wrong.
  if (exchange.error != model::TransportError::None) return true;
  if (exchange.status == 416) return false;
  if (exchange.status != 206) return true;
  const auto range = read_content_range(exchange.header("Content-Range").value_or(""));
  if (!range || range->first != this->range().first) return false;
  if (range->size && *range->size != m_sample->length) return false;
  // Fewer bytes than asked for are legal (RFC 9110, 15.3.7), as long as the header says so.
  const std::uint64_t count = range->last - range->first + 1;
  if (exchange.body.length != count) return false;
  const std::string_view known = std::string_view(m_sample->beginning).substr(range->first);
  const std::size_t common = std::min(known.size(), exchange.body.kept.size());
  return known.substr(0, common) == std::string_view(exchange.body.kept).substr(0, common);
}

}  // namespace webcid::diagnose
