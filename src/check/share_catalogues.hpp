// The catalogues of a folder or share.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/catalogue/merge.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/model/report.hpp>

namespace webcid::check {

struct BadCatalogue {
  std::string path;  // relative to the folder
  std::optional<model::ParseProblem> problem;
  std::string reason;  // in words where it could not be read at all
};

struct SharePlan {
  std::vector<model::Entry> entries;  // byte-wise by path
  std::vector<BadCatalogue> bad;
  std::vector<model::Statement> notes;
  bool has_landmark = false;  // a catalogue or sentinel is there: it is an update share
};

// What should be in the folder; `given` overrides what it says itself. LocalIo when a folder cannot be listed.
base::Result<SharePlan> plan_of_share(const std::filesystem::path& folder, std::optional<catalogue::Source> given,
                                      const base::Cancellation& cancellation);

}  // namespace webcid::check
