#include <atomic>
#include <cstdint>
#include <string>

#include <webcid/net/client.hpp>

#include "catch.hpp"
#include "unit/net_fixture.hpp"
#include "unit/scripted_server.hpp"

using namespace webcid;
using namespace webcid::test;

namespace {

class Sum final : public net::Meter {
 public:
  void add(std::uint64_t bytes) override { m_bytes += bytes; }
  std::uint64_t bytes() const { return m_bytes; }

 private:
  std::atomic<std::uint64_t> m_bytes{0};
};

std::uint64_t counted(ScriptedServer& server, net::Recording recording, std::uint64_t max_body = UINT64_MAX) {
  Sum sum;
  net::ClientOptions options = quick_options();
  options.recording = recording;
  options.meter = &sum;
  Run run(options);
  net::Fetch fetch = get(server.url("/x"));
  fetch.max_body = max_body;
  run.client->fetch(fetch);
  return sum.bytes();
}

}  // namespace

TEST_CASE("headers and bodies are counted as they arrive, whatever is kept of them") {
  const Reply reply = ok(std::string(100'000, 'x'), "X-Filler: " + std::string(1000, 'y') + "\r\n");
  ScriptedServer server([&](const Request&) { return reply; });
  CHECK(counted(server, net::Recording::Full) == reply.bytes.size());
  CHECK(counted(server, net::Recording::Answers) == reply.bytes.size());
}

TEST_CASE("error pages and interim answers are counted, too") {
  const Reply page = unauthorized("X: y\r\n");
  ScriptedServer refusing([&](const Request&) { return page; });
  CHECK(counted(refusing, net::Recording::Answers) == page.bytes.size());
  Reply interim = ok("body");
  interim.bytes = "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" + interim.bytes;
  ScriptedServer hinting([&](const Request&) { return interim; });
  CHECK(counted(hinting, net::Recording::Answers) == interim.bytes.size());
}

TEST_CASE("what frames the pieces of a body is counted where everything is recorded") {
  const std::string body = "5;" + std::string(5000, 'e') + "\r\nhello\r\n0\r\n\r\n";
  const Reply reply{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body, Then::Keep};
  ScriptedServer server([&](const Request&) { return reply; });
  CHECK(counted(server, net::Recording::Full) == reply.bytes.size());
}

TEST_CASE("of a body that is cut off, what arrived is counted") {
  const Reply reply = ok(std::string(1'000'000, 'x'));
  ScriptedServer server([&](const Request&) { return reply; });
  const std::uint64_t bytes = counted(server, net::Recording::Answers, 1000);
  CHECK(bytes >= 1000);
  CHECK(bytes < reply.bytes.size());
}
