#include <webcid/update/published_files.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/store/local_tree.hpp>

namespace webcid::update {
namespace {

constexpr std::string_view kOwnCatalogue = "webcid-catalogue.";
constexpr std::size_t kMostLeftOut = 1000;

}  // namespace

bool is_published(const base::RelativePath& path) {
  return !store::is_own(path) && !base::is_never_published(path.name()) &&
         !base::starts_with_ignoring_case(path.text(), kOwnCatalogue);
}

base::Result<PublishedFiles> published_files(const std::filesystem::path& folder,
                                             const base::Cancellation& cancellation) {
  PublishedFiles out;
  auto walked = base::walk_folder(
      folder,
      [&](const base::FoundFile& found) {
        if (is_published(found.path)) out.entries.push_back({found.path, found.size, {}});
        return !cancellation.requested();
      },
      [&](const std::string& name, const std::string& why) {
        if (out.left_out.size() < kMostLeftOut) out.left_out.push_back(name + ": " + why);
      });
  if (!walked) return tl::make_unexpected(std::move(walked.error()));
  // A walk hands a folder's files over before its folders.
  std::sort(out.entries.begin(), out.entries.end(),
            [](const model::Entry& a, const model::Entry& b) { return a.path < b.path; });
  return out;
}

}  // namespace webcid::update
