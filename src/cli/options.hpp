// What is printed, and texts that several commands share.
#pragma once

#include <string>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/catalogue/merge.hpp>
#include <webcid/causes/language.hpp>
#include <webcid/report/terminal.hpp>

namespace CLI {
class App;
}

namespace webcid::cli {

// Of `-q`, wherever it is.
inline constexpr causes::Text kQuiet{"the verdict only", "判定のみ表示"};
// Of `--catalogue`, wherever a server has one of its own.
inline constexpr causes::Text kCatalogue{"catalogue file to go by instead of the server's own",
                                         "サーバー上のカタログの代わりに使うカタログ ファイル"};
inline constexpr causes::Text kAddress{"http:// address of the share or of a package folder",
                                       "共有またはパッケージ フォルダーの http:// アドレス"};

// What is printed, where and how.
struct OutputOptions {
  std::vector<std::string> reports;  // FORMAT=FILE
  bool syslog = false;
  std::string language;
  std::string colour = "auto";
  bool no_progress = false;
  bool quiet = false;
  bool verbose = false;

  void add_to(CLI::App& command);           // everything but reports
  void add_text_to(CLI::App& command);      // language and colour only
  void add_language_to(CLI::App& command);  // language only
  void add_reports_to(CLI::App& command);
  static std::string format_names();  // "json, junit, ...": what --report takes
  causes::Language chosen_language() const;
  report::TerminalStyle style() const;
};

// A catalogue given by the user, ready to merge. Malformed carries "name:line:column: message".
base::Result<catalogue::Source> read_catalogue_file(const std::string& path);

}  // namespace webcid::cli
