#include <webcid/base/text.hpp>
#include <webcid/iis/url.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace webcid::iis {
namespace {

// The byte that "%XX" at `position` stands for; nothing when it is no escape.
std::optional<char> escape_at(std::string_view text, std::size_t position) {
  if (position + 2 >= text.size() || text[position] != '%') return std::nullopt;
  const int high = base::hex_value(text[position + 1]);
  const int low = base::hex_value(text[position + 2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

// "http://host/path" -> "/path", "*" -> "/": the path part of every form of RFC 9112 3.2.
std::string_view origin_form(std::string_view target) {
  if (target == "*") return "/";
  if (!base::starts_with_ignoring_case(target, "http://") && !base::starts_with_ignoring_case(target, "https://")) {
    return target;
  }
  const std::size_t authority = target.find("//") + 2;
  const std::size_t path = target.find('/', authority);
  return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

// iis.md a.1: "%00, bad escapes, control chars" are an invalid URL.
std::optional<std::string> decode_once(std::string_view raw) {
  std::string path;
  path.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    char byte = raw[i];
    if (byte == '%') {
      const std::optional<char> decoded = escape_at(raw, i);
      if (!decoded) return std::nullopt;
      byte = *decoded;
      i += 2;
    }
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x20 || code == 0x7f) return std::nullopt;
    path.push_back(byte == '\\' ? '/' : byte);
  }
  return path;
}

std::size_t characters_in(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; }));
}

tl::expected<std::string, HttpSysRefusal> remove_dot_segments(std::string_view path, const UrlLimits& limits) {
  std::vector<std::string_view> kept;
  const std::vector<std::string_view> segments = base::split(path.substr(1), '/');
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool is_last = i + 1 == segments.size();
    if (characters_in(segments[i]) > limits.segment_length) return tl::make_unexpected(HttpSysRefusal::InvalidUrl);
    if (segments[i] == "..") {
      if (kept.empty()) return tl::make_unexpected(HttpSysRefusal::ForbiddenUrl);
      kept.pop_back();
      if (is_last) kept.push_back("");
    } else if (segments[i] == ".") {
      if (is_last) kept.push_back("");
    } else {
      kept.push_back(segments[i]);
    }
  }
  if (kept.size() > limits.segments) return tl::make_unexpected(HttpSysRefusal::InvalidUrl);
  std::string result;
  result.reserve(path.size());
  for (std::string_view segment : kept) {
    result.push_back('/');
    result.append(segment);
  }
  return result.empty() ? std::string("/") : result;
}

}  // namespace

tl::expected<std::string, HttpSysRefusal> normalise_path(std::string_view path, const UrlLimits& limits) {
  constexpr std::size_t kMaxPath = 16384;  // MaxRequestBytes
  if (path.empty() || path.front() != '/' || path.size() > kMaxPath) {
    return tl::make_unexpected(HttpSysRefusal::InvalidUrl);
  }
  return remove_dot_segments(path, limits);
}

tl::expected<NormalisedUrl, HttpSysRefusal> normalise_target(std::string_view target, const UrlLimits& limits) {
  std::string_view raw = origin_form(target);
  NormalisedUrl url;
  if (const std::size_t mark = raw.find('?'); mark != std::string_view::npos) {
    url.query = raw.substr(mark + 1);
    raw = raw.substr(0, mark);
  }
  std::optional<std::string> path = decode_once(raw);
  if (!path || path->empty() || path->front() != '/') return tl::make_unexpected(HttpSysRefusal::InvalidUrl);
  tl::expected<std::string, HttpSysRefusal> clean = remove_dot_segments(*path, limits);
  if (!clean) return tl::make_unexpected(clean.error());
  url.path = std::move(*clean);
  return url;
}

bool is_double_escaped(std::string_view path) {
  if (path.find('+') != std::string_view::npos) return true;
  for (auto at = path.find('%'); at != std::string_view::npos; at = path.find('%', at + 1)) {
    if (escape_at(path, at)) return true;
  }
  return false;
}

std::string encode_for_href(std::string_view path) {
  static constexpr std::string_view kRaw = "/-_.~&'()[];,$!+@:=*";
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(path.size());
  for (char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_alphanumeric || kRaw.find(c) != std::string_view::npos) {
      encoded.push_back(c);
    } else {
      encoded.push_back('%');
      encoded.push_back(kHex[byte >> 4U]);
      encoded.push_back(kHex[byte & 0x0fU]);
    }
  }
  return encoded;
}

}  // namespace webcid::iis
