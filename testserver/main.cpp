// webcid-testserver: an IIS that is wrong in the way you ask for.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "testserver/program.hpp"

namespace {

void add_options(CLI::App& app, webcid::testserver::Options& options) {
  auto* source = app.add_option_group("tree", "what is published (one of these)");
  source->add_option("--root", options.root, "serve this folder");
  source->add_option("--sample", options.sample, "serve N made-up files, shaped like a real share");
  source->add_option("--replay", options.replay, "answer as recorded in this file of webcid check --save-evidence");
  app.add_option("--sample-bytes", options.sample_bytes, "spread so many bytes over the sample (2GiB, 500MB, 1000)")
      ->transform(CLI::AsSizeValue(false));
  auto* catalogues =
      app.add_option(
             "--catalogues", options.catalogues,
             "catalogues to write beside the tree: webcid-catalogue.txt, manifest.dat, SHA256SUMS; \"\" for none")
          ->delimiter(',')
          ->expected(0, 8);
  app.add_option("--config", options.config, "take the settings from this web.config or applicationHost.config");
  app.add_option("--scenario", options.scenarios, "take the settings from these scenarios (--list)")->delimiter(',');
  app.add_option("--fault", options.faults, "add a fault, written as in a scenario file: {\"kind\":\"stall\"}")
      ->allow_extra_args(false);
  app.add_option("--feature", options.features, "url-rewrite, webdav: installed on the stock server")->delimiter(',');
  app.add_option("--site", options.site, "the site of an applicationHost.config; else the first with the alias");
  app.add_option("--map", options.maps, "PHYSICAL=FOLDER: what another physical path of the server holds");
  app.add_option("--iis", options.iis, "7.0, 7.5, 8.0, 8.5 or 10.0 (the default, where a scenario has none)");
  app.add_option("--errors", options.errors, "custom, detailed or oneline, whatever httpErrors says");
  app.add_option("--lang", options.languages, "languages of the custom pages, the system's first: en, ja, zh-cn")
      ->delimiter(',');
  app.add_option("--listing-culture", options.culture, "en-US, ja-JP, zh-CN, ko-KR or ru-RU")->capture_default_str();
  app.add_option("--alias", options.alias, "the virtual directory; / for the whole site")->capture_default_str();
  app.add_option("--host", options.host, "address to listen on")->capture_default_str();
  app.add_option("--port", options.port, "port to listen on; 0 for any free one")->capture_default_str();
  app.add_option("--nodes", options.nodes,
                 "addresses to listen on, all with one port: several machines behind one name")
      ->delimiter(',');
  app.add_option("--node-scenario", options.node_scenarios,
                 "ADDRESS=SCENARIO: what is wrong with one node beside --scenario; down: nothing listens there");
  app.add_option("--tls-port", options.tls_port, "serve the same over TLS on this port too; 0 for any free one");
  app.add_option("--auth", options.auth, "ask for an account: basic, digest, ntlm, negotiate, windows (the last two)")
      ->delimiter(',');
  app.add_option("--user", options.user, "the account's name, DOMAIN\\name or name");
  app.add_option("--password-file", options.password_file, "file whose first line is the account's password");
  app.add_option("--log", options.log, "append one line for each request to this file");
  app.add_option("--w3c-log", options.w3c_log, "write IIS's log into this folder: W3SVC1/u_exYYMMDD.log");
  app.add_option("--httperr-log", options.httperr_log, "write HTTP.sys's error log into this folder: httperr1.log");
  app.add_option("--connection-timeout", options.connection_timeout, "seconds after which a silent connection ends")
      ->check(CLI::Range(1, 86400))
      ->capture_default_str();
  app.add_option("--assume", options.assume, "NAME=VALUE: the other reading of an undocumented rule");
  app.add_flag("--list-assumptions", options.list_assumptions, "print what can be assumed, then end");
  app.add_flag("--no-server-header", options.no_server_header, "leave the Server header out");
  app.add_flag("--options-refused", options.options_refused, "request filtering denies the verb OPTIONS");
  app.add_flag("--no-start-page", options.no_start_page, "the site's root holds no page (403.14)");
  app.add_flag("--list", options.list, "print the scenarios, then end");
  app.add_flag("--list-json", options.list_json, "print the scenarios with what must be found, as JSON, then end");
  app.add_flag("--list-markdown", options.list_markdown, "print the scenarios as docs/SCENARIOS.md, then end");
  app.add_option("--write-config", options.write_config,
                 "write the web.config that would be used (- for stdout), then end");
  app.add_option("--write-application-host", options.write_application_host,
                 "write the applicationHost.config that would be used (- for stdout), then end");
  app.callback([&options, catalogues] { options.are_catalogues_given = catalogues->count() > 0; });
}

}  // namespace

int main(int argc, char** argv) {
  webcid::testserver::Options options;
  CLI::App app{"An HTTP server that behaves as IIS would, for trying out webcid."};
  add_options(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const webcid::base::Result<void> done = webcid::testserver::run(options);
  if (done) return 0;
  fmt::print(stderr, "webcid-testserver: {}\n", done.error().message);
  return done.error().kind == webcid::base::ErrorKind::Usage ? 64 : 74;
}
