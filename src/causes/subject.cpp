#include "subject.hpp"

#include <algorithm>
#include <unordered_set>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>

namespace webcid::causes {

std::vector<std::string> Subject::parameters() const {
  std::vector<std::string> kept;
  std::unordered_set<std::string> seen;
  for (const std::string& parameter : about.parameters) {
    if (!parameter.empty() && seen.insert(parameter).second) kept.push_back(parameter);
  }
  return kept;
}

std::vector<std::string> Subject::names() const {
  std::vector<std::string> kept = parameters();
  const auto is_no_name = [](const std::string& text) {
    return base::printable(text) != text || text.find("\\x") != std::string::npos ||
           text.find("\\u{") != std::string::npos;
  };
  kept.erase(std::remove_if(kept.begin(), kept.end(), is_no_name), kept.end());
  return kept;
}

std::string site_of(const RemedyContext& context) {
  return context.site.substr(0, context.site.find('/'));
}

std::optional<std::string> physical(const RemedyContext& context, std::string_view below) {
  // Findings may name the share and what is below it as the address does: "/SophosUpdate/".
  const std::string root = context.path + "/";
  if (below == "/") return context.physical_path;
  if (below.starts_with(root)) below.remove_prefix(root.size());
  // "rms/*" is what is below the folder "rms", "/" and "*" the share itself.
  if (below.ends_with('*') && (below.size() == 1 || below[below.size() - 2] == '/')) below.remove_suffix(1);
  while (!below.empty() && below.back() == '/') below.remove_suffix(1);
  if (below.empty()) return context.physical_path;
  // Neither out of the folder, nor with characters that Windows keeps for patterns and streams.
  if (!base::RelativePath::create(below) || below.find_first_of("*?:<>|\"") != std::string_view::npos) {
    return std::nullopt;
  }
  std::string path = context.physical_path + "\\" + std::string(below);
  std::replace(path.begin(), path.end(), '/', '\\');
  return path;
}

}  // namespace webcid::causes
