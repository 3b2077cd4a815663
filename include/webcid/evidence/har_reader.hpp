// Reads back what HarWriter wrote. The file is untrusted: every size, count and depth is bounded, and memory holds one
// record at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include <webcid/base/clock.hpp>
#include <webcid/base/result.hpp>
#include <webcid/model/evidence.hpp>

namespace webcid::evidence {

// About the run as a whole.
struct RunFacts {
  model::Target target;
  std::string tool_version;
  base::Time started{};
};

struct HarHandlers {
  // Once, before the first record. An error of either ends the reading and is handed on.
  std::function<base::Result<void>(RunFacts&&)> run;
  std::function<base::Result<void>(model::Record&&)> record;
  // Once, after the last record; not at all for a file that ends early or was written without.
  std::function<void(model::Completion&&)> end;
};

// Fills the buffer with the next bytes of the file; 0 at its end.
using Input = std::function<base::Result<std::size_t>(char* buffer, std::size_t size)>;

// Malformed, with line, column and excerpt, for what is no JSON, no evidence of ours, or beyond the bounds.
base::Result<void> read_har(const Input& input, const HarHandlers& handlers);
base::Result<void> read_har(std::string_view text, const HarHandlers& handlers);

}  // namespace webcid::evidence
