// What single answers say of the causes that refuse whoever asks (iis.md a.2, a.4, b.1).
#include <string>

#include <diagnose/access.hpp>

#include "catch.hpp"
#include "diagnose_answers.hpp"

namespace webcid::diagnose::testing {
namespace {

model::Record probe(Method method, const std::string& path, int status) {
  model::Record out;
  out.purpose = Purpose::Probe;
  out.path = path;
  out.exchange.id = 1;
  out.exchange.method = method;
  out.exchange.status = status;
  out.exchange.headers = {{"Server", "Microsoft-IIS/10.0"}};
  return out;
}

Scope refused_with(int status, Reach reach, const std::string& path) {
  Scope out{reach, path, {}, {}};
  out.answer.status = status;
  out.answer.from_iis = true;
  return out;
}

}  // namespace

TEST_CASE("a TRACE that something else asked for tells as much where OPTIONS was not asked") {
  Observations seen(model::Target{});
  seen.add(probe(Method::Trace, "rms/zz-webcid-probe.txt", 501), nullptr, nullptr);
  const AccessReading reading = read_access(refused_with(401, Reach::Folder, "rms/"), seen);
  CHECK(reading.verb == Shown::Passes);
  CHECK(reading.verb_method == Method::Trace);
  REQUIRE(reading.possible.size() == 1);
  CHECK(reading.possible.front()->cause == "iis.acl-denied");
}

TEST_CASE("how the name of the address fares elsewhere is about a share that is not found, and no other refusal") {
  model::Target target;
  target.url = "http://srv/share/bin";
  Observations seen(target);
  seen.add(probe(Method::Options, elsewhere("bin"), 404), nullptr, nullptr);
  CHECK(read_access(refused_with(404, Reach::Share, ""), seen).name == Shown::Same);
  CHECK(read_access(refused_with(401, Reach::Share, ""), seen).name == Shown::NotAsked);
  CHECK(read_access(refused_with(401, Reach::Folder, "rms/"), seen).name == Shown::NotAsked);
}

TEST_CASE("the log of IIS is asked for where several causes are left, or none, and not where one is proved") {
  const auto wants_log = [](int status, const std::string& refused, bool options_pass) {
    Server server;
    server.answer = [=](const Asked& asked) {
      if (asked.manner == Manner::Tls) return Says{0, -1, {}, false};
      if (asked.method == Method::Options && options_pass) return Says{200, -1, {}, false};
      const bool is_refused = refused.empty() || asked.path == refused;
      const bool is_made_up = asked.path.find("zz") != std::string::npos && asked.method == Method::Get;
      return Says{is_refused ? status : is_made_up ? 404 : 200, -1, {}, false};
    };
    const Run run = ask(server);
    REQUIRE_FALSE(run.findings.empty());
    return std::pair(text_of(run.findings.front().about), says(run.findings.front().to_decide, "ask-iis-log"));
  };
  CHECK(wants_log(401, "", false) == std::pair(std::string("iis.authorization-denied /share/"), true));
  CHECK(wants_log(403, "rms/b.txt", false) == std::pair(std::string("unexplained 403"), true));
  CHECK(wants_log(403, "", true) == std::pair(std::string("iis.read-denied"), false));
}

}  // namespace webcid::diagnose::testing
