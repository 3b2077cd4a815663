#include "mime_map.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/iis/defaults.hpp>

namespace webcid::cli {
namespace {

// Extensions that every one of the versions maps.
std::set<std::string, std::less<>> mapped_by(const std::vector<iis::Version>& versions) {
  std::set<std::string, std::less<>> mapped;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    std::set<std::string, std::less<>> of_version;
    for (const iis::MimeType& row : iis::default_mime_types(versions[i])) of_version.emplace(row.extension);
    if (i == 0) {
      mapped = std::move(of_version);
    } else {
      std::erase_if(mapped, [&](const std::string& each) { return of_version.count(each) == 0; });
    }
  }
  return mapped;
}

bool is_denied(std::string_view extension) {
  const auto denied = iis::default_denied_extensions();
  return std::find(denied.begin(), denied.end(), extension) != denied.end();
}

}  // namespace

base::Result<MimeNeeds> mime_needs_of(const std::filesystem::path& folder, const std::string& version,
                                      const std::function<bool(const base::RelativePath&)>& is_published,
                                      const std::function<void(const std::string& why)>& leave_out) {
  std::vector<iis::Version> versions;
  for (const iis::VersionRow& row : iis::versions()) {
    if (version.empty() || row.name == version) versions.push_back(row.version);
  }
  if (versions.empty()) return base::fail(base::ErrorKind::Usage, fmt::format("--iis {}: unknown version", version));
  std::set<std::string> extensions;
  const auto walked = base::walk_folder(
      folder,
      [&](const base::FoundFile& found) {
        if (is_published(found.path)) extensions.insert(base::to_lower(base::extension_of(found.path.text())));
        return !base::interrupt().requested();
      },
      [&](const std::string&, const std::string& why) { leave_out(why); });
  if (!walked) return tl::make_unexpected(walked.error());
  if (base::interrupt().requested())
    return base::fail(base::ErrorKind::Interrupted, "interrupted: nothing was written");
  const auto mapped = mapped_by(versions);
  MimeNeeds needs;
  for (const std::string& extension : extensions) {
    if (is_denied(extension)) {
      needs.denied.push_back(extension);
    } else if (mapped.count(extension) == 0) {
      needs.unmapped.push_back(extension.empty() ? "." : extension);
    }
  }
  return needs;
}

std::string mime_map_text(const std::vector<std::string>& extensions) {
  if (extensions.empty()) return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration>\n</configuration>\n";
  for (const causes::Remedy& remedy :
       causes::remedies({"iis.mime-map-missing", extensions}, causes::Language::English)) {
    if (remedy.form == causes::RemedyForm::WebConfig) return remedy.text;
  }
  return {};
}

}  // namespace webcid::cli
