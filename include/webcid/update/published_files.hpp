// What of a folder or file share is published.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/path.hpp>
#include <webcid/base/result.hpp>
#include <webcid/model/catalogue.hpp>

namespace webcid::update {

// Not what IIS or Windows keep in every folder (web.config, ...), nor what is ours: .webcid/, webcid-catalogue.*,
// temporaries. Those are about the publication, not part of it.
bool is_published(const base::RelativePath& path);

struct PublishedFiles {
  std::vector<model::Entry> entries;  // byte-wise by path, with sizes, without digests
  std::vector<std::string> left_out;  // names that no published path can be, with the reason, raw bytes: "a\nb: ..."
};

// Every published file below a folder; no file is opened, no link followed. LocalIo, naming the folder, when one cannot
// be listed. After Ctrl-C those found so far.
base::Result<PublishedFiles> published_files(const std::filesystem::path& folder,
                                             const base::Cancellation& cancellation);

}  // namespace webcid::update
