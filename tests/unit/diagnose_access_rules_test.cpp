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

}  // namespace webcid::diagnose::testing
