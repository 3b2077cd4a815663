// What is fuzzed: one target a parser, and one for a whole run. Each takes any bytes and returns; what must hold beside
// "no crash, no leak, no undefined behaviour" it says with require(). The table is in targets.cpp.
//
// The same targets run in two programs: webcid_fuzz (libFuzzer, `./dev fuzz`) looks for new inputs, unit_fuzz (a test)
// runs those in seeds/ and found/.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace webcid::fuzz {

struct Target {
  std::string_view name;  // and the folder of its seeds
  void (*run)(std::string_view) = nullptr;
  std::size_t longest = 4096;  // bytes of an input that are worth trying
};

std::span<const Target> targets();
const Target* find_target(std::string_view name);  // nullptr for any other name

// Ends the program, saying so, if `holds` is false.
void require(bool holds, const char* what);
// No control character but '\n': what may be shown on a terminal.
void require_printable(std::string_view text);

void run_address(std::string_view bytes);
void run_path(std::string_view bytes);
void run_http_date(std::string_view bytes);
void run_challenge(std::string_view bytes);
void run_proxy(std::string_view bytes);
void run_manifest(std::string_view bytes);
void run_checksum_list(std::string_view bytes);
void run_json_catalogue(std::string_view bytes);
void run_listing(std::string_view bytes);
void run_page(std::string_view bytes);
void run_evidence(std::string_view bytes);
void run_report(std::string_view bytes);
void run_iis_configuration(std::string_view bytes);
void run_log(std::string_view bytes);
void run_endpoint(std::string_view bytes);
void run_config(std::string_view bytes);
void run_mirror_state(std::string_view bytes);
void run_unfinished(std::string_view bytes);
void run_targets(std::string_view bytes);
void run_script(std::string_view bytes);
void run_proxy_script(std::string_view bytes);
void run_content_range(std::string_view bytes);
void run_retry_after(std::string_view bytes);
void run_server(std::string_view bytes);

}  // namespace webcid::fuzz
