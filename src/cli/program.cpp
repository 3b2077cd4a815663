#include "program.hpp"

#include <string>

#include <CLI/CLI.hpp>

#include <webcid/manual/pages.hpp>

#include "bilingual.hpp"
#include "configuration.hpp"

namespace webcid::cli {
namespace {

constexpr causes::Text kAbout{
    "updates from an HTTP share as an endpoint does and names the server fault behind each failure",
    "エンドポイントと同じ方法で HTTP 共有からアップデートし、失敗の原因となるサーバーの設定を特定する"};
constexpr std::string_view kExamples =
    "  webcid check http://srv/SophosUpdate\n"
    "  webcid check http://srv/SophosUpdate --lang ja --report json=report.json\n"
    "  webcid fix report.json --as web.config\n"
    "  webcid update http://srv/SophosUpdate mirror\n"
    "  webcid explain iis.hidden-segment\n";
constexpr causes::Text kExitCodes{
    "Exit codes: 0 healthy, 1 works but deviates, 2 an update fails, 3 undecided, 64 wrong usage, 70 a bug of webcid, "
    "74 this machine could not read or write, 130 interrupted",
    "終了コード: 0 正常、1 動作するが相違あり、2 アップデートが失敗、3 判断できない、64 使い方の誤り、70 webcid "
    "の不具合、"
    "74 このコンピューターで読み書きできない、130 中断"};

const Command* row_of(const CLI::App& command) {
  for (const Command& row : commands()) {
    if (row.name == command.get_name()) return &row;
  }
  return nullptr;
}

manual::Command command_sheet(const CLI::App& command) {
  manual::Command out = manual::read_command(command);
  if (const Command* const row = row_of(command)) out.examples = row->examples;
  return out;
}

}  // namespace

Actions declare_program(CLI::App& app, causes::Language language) {
  app.name("webcid");
  app.description(both(kAbout));
  app.footer(both(kExitCodes));
  app.set_help_flag("-h,--help", both({"this help", "このヘルプを表示"}));
  app.set_version_flag("--version", "webcid " WEBCID_VERSION, both({"the version", "バージョンを表示"}));
  app.require_subcommand(1);
  // On Windows, too, "/Updates" is a folder and no option.
  app.allow_windows_style_options(false);
  const manual::Words words = words_in(language);
  app.formatter_fn([words](const CLI::App* shown, const std::string&, CLI::AppFormatMode) {
    const CLI::App* const parent = shown->get_parent();
    return parent == nullptr ? manual::render_help(program_sheet(*shown), words)
                             : manual::render_help(command_sheet(*shown), parent->get_name(), words);
  });
  Actions actions;
  for (const Command& row : commands()) {
    CLI::App* const command = app.add_subcommand(std::string(row.name), both(row.summary));
    command->footer(both(kExitCodes));
    actions[command] = row.declare(*command);
    if (row.configured == Configured::Yes) add_configuration_to(*command);
  }
  settle_language(app, language);
  return actions;
}

manual::Program program_sheet(const CLI::App& app) {
  manual::Program out = manual::read_program(app);
  out.self.examples = kExamples;
  for (manual::Command& command : out.commands) {
    for (const Command& row : commands()) {
      if (row.name == command.name) command.examples = row.examples;
    }
  }
  return out;
}

}  // namespace webcid::cli
