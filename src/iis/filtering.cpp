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
  for (std::string_view segment : base::split(path, '/')) {
    if (rules.hidden_segments.contains(fold_name(segment))) return true;
  }
  return false;
}

}  // namespace

int filter_url(const RequestFiltering& rules, const NormalisedUrl& url, std::size_t target_length) {
  const std::size_t query_length = url.query.empty() ? 0 : url.query.size() + 1;
  if (target_length - std::min(target_length, query_length) > rules.max_url) return 14;
  if (url.query.size() > rules.max_query_string) return 15;
  if (!rules.allow_double_escaping && is_double_escaped(url.path)) return 11;
  if (has_hidden_segment(rules, url.path)) return 8;
  if (is_extension_denied(rules, url.path)) return 7;
  return 0;
}

}  // namespace webcid::iis
