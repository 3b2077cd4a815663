// The one line that shows a run's progress. Pure text: whoever owns the terminal decides when and where it appears.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

struct Progress {
  std::uint64_t files_done = 0;
  std::optional<std::uint64_t> files_total;  // unknown until the catalogue is read
  std::uint64_t bytes_done = 0;
  std::optional<std::uint64_t> bytes_total;  // unknown where a catalogue gives no sizes
  std::uint64_t failed = 0;
  double elapsed_seconds = 0;
  double bytes_per_second = 0;  // of late, not on average; 0: not known yet
  model::Statement activity;    // what is going on; an empty id: nothing to say
};

// "1,204/9,123 files  81.3/812.4 MB  12.1 MB/s  about 60 s left  fetching bin/ls", at most `width` columns: parts are
// left out from the least important on, and the activity is cut. No control characters, no line end.
std::string render_progress(const Progress& progress, std::size_t width, causes::Language language);

}  // namespace webcid::report
