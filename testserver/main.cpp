// webcid-testserver: an IIS that is wrong in the way you ask for.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <webcid/base/program.hpp>
#include <webcid/manual/pages.hpp>

#include "testserver/program.hpp"

namespace {

using webcid::testserver::Options;

constexpr const char* kExamples =
    "  webcid-testserver --sample 200\n"
    "  webcid-testserver --sample 200 --scenario guide-all\n"
    "  webcid-testserver --root tree --config web.config --errors detailed\n"
    "  webcid-testserver --replay run.har\n";
constexpr const char* kNotes =
    "It listens on the loopback unless --host says otherwise, prints one JSON line when it is ready, and ends with "
    "SIGINT or SIGTERM. docs/TESTSERVER.md explains every option.";

// What the server says of itself instead of serving.
struct Wish {
  std::string shell;
  bool is_man = false;
};

void add_tree(CLI::App& app, Options& options) {
  const char* const group = "Tree (one of the first three)";
  app.add_option("--root", options.root, "serve this folder")->type_name("DIR")->group(group);
  app.add_option("--sample", options.sample, "serve N made-up files, shaped like a real share")
      ->type_name("N")
      ->group(group);
  app.add_option("--replay", options.replay, "answer as recorded in this file of webcid check --save-evidence")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--sample-bytes", options.sample_bytes, "spread so many bytes over the sample (2GiB, 500MB, 1000)")
      ->transform(CLI::AsSizeValue(false))
      ->type_name("SIZE")
      ->group(group);
  auto* catalogues =
      app.add_option(
             "--catalogues", options.catalogues,
             "catalogues to write beside the tree: webcid-catalogue.txt, manifest.dat, SHA256SUMS; \"\" for none")
          ->delimiter(',')
          ->expected(0, 8)
          ->type_name("NAME[,NAME]")
          ->group(group);
  app.callback([&options, catalogues] { options.are_catalogues_given = catalogues->count() > 0; });
}

void add_settings(CLI::App& app, Options& options) {
  const char* const group = "Settings of the server";
  app.add_option("--config", options.config, "take the settings from this web.config or applicationHost.config")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--scenario", options.scenarios, "take the settings from these scenarios (--list)")
      ->delimiter(',')
      ->type_name("ID[,ID]")
      ->group(group);
  app.add_option("--fault", options.faults, "add a fault, written as in a scenario file: {\"kind\":\"stall\"}")
      ->allow_extra_args(false)
      ->type_name("JSON")
      ->group(group);
  app.add_option("--feature", options.features, "url-rewrite, webdav: installed on the stock server")
      ->delimiter(',')
      ->type_name("NAME[,NAME]")
      ->group(group);
  app.add_option("--site", options.site, "the site of an applicationHost.config; else the first with the alias")
      ->type_name("NAME")
      ->group(group);
  app.add_option("--map", options.maps, "what another physical path of the server holds")
      ->type_name("PHYSICAL=DIR")
      ->group(group);
  app.add_option("--iis", options.iis, "7.0, 7.5, 8.0, 8.5 or 10.0 (the default, where a scenario has none)")
      ->type_name("VERSION")
      ->group(group);
  app.add_option("--errors", options.errors, "custom, detailed or oneline, whatever httpErrors says")
      ->type_name("MODE")
      ->group(group);
  app.add_option("--lang", options.languages, "languages of the custom pages, the system's first: en, ja, zh-cn")
      ->delimiter(',')
      ->type_name("LANGUAGE[,LANGUAGE]")
      ->group(group);
  app.add_option("--listing-culture", options.culture, "en-US, ja-JP, zh-CN, ko-KR or ru-RU")
      ->type_name("CULTURE")
      ->capture_default_str()
      ->group(group);
  app.add_option("--alias", options.alias, "the virtual directory; / for the whole site")
      ->type_name("PATH")
      ->capture_default_str()
      ->group(group);
  app.add_option("--assume", options.assume, "the other reading of an undocumented rule")
      ->type_name("NAME=VALUE")
      ->group(group);
  app.add_flag("--no-server-header", options.no_server_header, "leave the Server header out")->group(group);
  app.add_flag("--options-refused", options.options_refused, "request filtering denies the verb OPTIONS")->group(group);
  app.add_flag("--no-start-page", options.no_start_page, "the site's root holds no page (403.14)")->group(group);
}

void add_network(CLI::App& app, Options& options) {
  const char* const group = "Network";
  app.add_option("--host", options.host, "address to listen on")
      ->type_name("ADDRESS")
      ->capture_default_str()
      ->group(group);
  app.add_option("--port", options.port, "port to listen on; 0 for any free one")
      ->type_name("PORT")
      ->capture_default_str()
      ->group(group);
  app.add_option("--nodes", options.nodes,
                 "addresses to listen on, all with one port: several machines behind one name")
      ->delimiter(',')
      ->type_name("ADDRESS[,ADDRESS]")
      ->group(group);
  app.add_option("--node-scenario", options.node_scenarios,
                 "what is wrong with one node beside --scenario; down: nothing listens there")
      ->type_name("ADDRESS=SCENARIO")
      ->group(group);
  app.add_option("--tls-port", options.tls_port, "serve the same over TLS on this port too; 0 for any free one")
      ->type_name("PORT")
      ->group(group);
  app.add_option("--connection-timeout", options.connection_timeout, "seconds after which a silent connection ends")
      ->check(CLI::Range(1, 86400))
      ->type_name("SECONDS")
      ->capture_default_str()
      ->group(group);
  app.add_option("--auth", options.auth, "ask for an account: basic, digest, ntlm, negotiate, windows (the last two)")
      ->delimiter(',')
      ->type_name("SCHEME[,SCHEME]")
      ->group(group);
  app.add_option("--user", options.user, "the account's name, DOMAIN\\name or name")->type_name("NAME")->group(group);
  app.add_option("--password-file", options.password_file, "file whose first line is the account's password")
      ->type_name("FILE")
      ->group(group);
}

void add_output(CLI::App& app, Options& options, Wish& wish) {
  const char* const logs = "Logs";
  app.add_option("--log", options.log, "append one line for each request to this file")->type_name("FILE")->group(logs);
  app.add_option("--w3c-log", options.w3c_log, "write IIS's log into this folder: W3SVC1/u_exYYMMDD.log")
      ->type_name("DIR")
      ->group(logs);
  app.add_option("--httperr-log", options.httperr_log, "write HTTP.sys's error log into this folder: httperr1.log")
      ->type_name("DIR")
      ->group(logs);
  const char* const group = "Instead of serving";
  app.add_flag("--list", options.list, "print the scenarios")->group(group);
  app.add_flag("--list-json", options.list_json, "print the scenarios with what must be found, as JSON")->group(group);
  app.add_flag("--list-markdown", options.list_markdown, "print the scenarios as docs/SCENARIOS.md")->group(group);
  app.add_flag("--list-assumptions", options.list_assumptions, "print what can be assumed")->group(group);
  app.add_option("--write-config", options.write_config,
                 "write the web.config that would be used; - is standard output")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--write-application-host", options.write_application_host,
                 "write the applicationHost.config that would be used; - is standard output")
      ->type_name("FILE")
      ->group(group);
  std::vector<std::string> shells;
  for (const webcid::manual::ShellRow& row : webcid::manual::kShells) shells.emplace_back(row.name);
  app.add_option("--completion", wish.shell, "print a script that teaches a shell to complete these options")
      ->check(CLI::IsMember(shells))
      ->type_name("SHELL")
      ->group(group);
  app.add_flag("--man", wish.is_man, "print the manual page, for man(1)")->group(group);
  app.set_help_flag("-h,--help", "this help")->group(group);
}

webcid::manual::Program sheet_of(const CLI::App& app) {
  webcid::manual::Program out = webcid::manual::read_program(app);
  out.self.examples = kExamples;
  return out;
}

// True when there was something else to do than to serve.
bool has_told(const CLI::App& app, const Wish& wish) {
  if (wish.is_man) fmt::print("{}", webcid::manual::render_man(sheet_of(app), WEBCID_VERSION, {}));
  for (const webcid::manual::ShellRow& row : webcid::manual::kShells) {
    if (row.name == wish.shell) fmt::print("{}", webcid::manual::render_completion(sheet_of(app), row.shell));
  }
  return wish.is_man || !wish.shell.empty();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  Wish wish;
  CLI::App app{"an HTTP server that behaves as IIS would, for trying out webcid", "webcid-testserver"};
  app.footer(kNotes);
  app.formatter_fn([](const CLI::App* shown, const std::string&, CLI::AppFormatMode) {
    return webcid::manual::render_help(sheet_of(*shown).self, "", {});
  });
  add_tree(app, options);
  add_settings(app, options);
  add_network(app, options);
  add_output(app, options, wish);
  try {
    std::vector<std::string> words = webcid::base::begin_program(argc, argv);
    // CLI11 takes them from the end, without the program's name.
    if (!words.empty()) words.erase(words.begin());
    std::reverse(words.begin(), words.end());
    app.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  if (has_told(app, wish)) return 0;
  const webcid::base::Result<void> done = webcid::testserver::run(options);
  if (done) return 0;
  fmt::print(stderr, "webcid-testserver: {}\n", done.error().message);
  return done.error().kind == webcid::base::ErrorKind::Usage ? 64 : 74;
}
