// A folder or file share checked as such: the other way of updating, and the initial install source. No server is
// asked.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/catalogue/merge.hpp>
#include <webcid/check/check.hpp>
#include <webcid/model/report.hpp>

namespace webcid::check {

struct ShareOptions {
  std::filesystem::path folder;
  std::string name;                            // as the user gave it
  std::optional<catalogue::Source> catalogue;  // --catalogue: instead of those that are there
};

// Catalogues are looked for as below an address (in the folder, in CIDs/*/*, in the folders of those that were found);
// without any, what is there is what should be there, and only whether it can be read is known. Every file is read
// once; memory grows with the list, not with the files. What is wrong with the share is in the report (Basis::Share);
// LocalIo: the folder itself, or one in search of catalogues, cannot be listed. After Ctrl-C the findings so far.
base::Result<model::Report> check_share(const ShareOptions& options, Watcher& watcher,
                                        const base::Cancellation& cancellation);

}  // namespace webcid::check
