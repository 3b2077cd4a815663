#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "target.hpp"

namespace webcid::fuzz {
namespace {

constexpr std::array<Target, 24> kTargets{{
    {"address", run_address, 2048},
    {"path", run_path, 5000},
    {"http-date", run_http_date, 64},
    {"challenge", run_challenge, 512},
    {"proxy", run_proxy, 512},
    {"proxy-script", run_proxy_script, 2048},
    {"content-range", run_content_range, 128},
    {"retry-after", run_retry_after, 64},
    {"manifest", run_manifest},
    {"checksum-list", run_checksum_list},
    {"json-catalogue", run_json_catalogue},
    {"listing", run_listing},
    {"page", run_page},
    {"evidence", run_evidence, 65536},
    {"report", run_report, 16384},
    {"iis-configuration", run_iis_configuration, 16384},
    {"log", run_log},
    {"endpoint", run_endpoint},
    {"config", run_config},
    {"mirror-state", run_mirror_state},
    {"unfinished", run_unfinished},
    {"targets", run_targets},
    {"script", run_script, 16384},
    {"server", run_server, 1024},
}};

}  // namespace

std::span<const Target> targets() {
  return kTargets;
}

const Target* find_target(std::string_view name) {
  const auto found =
      std::find_if(kTargets.begin(), kTargets.end(), [&](const Target& each) { return each.name == name; });
  return found == kTargets.end() ? nullptr : &*found;
}

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: does not hold: %s\n", what);
  std::abort();
}

void require_printable(std::string_view text) {
  const bool is_clean = std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n') || byte == 0x7f;
  });
  require(is_clean, "a text that is shown holds no control character");
}

}  // namespace webcid::fuzz
