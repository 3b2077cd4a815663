// Evidence of a run as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), written while the run goes on.
// Our own fields are under "_webcid" (schema "webcid-evidence/1"). Secrets are redacted once more on the way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include <webcid/base/clock.hpp>
#include <webcid/base/result.hpp>
#include <webcid/model/evidence.hpp>

namespace webcid::evidence {

inline constexpr std::string_view kSchema = "webcid-evidence/1";
inline constexpr std::uint64_t kKeptWhole = 64 * 1024 * 1024;  // bytes of bodies kept whole, in one file
inline constexpr std::uint64_t kKeptPrefix = 4 * 1024;         // bytes of every other body

inline constexpr std::size_t kMaxServerFacts = 100'000;
inline constexpr std::size_t kMaxNotes = 1'000;  // of one run; further ones are left out

// Takes the next bytes of the file; its error ends the writing and is handed on.
using Output = std::function<base::Result<void>(std::string_view)>;

// begin, add for each record in its order, end. Memory does not grow with the number of records.
class HarWriter {
 public:
  explicit HarWriter(Output output);

  base::Result<void> begin(const model::Target& target, std::string_view tool_version, base::Time started);
  // Bodies of folders, catalogues, probes and refusals (status 400 and above) are kept whole while kKeptWhole lasts.
  base::Result<void> add(const model::Record& record);
  // Completion::shortened is counted here.
  base::Result<void> end(model::Completion completion);

 private:
  Output m_output;
  std::uint64_t m_whole_left = kKeptWhole;
  std::uint64_t m_shortened = 0;
  bool m_has_entry = false;
};

}  // namespace webcid::evidence
