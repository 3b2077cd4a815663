// Refusals of a part of the share, a folder or single files: each is told by its name, and the rest stays healthy
// (iis.md a.3, a.6, b.1).
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <webcid/diagnose/case.hpp>

#include "catch.hpp"
#include "diagnose_answers.hpp"

namespace webcid::diagnose::testing {
namespace {

Server with_part(const std::string& folder, Says refusal, bool options_pass_there) {
  Server server;
  server.answer = [=](const Asked& asked) -> Says {
    const bool is_part = asked.path.compare(0, folder.size(), folder) == 0;
    if (is_verb(asked) && options_pass_there) return {asked.method == Method::Options ? 200 : 501, -1, {}, false};
    if (is_part) return refusal;
    if (is_verb(asked)) return {asked.method == Method::Options ? 200 : 501, -1, {}, false};
    const bool is_made_up = asked.path.find("zz") != std::string::npos;
    return {is_made_up ? 404 : 200, -1, {}, false};
  };
  return server;
}

TEST_CASE("a folder that keeps readers out is told by its name, the rest stays healthy") {
  const Run run = ask(with_part("rms/", {401, -1, {}, false}, true));
  CHECK(told(run) == Told{"iis.acl-denied rms/"});
  CHECK(only_finding(run).affected.count == 3);
  CHECK(confidence_of(only_finding(run)) == "certain");
  CHECK(says(only_finding(run).to_decide, "unseen-below"));
}

TEST_CASE("a folder with a broken web.config, and one that requires SSL") {
  CHECK(told(ask(with_part("rms/", {500, 19, {}, false}, false))) == Told{"iis.configuration-invalid 0x8007000d"});
  CHECK(told(ask(with_part("rms/", {403, 4, {}, false}, false))) == Told{"iis.ssl-required"});
}

// Each folder refuses in its own way; OPTIONS passes everywhere.
Server with_parts(std::map<std::string, Says> parts) {
  Server server;
  server.answer = [=](const Asked& asked) -> Says {
    if (is_verb(asked)) return {asked.method == Method::Options ? 200 : 501, -1, {}, false};
    for (const auto& [folder, refusal] : parts) {
      if (asked.path.starts_with(folder)) return refusal;
    }
    return {asked.path.find("zz") != std::string::npos ? 404 : 200, -1, {}, false};
  };
  return server;
}

TEST_CASE("folders that are refused for different reasons are told apart") {
  CHECK(told(ask(with_parts({{"rms/", {403, 4, {}, false}}, {"savxp/", {403, 1, {}, false}}}))) ==
        Told{"iis.read-denied", "iis.ssl-required"});
  // Sub-statuses that no cause here has: a client certificate, a filter.
  CHECK(told(ask(with_parts({{"rms/", {403, 16, {}, false}}, {"savxp/", {401, 4, {}, false}}}))) ==
        Told{"unexplained 401", "unexplained 403"});
}

TEST_CASE("a folder whose page names the cause leaves the next one to be asked about") {
  const Run run = ask(with_parts({{"rms/", {403, 4, {}, false}}, {"savxp/", {401, -1, {}, false}}}));
  REQUIRE(told(run) == Told{"iis.acl-denied savxp/", "iis.ssl-required"});
  CHECK(confidence_of(run.findings[0]) == "certain");
}

TEST_CASE("a folder that refuses addresses is likely to where several of its files were refused") {
  Server server;
  server.answer = [](const Asked& asked) -> Says {
    if (asked.path.starts_with("rms")) return {403, -1, {}, false};
    if (is_verb(asked)) return {asked.method == Method::Options ? 200 : 501, -1, {}, false};
    return {asked.path.find("zz") != std::string::npos ? 404 : 200, -1, {}, false};
  };
  CHECK(told(ask(server)) == Told{"iis.address-denied"});
  CHECK(confidence_of(only_finding(ask(server))) == "likely");
  server.files = {"rms/a.txt", "savxp/a.txt", "savxp/b.txt"};
  CHECK(told(ask(server)) == Told{"iis.address-denied"});
  CHECK(confidence_of(only_finding(ask(server))) == "possible");
}

TEST_CASE("what some files have shown is not certain of those that nothing was asked about") {
  // Permissions of single files, of more than may be asked about, or are named.
  Server server = with_parts({{"rms/no", {401, -1, {}, false}}});
  for (int i = 0; i < 70; ++i) server.files.push_back(fmt::format("rms/no{:02}.txt", i));
  const Run run = ask(server);
  const model::Finding& finding = only_finding(run);
  CHECK(finding.about.cause == "iis.acl-denied");
  CHECK(finding.about.parameters.size() == 50);
  CHECK(finding.affected.count == 70);
  CHECK(confidence_of(finding) == "possible");
  REQUIRE(finding.alternatives.size() == 2);
  CHECK(finding.alternatives[0].cause == "iis.authorization-denied");
  CHECK(finding.alternatives[1].cause == "iis.address-denied");
}

TEST_CASE("one file that keeps readers out is told by its own name") {
  CHECK(told(ask(with_part("rms/b.txt", {401, -1, {}, false}, true))) == Told{"iis.acl-denied rms/b.txt"});
}

TEST_CASE("a single 403 beside files that arrive is no rule about clients") {
  CHECK(told(ask(with_part("rms/b.txt", {403, -1, {}, false}, true))) == Told{"unexplained 403"});
}

TEST_CASE("HEAD refused where GET is served is a note; OPTIONS refused is no news") {
  Server server = with_part("nowhere/", {404, -1, {}, false}, true);
  const auto usual = server.answer;
  server.answer = [=](const Asked& asked) {
    return asked.method == Method::Head ? Says{404, -1, {}, false} : usual(asked);
  };
  const Run run = ask(server);
  CHECK(told(run) == Told{"iis.verb-denied HEAD"});
  CHECK(only_finding(run).severity == model::Severity::Note);
  server.answer = [=](const Asked& asked) { return is_verb(asked) ? Says{404, -1, {}, false} : usual(asked); };
  CHECK(told(ask(server)).empty());
}

}  // namespace
}  // namespace webcid::diagnose::testing
