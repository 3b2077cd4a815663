// Where a finished report goes: standard output, and files that were opened before the run.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/check/check.hpp>
#include <webcid/cli/exit_code.hpp>
#include <webcid/model/collection.hpp>
#include <webcid/model/report.hpp>
#include <webcid/report/formats.hpp>
#include <webcid/store/atomic_file.hpp>

#include "options.hpp"

namespace webcid::cli {

// One --report.
struct ReportChoice {
  const report::Format* format = nullptr;
  std::string file;
  bool is_stdout() const { return file == "-"; }
};
// From FORMAT=FILE; Usage says which formats there are.
base::Result<ReportChoice> parse_report(std::string_view text);

// A file that another option names, and that no report may replace.
struct OtherFile {
  std::string_view option;
  std::string_view path;  // empty: the option was not given
};

class Delivery {
 public:
  // Opens every --report file, so that a bad path fails before anything is sent. Two outputs for one file, or two
  // reports for standard output, are Usage; what cannot be written is LocalIo.
  static base::Result<Delivery> open(const OutputOptions& options, std::span<const OtherFile> others = {});

  // What a run must remember for the wanted reports.
  check::Detail detail() const;

  // Prints and writes everything. A report on standard output takes the text's place there, whose verdict line then
  // goes to standard error.
  base::Result<void> deliver(const model::Report& report);
  base::Result<void> deliver(const model::Collection& collection);

 private:
  // What is delivered, in each of its forms.
  struct Forms {
    std::function<std::string(const report::Format&, causes::Language)> document;
    std::function<std::string(const report::TerminalStyle&)> text;
    std::function<std::string(causes::Language)> verdict_line;
  };
  struct Output {
    const report::Format* format = nullptr;
    std::optional<store::AtomicFile> file;  // nothing: standard output
  };

  explicit Delivery(const OutputOptions& options) : m_options(options) {}
  base::Result<void> deliver(const Forms& forms);
  base::Result<void> print(const Forms& forms) const;

  OutputOptions m_options;
  std::vector<Output> m_outputs;
};

// deliver() and the exit code; a report that could not be written is ours.
base::Result<ExitCode> finish(Delivery& delivery, const model::Report& report);
base::Result<ExitCode> finish(Delivery& delivery, const model::Collection& collection);

}  // namespace webcid::cli
