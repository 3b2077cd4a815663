#include <webcid/endpoint/endpoint.hpp>
#include <webcid/endpoint/parse.hpp>

#include "catch.hpp"
#include "endpoint_samples.hpp"

namespace webcid::endpoint {
namespace {

using model::Verdict;
using namespace samples;

struct Seen {
  Verdict verdict = Verdict::Unknown;
  std::vector<std::string> causes;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen judged(std::string_view bytes) {
  const auto settings = parse(bytes);
  REQUIRE(settings);
  const model::SettingsVerdict verdict = judge(*settings);
  Seen out{verdict.verdict, {}};
  for (const model::Finding& finding : verdict.findings) {
    out.causes.push_back(finding.about.cause + (finding.severity == model::Severity::Error ? "" : " (warning)"));
  }
  return out;
}

std::string iconn_with(std::string_view address) {
  return with(kIconn, "http://srv.example/SophosUpdate", address);
}

}  // namespace

TEST_CASE("a primary address is judged by the rules of a check") {
  CHECK(judged(kIconn) == Seen{Verdict::Healthy, {}});
  CHECK(judged(iconn_with("")) == Seen{Verdict::Broken, {"address.missing"}});
  CHECK(judged(iconn_with("https://srv.example/SophosUpdate")) == Seen{Verdict::Broken, {"address.not-http"}});
  CHECK(judged(iconn_with(R"(\\srv.example\SophosUpdate)")) == Seen{Verdict::Broken, {"address.unc"}});
  CHECK(judged(iconn_with("http://srv.example/SophosUpdate?x=1")) == Seen{Verdict::Broken, {"address.malformed"}});
  CHECK(judged("[Secondary]\nAddress=http://srv/\n") == Seen{Verdict::Broken, {"address.missing"}});
}

TEST_CASE("a network volume of macOS is a share") {
  const std::string text =
      xml_list(with(kPreferences, "http://srv.example/SophosUpdate", "smb://srv.example/SophosUpdate"));
  CHECK(judged(text) == Seen{Verdict::Broken, {"address.unc"}});
}

TEST_CASE("a secondary address only warns, may be a share, and may be missing") {
  const std::string_view second = R"(\\srv2.example\SophosUpdate)";
  CHECK(judged(with(kIconn, second, "https://srv2.example/")) ==
        Seen{Verdict::Deviates, {"address.not-http (warning)"}});
  CHECK(judged(with(kIconn, second, "")) == Seen{Verdict::Healthy, {}});
}

TEST_CASE("updates from the vendor leave nothing to judge") {
  CHECK(judged("PrimaryUpdateSourcePath: sophos:\n") == Seen{Verdict::Unknown, {}});
}

TEST_CASE("a finding says where the address stands") {
  auto settings = parse(iconn_with("https://srv.example/SophosUpdate"));
  REQUIRE(settings);
  settings->origin = "iconn.cfg";
  const auto findings = judge(*settings).findings;
  REQUIRE(findings.size() == 1);
  REQUIRE(findings[0].evidence.size() == 2);
  CHECK(findings[0].evidence[1] ==
        model::Statement{"settings-primary", {"iconn.cfg", "[PPI.WebConfig_Primary] ConnectionAddress"}, std::nullopt});
}

}  // namespace webcid::endpoint
