#include <csignal>
#include <future>
#include <string>

#include "catch.hpp"
#include "testserver/server.hpp"

using namespace webcid;
using namespace webcid::testserver;

#ifndef _WIN32

TEST_CASE("SIGHUP reloads each time, and SIGTERM ends the serving") {
  int reloads = 0;
  Serving serving;
  serving.nodes = {{"127.0.0.1", nullptr}};
  // One signal is raised when the one before has arrived: signals that wait are not counted.
  serving.reload = [&] { std::raise(++reloads < 3 ? SIGHUP : SIGTERM); };
  std::uint16_t port = 0;
  const base::Result<void> done = serve(serving, [&](const Ports& ports) {
    port = ports.plain;
    std::raise(SIGHUP);
  });
  CHECK(done.has_value());
  CHECK(reloads == 3);
  CHECK(port != 0);
}

#endif

TEST_CASE("An address that is none, and a port that is taken, are errors") {
  Serving serving;
  serving.nodes = {{"127.0.0.1", nullptr}, {"localhost", nullptr}};
  const auto ready = [](const Ports&) { FAIL("must not serve"); };
  base::Result<void> done = serve(serving, ready);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().kind == base::ErrorKind::Usage);
  CHECK(done.error().message == "--host, --nodes: \"localhost\" is no IP address");
  serving.nodes = {{"127.0.0.1", nullptr}, {"192.0.2.1", nullptr}};
  done = serve(serving, ready);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().kind == base::ErrorKind::LocalIo);
  CHECK(done.error().message.starts_with("cannot listen on 192.0.2.1:"));
}
