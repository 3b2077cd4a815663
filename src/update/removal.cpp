#include <webcid/update/removal.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

#include <webcid/base/path.hpp>

namespace webcid::update {

store::Pruned remove_extra(const store::Folder& folder, std::span<const model::Entry> entries,
                           std::span<const std::string> catalogues_read, const base::Cancellation& cancellation) {
  if (entries.empty()) return {};
  std::vector<std::string_view> known;
  known.reserve(entries.size());
  for (const model::Entry& entry : entries) known.push_back(entry.path.text());
  if (!std::is_sorted(known.begin(), known.end())) std::sort(known.begin(), known.end());
  const auto is_known = [&](std::string_view path) { return std::binary_search(known.begin(), known.end(), path); };
  const store::Goes goes = [&](std::string_view path, store::Found what) {
    if (what == store::Found::Folder) return is_known(path);
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (base::is_never_published(name)) return false;
    const auto is_this = [&](const std::string& catalogue) { return catalogue == path; };
    if (std::any_of(catalogues_read.begin(), catalogues_read.end(), is_this)) return false;
    return !is_known(path);
  };
  return store::prune(folder, goes, cancellation);
}

}  // namespace webcid::update
