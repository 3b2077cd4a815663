// A local copy against a catalogue.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/base/unreadable.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/model/evidence.hpp>

namespace webcid::update {

// One entry's verdict.
struct LocalOutcome {
  const model::Entry& entry;
  model::Outcome outcome;  // Verified, WrongSize, WrongHash or Failed (missing, unreadable, no regular file)
  std::uint64_t size = 0;  // of the local file; 0 when it is missing
  std::string reason;      // in words when not Verified: "size 3, not 4", "sha1 ..., not ...", "no such file"
  base::Unreadable obstacle = base::Unreadable::No;  // of a Failed one
};

struct FolderResult {
  std::uint64_t verified = 0;
  std::uint64_t without_digest = 0;  // of those: only the size could be compared, or nothing
  std::uint64_t wrong_size = 0;
  std::uint64_t wrong_hash = 0;
  std::uint64_t failed = 0;
  std::uint64_t bytes = 0;                  // read
  std::uint64_t extra = 0;                  // files below the folder that no entry names; not a failure
  std::vector<std::string> extra_examples;  // the first kMaxExtraExamples of the walk, raw bytes
  std::string unlisted;                     // why not all extra files could be looked for; "": they were
  bool interrupted = false;                 // Ctrl-C: what is counted so far, extra files not looked for

  bool healthy() const { return wrong_size + wrong_hash + failed == 0 && !interrupted; }
};

inline constexpr std::size_t kMaxExtraExamples = 20;

// Reads each entry's file once, whatever digests it has, in the order of `entries`; `observe` is told each verdict.
// `.webcid/`, the catalogues themselves and files that are never published (web.config) are no extra files.
// LocalIo when the folder itself cannot be read.
base::Result<FolderResult> verify_folder(const std::filesystem::path& folder, std::span<const model::Entry> entries,
                                         const base::Cancellation& cancellation,
                                         const std::function<void(const LocalOutcome&)>& observe);

}  // namespace webcid::update
