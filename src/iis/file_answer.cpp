#include "file_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <webcid/base/text.hpp>

#include "civil_time.hpp"

namespace webcid::iis {
namespace {

std::string_view without_weakness(std::string_view tag) {
  return tag.substr(0, 2) == "W/" ? tag.substr(2) : tag;
}

bool lists_tag(std::string_view header, std::string_view tag) {
  for (std::string_view item : base::split(header, ',')) {
    const std::string_view listed = base::trim(item);
    if (listed == "*" || without_weakness(listed) == without_weakness(tag)) return true;
  }
  return false;
}

base::Time whole_seconds(base::Time time) {
  return std::chrono::floor<std::chrono::seconds>(time);
}

bool is_precondition_failed(const Request& request, const Node& file, std::string_view tag) {
  if (const auto match = request.header("If-Match")) return !lists_tag(*match, tag);
  if (const auto since = request.header("If-Unmodified-Since")) {
    const auto time = base::parse_http_date(*since);
    return time && whole_seconds(file.modified) > *time;
  }
  return false;
}

bool is_not_modified(const Request& request, const Node& file, std::string_view tag) {
  if (const auto none = request.header("If-None-Match")) return lists_tag(*none, tag);
  if (const auto since = request.header("If-Modified-Since")) {
    const auto time = base::parse_http_date(*since);
    return time && whole_seconds(file.modified) <= *time;
  }
  return false;
}

// RFC 9110 13.1.5: a weak validator never allows a range.
bool if_range_allows(const Request& request, const Node& file, std::string_view tag) {
  const auto condition = request.header("If-Range");
  if (!condition) return true;
  if (condition->find('"') != std::string_view::npos) return *condition == tag && tag.substr(0, 2) != "W/";
  const auto time = base::parse_http_date(*condition);
  return time && *time == whole_seconds(file.modified);
}

struct RangeRequest {
  enum class Kind : std::uint8_t { Ignored, Satisfiable, Unsatisfiable } kind = Kind::Ignored;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

// One range only. Off-spec: several ranges get the whole file, which RFC 9110 14.2 allows, not multipart/byteranges.
RangeRequest parse_range(std::string_view header, std::uint64_t size) {
  using Kind = RangeRequest::Kind;
  const std::string_view value = base::trim(header);
  if (!base::starts_with_ignoring_case(value, "bytes=")) return {};
  const std::string_view range = base::trim(value.substr(6));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return {};
  const auto first = base::parse_unsigned(range.substr(0, dash));
  const auto last = base::parse_unsigned(range.substr(dash + 1));
  if (dash == 0) {  // the last n bytes
    if (!last) return {};
    const std::uint64_t length = std::min(*last, size);
    if (length == 0) return {Kind::Unsatisfiable, 0, 0};
    return {Kind::Satisfiable, size - length, length};
  }
  const bool is_open = dash + 1 == range.size();
  if (!first || (!is_open && (!last || *last < *first))) return {};
  if (*first >= size) return {Kind::Unsatisfiable, 0, 0};
  const std::uint64_t end = is_open ? size - 1 : std::min(*last, size - 1);
  return {Kind::Satisfiable, *first, end - *first + 1};
}

}  // namespace

std::string entity_tag(base::Time modified, base::Time now) {
  using namespace std::chrono;
  constexpr std::int64_t kUnixEpochAsFileTime = 116444736000000000;  // 100 ns since 1601-01-01
  const auto ticks = static_cast<std::uint64_t>(
      floor<duration<std::int64_t, std::ratio<1, 10000000>>>(modified.time_since_epoch()).count() +
      kUnixEpochAsFileTime);
  std::array<std::uint8_t, 8> bytes{};
  for (unsigned i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>((ticks >> (8 * i)) & 0xffU);
  std::string hex = base::to_hex(bytes.data(), bytes.size());
  if (hex[14] == '0') hex.erase(14, 1);  // the last byte is written without a leading zero
  const bool is_fresh = now - modified < seconds{2} && now >= modified;
  return fmt::format("{}\"{}:0\"", is_fresh ? "W/" : "", hex);
}

FileDecision decide(const Request& request, const Node& file) {
  const std::string tag = entity_tag(file.modified, request.now);
  if (is_precondition_failed(request, file, tag)) return {FileReply::PreconditionFailed, 0, 0};
  if (is_not_modified(request, file, tag)) return {FileReply::NotModified, 0, 0};
  const auto range_header = request.header("Range");
  if (range_header && if_range_allows(request, file, tag)) {
    const RangeRequest range = parse_range(*range_header, file.size);
    if (range.kind == RangeRequest::Kind::Satisfiable) return {FileReply::Part, range.offset, range.length};
    if (range.kind == RangeRequest::Kind::Unsatisfiable) return {FileReply::RangeNotSatisfiable, 0, 0};
  }
  return {FileReply::Whole, 0, file.size};
}

}  // namespace webcid::iis
