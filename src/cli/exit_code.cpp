#include <webcid/cli/exit_code.hpp>

namespace webcid::cli {

ExitCode exit_code_of(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::Healthy:
      return ExitCode::Healthy;
    case model::Verdict::Deviates:
      return ExitCode::Deviates;
    case model::Verdict::Broken:
      return ExitCode::Broken;
    case model::Verdict::Unknown:
      return ExitCode::Unknown;
  }
  return ExitCode::Bug;
}

ExitCode exit_code_of(const model::Report& report) {
  if (report.interrupted) return ExitCode::Interrupted;
  return model::is_of_this_machine(report) ? ExitCode::LocalIo : exit_code_of(report.verdict);
}

ExitCode exit_code_of(const model::Collection& collection) {
  for (const model::NamedReport& run : collection.runs) {
    if (run.report.interrupted) return ExitCode::Interrupted;
    if (model::is_of_this_machine(run.report)) return ExitCode::LocalIo;
  }
  return exit_code_of(collection.verdict);
}

ExitCode exit_code_of(const base::Error& error) {
  switch (error.kind) {
    case base::ErrorKind::Usage:
      return ExitCode::Usage;
    case base::ErrorKind::Malformed:
      return ExitCode::Broken;
    case base::ErrorKind::LocalIo:
      return ExitCode::LocalIo;
    case base::ErrorKind::Interrupted:
      return ExitCode::Interrupted;
    case base::ErrorKind::Bug:
      return ExitCode::Bug;
  }
  return ExitCode::Bug;
}

}  // namespace webcid::cli
