#include "filtering.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::iis {
namespace {

bool is_extension_denied(const RequestFiltering& rules, std::string_view path) {
  const std::string extension = fold_name(base::extension_of(path.substr(path.rfind('/') + 1)));
  const auto listed = rules.extensions.find(extension.empty() ? std::string_view(".") : std::string_view(extension));
  if (listed != rules.extensions.end()) return !listed->second;
  // A laboratory reading of iis.md a.4: without unlisted extensions folders and extensionless names are refused too.
  return !rules.allow_unlisted_extensions;
}

bool has_hidden_segment(const RequestFiltering& rules, std::string_view path) {
  const std::vector<std::string_view> segments = base::split(path, '/');
  return std::any_of(segments.begin(), segments.end(),
                     [&](std::string_view segment) { return rules.hidden_segments.contains(fold_name(segment)); });
}

bool is_verb_denied(const RequestFiltering& rules, std::string_view method) {
  const auto listed = rules.verbs.find(fold_name(method));
  return listed == rules.verbs.end() ? !rules.allow_unlisted_verbs : !listed->second;
}

bool contains_any(const std::string& folded, const std::vector<std::string>& sequences) {
  return std::any_of(sequences.begin(), sequences.end(),
                     [&](const std::string& sequence) { return folded.find(sequence) != std::string::npos; });
}

bool has_high_bit(std::string_view path) {
  return std::any_of(path.begin(), path.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

bool is_refused_by(const FilteringRule& rule, const NormalisedUrl& url, const Request& request) {
  if (!rule.applies_to.empty()) {
    const std::string extension = fold_name(base::extension_of(url.path));
    if (!rule.applies_to.contains(extension.empty() ? std::string(".") : extension)) return false;
  }
  if (rule.scans_url && contains_any(fold_name(url.path), rule.denied)) return true;
  if (rule.scans_query && contains_any(fold_name(url.query), rule.denied)) return true;
  return std::any_of(rule.scanned_headers.begin(), rule.scanned_headers.end(), [&](const std::string& name) {
    const auto value = request.header(name);
    return value && contains_any(fold_name(*value), rule.denied);
  });
}

bool is_header_too_long(const RequestFiltering& rules, const Request& request) {
  return std::any_of(request.headers.begin(), request.headers.end(), [&](const model::Header& header) {
    const auto limit = rules.header_limits.find(fold_name(header.name));
    return limit != rules.header_limits.end() && header.value.size() > limit->second;
  });
}

bool is_body_too_large(const RequestFiltering& rules, const Request& request) {
  const auto length = request.header("Content-Length");
  const auto bytes = length ? base::parse_unsigned(base::trim(*length)) : std::nullopt;
  return bytes && *bytes > rules.max_content_length;
}

// The sub-status of the 404 with which the URL is refused; 0 when it passes.
int filter_url(const RequestFiltering& rules, const NormalisedUrl& url, const Request& request) {
  const std::size_t target_length = request.target.size();
  const std::size_t query_length = url.query.empty() ? 0 : url.query.size() + 1;
  const std::string folded = fold_name(url.path);
  if (is_verb_denied(rules, request.method)) return 6;
  if (target_length - std::min(target_length, query_length) > rules.max_url) return 14;
  if (url.query.size() > rules.max_query_string) return 15;
  if (!rules.allow_double_escaping && is_double_escaped(url.path)) return 11;
  if (!rules.allow_high_bit && has_high_bit(url.path)) return 12;
  if (contains_any(folded, rules.denied_sequences)) return 5;
  if (has_hidden_segment(rules, url.path)) return 8;
  if (is_extension_denied(rules, url.path)) return 7;
  const std::string query = fold_name(url.query);
  const auto& allowed = rules.always_allowed_queries;
  if (std::find(allowed.begin(), allowed.end(), query) == allowed.end() && contains_any(query, rules.denied_queries)) {
    return 18;
  }
  return 0;
}

}  // namespace

bool is_only_last_segment_hidden(const RequestFiltering& rules, std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return has_hidden_segment(rules, path.substr(slash)) && !has_hidden_segment(rules, path.substr(0, slash));
}

Refused filter_request(const RequestFiltering& rules, const NormalisedUrl& url, const Request& request, Version version,
                       const Assumptions& assumptions) {
  const std::string folded = fold_name(url.path);
  const auto is_allowed = [&](const std::string& allowed) { return allowed == folded; };
  if (std::any_of(rules.always_allowed_urls.begin(), rules.always_allowed_urls.end(), is_allowed)) return {};
  const bool is_newer = version >= Version::V10_0;
  if (is_header_too_long(rules, request)) {
    const bool is_431 = is_newer && assumptions.hold(Assumption::LargeHeader, "by-version");
    return is_431 ? Refused{431, 0} : Refused{404, 10};
  }
  if (is_body_too_large(rules, request)) {
    const bool is_413 = is_newer && assumptions.hold(Assumption::LargeBody, "by-version");
    return is_413 ? Refused{413, 1} : Refused{404, 13};
  }
  if (const int sub_status = filter_url(rules, url, request)) return {404, sub_status};
  if (version >= Version::V7_5) {  // 404.19 came with 7.5 (iis.md a.4)
    for (const FilteringRule& rule : rules.rules) {
      if (is_refused_by(rule, url, request)) return {404, 19};
    }
  }
  return {};
}

}  // namespace webcid::iis
