#include "share_catalogues.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/catalogue/read.hpp>
#include <webcid/catalogue/well_known.hpp>
#include <webcid/update/discovery.hpp>
#include <webcid/update/merge_notes.hpp>
#include <webcid/update/published_files.hpp>

namespace webcid::check {
namespace {

using catalogue::WellKnownKind;

// CIDs/<S000>/<PACKAGE>, and one level more for packages by platform (EESAVUNIX/<PLATFORM>).
constexpr int kPackageDepth = 4;
constexpr std::size_t kMaxSources = 2000;
constexpr std::size_t kMaxPackageFolders = 2000;

std::string join(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

class Search {
 public:
  Search(const std::filesystem::path& root, const base::Cancellation& cancellation)
      : m_root(root), m_cancellation(cancellation) {}

  base::Result<SharePlan> run(std::optional<catalogue::Source> given) {
    if (given) {
      m_sources.push_back(std::move(*given));
      m_out.has_landmark = true;
      return merge();
    }
    read_catalogues("");
    if (m_sources.empty()) {
      if (auto searched = read_packages(); !searched) return tl::make_unexpected(std::move(searched.error()));
    }
    read_nested();
    if (m_sources.empty() && m_out.bad.empty()) {
      if (auto walked = take_what_is_there(); !walked) return tl::make_unexpected(std::move(walked.error()));
    }
    return merge();
  }

 private:
  std::filesystem::path native(std::string_view path) const {
    return path.empty() ? m_root : m_root / base::to_native(path);
  }

  bool is_file(std::string_view path) const {
    return base::status_of(native(path), base::Links::Follow).kind == base::Kind::File;
  }

  void read_catalogues(const std::string& folder) {
    for (const catalogue::WellKnown& known : catalogue::well_known()) {
      const std::string path = join(folder, known.name);
      if (m_cancellation.requested() || m_sources.size() >= kMaxSources) return;
      if (is_file(path)) read_one(folder, known.name, known.kind);
    }
  }

  void read_one(const std::string& folder, std::string_view name, WellKnownKind kind) {
    const std::string path = join(folder, name);
    if (!m_read.insert(base::to_lower(path)).second) return;
    m_out.has_landmark = true;
    if (kind == WellKnownKind::Sentinel) {
      if (base::status_of(native(path), base::Links::Follow).size == 0)
        m_out.notes.push_back({"sentinel-bad", {path}, std::nullopt});
      return;
    }
    const auto text = base::read_file(native(path), catalogue::kMaxText);
    if (!text) {
      m_out.bad.push_back({path, std::nullopt, text.error().message});
      return;
    }
    auto read = catalogue::read(name, *text);
    if (!read) {
      m_out.bad.push_back({path, std::move(read.error()), {}});
      return;
    }
    m_sources.push_back({std::move(*read), folder, path});
  }

  // Folders by name; a link is none.
  base::Result<std::vector<std::string>> folders_of(const std::string& folder) const {
    auto children = base::children_of(native(folder));
    if (!children) return tl::make_unexpected(std::move(children.error()));
    std::vector<std::string> out;
    for (base::Child& child : *children) {
      if (child.kind == base::Kind::Folder) out.push_back(std::move(child.name));
    }
    return out;
  }

  base::Result<void> read_packages() {
    auto tops = folders_of("");
    if (!tops) return tl::make_unexpected(std::move(tops.error()));
    std::erase_if(*tops, [](const std::string& name) { return !base::equals_ignoring_case(name, "CIDs"); });
    std::vector<std::string> level = std::move(*tops);
    std::size_t listed = 0;
    for (int depth = 0; depth < kPackageDepth && !level.empty(); ++depth) {
      std::vector<std::string> next;
      for (const std::string& folder : level) {
        if (m_cancellation.requested()) return {};
        if (++listed > kMaxPackageFolders) {
          m_out.notes.push_back({"limit-reached", {"packages"}, std::nullopt});
          return {};
        }
        const std::size_t before = m_sources.size();
        read_catalogues(folder);
        if (m_sources.size() > before) continue;
        auto inner = folders_of(folder);
        if (!inner) return tl::make_unexpected(std::move(inner.error()));
        for (const std::string& name : *inner) next.push_back(join(folder, name));
      }
      level = std::move(next);
    }
    return {};
  }

  // Catalogues of package folders are entries of the catalogues above them.
  void read_nested() {
    for (std::size_t source = 0; source < m_sources.size(); ++source) {
      std::vector<std::string> found;
      for (const model::Entry& entry : m_sources[source].catalogue.entries) {
        const catalogue::WellKnown* const known = catalogue::find(entry.path.name());
        const bool is_list = known != nullptr && known->kind != WellKnownKind::Sentinel;
        if (is_list) found.push_back(join(m_sources[source].folder, entry.path.text()));
      }
      for (const std::string& path : found) {
        if (m_cancellation.requested() || m_sources.size() >= update::kMaxNestedCatalogues) return;
        const auto slash = path.rfind('/');
        const std::string folder = slash == std::string::npos ? std::string() : path.substr(0, slash);
        const std::string name = path.substr(slash + 1);
        // One that is not there is told as a missing file.
        if (is_file(path)) read_one(folder, name, catalogue::find(name)->kind);
      }
    }
  }

  base::Result<void> take_what_is_there() {
    auto found = update::published_files(m_root, m_cancellation);
    if (!found) return tl::make_unexpected(std::move(found.error()));
    model::Catalogue catalogue{model::CatalogueFormat::Listing, std::move(found->entries), {}, false};
    m_sources.push_back({std::move(catalogue), "", ""});
    return {};
  }

  SharePlan merge() {
    for (const catalogue::Source& source : m_sources) {
      if (source.catalogue.format == model::CatalogueFormat::Listing) continue;
      m_out.notes.push_back({"catalogue-used", {source.name}, std::nullopt});
    }
    catalogue::Merged merged = catalogue::merge(std::move(m_sources));
    for (model::Statement& note : update::merge_notes(merged)) m_out.notes.push_back(std::move(note));
    m_out.entries = std::move(merged.entries);
    return std::move(m_out);
  }

  const std::filesystem::path& m_root;
  const base::Cancellation& m_cancellation;
  std::vector<catalogue::Source> m_sources;
  std::set<std::string> m_read;  // lower-case paths
  SharePlan m_out;
};

}  // namespace

base::Result<SharePlan> plan_of_share(const std::filesystem::path& folder, std::optional<catalogue::Source> given,
                                      const base::Cancellation& cancellation) {
  return Search(folder, cancellation).run(std::move(given));
}

}  // namespace webcid::check
