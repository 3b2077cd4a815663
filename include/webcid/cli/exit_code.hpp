// Exit codes: 0 to 3 as monitoring plugins have them, the others from sysexits (design section 5).
#pragma once

#include <webcid/base/result.hpp>
#include <webcid/model/collection.hpp>
#include <webcid/model/report.hpp>

namespace webcid::cli {

enum class ExitCode : int {
  Healthy = 0,
  Deviates = 1,  // works, with warnings
  Broken = 2,    // an update fails
  Unknown = 3,   // nothing failed, but something stayed undecided
  Usage = 64,
  Bug = 70,
  LocalIo = 74,  // ours, not the server's
  Interrupted = 130,
};

ExitCode exit_code_of(model::Verdict verdict);
ExitCode exit_code_of(const model::Report& report);
ExitCode exit_code_of(const model::Collection& collection);
ExitCode exit_code_of(const base::Error& error);

}  // namespace webcid::cli
