// webcid diagnose: saved evidence judged again.
#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/file.hpp>
#include <webcid/check/check.hpp>

#include "bilingual.hpp"
#include "command.hpp"
#include "delivery.hpp"
#include "options.hpp"

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#endif

namespace webcid::cli {
namespace {

struct DiagnoseCommand {
  OutputOptions output;
  std::string from;

  base::Result<ExitCode> run();

 private:
  base::Result<model::Report> judge(check::Detail detail) const;
};

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

std::unique_ptr<std::FILE, CloseFile> open_to_read(const std::string& path) {
#ifdef _WIN32
  return std::unique_ptr<std::FILE, CloseFile>(_wfopen(base::to_native(path).c_str(), L"rb"));
#else
  return std::unique_ptr<std::FILE, CloseFile>(std::fopen(path.c_str(), "rbe"));
#endif
}

// Where text and bytes differ, a saved run is bytes.
std::FILE* read_as_bytes(std::FILE* file) {
#ifdef _WIN32
  _setmode(_fileno(file), _O_BINARY);
#endif
  return file;
}

base::Result<model::Report> DiagnoseCommand::judge(check::Detail detail) const {
  const bool is_input = from == "-";
  const std::string_view name = is_input ? std::string_view("standard input") : from;
  const auto cannot_read = [&](int error) {
    return base::fail(base::ErrorKind::LocalIo, fmt::format("cannot read {}: {}", name, base::system_message(error)));
  };
  const auto opened = is_input ? nullptr : open_to_read(from);
  std::FILE* const file = is_input ? read_as_bytes(stdin) : opened.get();
  if (file == nullptr) return cannot_read(errno);
  auto report = check::judge_evidence(
      [&](char* buffer, std::size_t size) -> base::Result<std::size_t> {
        const std::size_t count = std::fread(buffer, 1, size, file);
        if (count == 0 && std::ferror(file) != 0) return cannot_read(errno);
        return count;
      },
      detail);
  if (report || report.error().kind != base::ErrorKind::Malformed) return report;
  // Nothing of it says anything about the server: what cannot be read is this machine's.
  return base::fail(base::ErrorKind::LocalIo, fmt::format("{}: {}", name, report.error().message));
}

base::Result<ExitCode> DiagnoseCommand::run() {
  const std::string_view file = from == "-" ? std::string_view{} : from;
  const OtherFile evidence_file{"--from", file};
  auto delivery = Delivery::open(output, {&evidence_file, 1});
  if (!delivery) return tl::make_unexpected(delivery.error());
  const auto report = judge(delivery->detail());
  if (!report) return tl::make_unexpected(report.error());
  return finish(*delivery, *report);
}

}  // namespace

Action declare_diagnose(CLI::App& command) {
  auto options = std::make_shared<DiagnoseCommand>();
  command
      .add_option("--from", options->from,
                  both({"evidence saved by --save-evidence; - is standard input",
                        "--save-evidence で保存した記録。- は標準入力"}))
      ->type_name("FILE")
      ->required();
  options->output.add_to(command);
  options->output.add_reports_to(command);
  return [options] { return options->run(); };
}

}  // namespace webcid::cli
