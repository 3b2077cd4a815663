// Where a finished report goes: standard output, and files that were opened before the run.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/cli/exit_code.hpp>
#include <webcid/model/report.hpp>
#include <webcid/store/atomic_file.hpp>

#include "options.hpp"

namespace webcid::cli {

class Delivery {
 public:
  // Opens every --report file, so that a bad path fails before anything is sent.
  static base::Result<Delivery> open(const OutputOptions& options);

  // Prints and writes everything. A report on standard output takes the text's place there, whose verdict line then
  // goes to standard error.
  base::Result<void> deliver(const model::Report& report);

 private:
  explicit Delivery(const OutputOptions& options) : m_options(options) {}

  OutputOptions m_options;
  std::vector<store::AtomicFile> m_files;
  bool m_to_stdout = false;
};

// deliver() and the exit code; a report that could not be written is ours.
ExitCode finish(Delivery& delivery, const model::Report& report);
// An error of ours on stderr, and its exit code.
ExitCode give_up(const base::Error& error);

}  // namespace webcid::cli
