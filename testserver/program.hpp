// The program behind the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <webcid/base/result.hpp>

namespace webcid::testserver {

// The command line as it was given; docs/TESTSERVER.md explains each.
struct Options {
  std::string root;
  std::uint64_t sample = 0;
  std::uint64_t sample_bytes = 0;
  std::vector<std::string> catalogues;
  bool are_catalogues_given = false;
  std::string config;
  std::vector<std::string> scenarios;
  std::vector<std::string> faults;
  std::string iis;                    // "": the scenario's typical version, else 10.0
  std::string errors;                 // "": as the configuration says
  std::vector<std::string> features;  // "url-rewrite", "webdav"
  std::string site;
  std::vector<std::string> maps;  // PHYSICAL=FOLDER
  std::vector<std::string> languages{"en"};
  std::string culture = "en-US";
  std::string alias = "/SophosUpdate";
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::vector<std::string> nodes;
  std::vector<std::string> node_scenarios;
  std::optional<std::uint16_t> tls_port;
  std::vector<std::string> auth;
  std::string user;
  std::string password_file;
  std::string log;
  std::string w3c_log;
  std::string httperr_log;
  std::uint32_t connection_timeout = 120;  // seconds
  std::vector<std::string> assume;
  bool no_server_header = false;
  bool options_refused = false;
  bool no_start_page = false;
  bool list = false;
  bool list_json = false;
  bool list_markdown = false;
  bool list_assumptions = false;
  std::string write_config;
  std::string replay;
  std::string write_application_host;
};

// Does what the options say; serving ends with SIGINT or SIGTERM.
base::Result<void> run(const Options& options);

}  // namespace webcid::testserver
