// The options of the commands that contact a server or render a report, read once for all of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/catalogue/merge.hpp>
#include <webcid/causes/language.hpp>
#include <webcid/check/check.hpp>
#include <webcid/net/options.hpp>
#include <webcid/net/system_proxy.hpp>
#include <webcid/report/terminal.hpp>

namespace CLI {
class App;
}

namespace webcid::cli {

// How a server is reached.
struct ConnectionOptions {
  std::string user;
  std::string password_file;
  bool password_stdin = false;
  std::string proxy;
  std::string proxy_user;
  std::string proxy_password_file;
  bool no_proxy = false;
  std::string user_agent = "webcid/" WEBCID_VERSION;
  std::vector<std::string> resolve;
  bool ipv4 = false;
  bool ipv6 = false;
  std::size_t jobs = 8;
  std::string limit_rate;
  double timeout = 30;

  void add_to(CLI::App& command);
  // With passwords read from where they were said to be, or asked for in the language; `address` decides about the
  // environment's proxy.
  base::Result<net::ClientOptions> resolve_for(const std::string& address, causes::Language language) const;
  // The same for each of several: passwords are read once.
  base::Result<std::vector<net::ClientOptions>> resolve_for(std::span<const std::string> addresses,
                                                            causes::Language language) const;

 private:
  void add_accounts_to(CLI::App& command, const std::string& group);
  base::Result<net::ClientOptions> without_proxy(causes::Language language) const;
  base::Result<net::Account> proxy_account() const;
  // `automatic`: of --proxy auto, empty without.
  base::Result<void> choose_proxy(const std::string& address, const net::ChooseProxy& automatic,
                                  net::ClientOptions& client) const;
};

// What a run may cost: see check::Budget.
struct BudgetOptions {
  std::uint64_t files = check::Budget{}.files;
  std::string bytes = "256G";
  int seconds = 24 * 60 * 60;

  void add_to(CLI::App& command);
  base::Result<check::Budget> resolve() const;
};

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
