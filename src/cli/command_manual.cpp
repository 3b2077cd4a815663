// webcid completion, webcid man: what the command line says of itself.
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include <webcid/manual/pages.hpp>

#include "bilingual.hpp"
#include "command.hpp"
#include "options.hpp"
#include "program.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

base::Result<ExitCode> print(const std::string& text) {
  const auto written = write_to(Stream::Out, text, Form::Bytes);
  if (!written) return tl::make_unexpected(written.error());
  return ExitCode::Healthy;
}

}  // namespace

Action declare_completion(CLI::App& command) {
  auto shell = std::make_shared<std::string>();
  auto output = std::make_shared<OutputOptions>();
  std::vector<std::string> names;
  for (const manual::ShellRow& row : manual::kShells) names.emplace_back(row.name);
  command.add_option("shell", *shell, both({"shell that reads the script", "スクリプトを読み込むシェル"}))
      ->type_name("SHELL")
      ->check(CLI::IsMember(names))
      ->required();
  output->add_language_to(command);
  return [&command, shell, output]() -> base::Result<ExitCode> {
    for (const manual::ShellRow& row : manual::kShells) {
      if (row.name == *shell) return print(manual::render_completion(program_sheet(*command.get_parent()), row.shell));
    }
    return base::fail(base::ErrorKind::Bug, "a shell without a row");
  };
}

Action declare_man(CLI::App& command) {
  auto output = std::make_shared<OutputOptions>();
  output->add_language_to(command);
  return [&command, output] {
    return print(
        manual::render_man(program_sheet(*command.get_parent()), WEBCID_VERSION, words_in(output->chosen_language())));
  };
}

}  // namespace webcid::cli
