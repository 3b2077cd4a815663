#include <cerrno>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <webcid/model/exchange.hpp>
#include <webcid/net/client.hpp>

#include "catch.hpp"
#include "unit/net_fixture.hpp"
#include "unit/scripted_server.hpp"

using namespace webcid;
using namespace webcid::test;
using model::TransportError;
using net::Fetch;

namespace {

#ifdef _WIN32
constexpr int kRefused = WSAECONNREFUSED;
#else
constexpr int kRefused = ECONNREFUSED;
#endif

model::Exchange fetch_from(const Reply& reply, net::ClientOptions options = quick_options()) {
  ScriptedServer server([&](const Request&) { return reply; });
  Run run(std::move(options));
  const auto legs = run.client->fetch(get(server.url("/x")));
  CHECK(legs.size() == 1);
  return legs.back();
}

net::ClientOptions impatient() {
  net::ClientOptions options = quick_options();
  options.stall_timeout = std::chrono::milliseconds(250);
  return options;
}

}  // namespace

TEST_CASE("a connection closed before the declared end is cut short, with what arrived counted") {
  const auto answer = fetch_from({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", Then::Close});
  CHECK(answer.error == TransportError::CutShort);
  CHECK(answer.status == 200);
  CHECK(answer.body.length == 3);
  CHECK(answer.body.declared == 100U);
  CHECK_FALSE(answer.error_text.empty());
}

TEST_CASE("a connection closed amid chunks is cut short") {
  const auto answer = fetch_from({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", Then::Close});
  CHECK(answer.error == TransportError::CutShort);
  CHECK(answer.body.length == 2);
}

TEST_CASE("a connection closed amid headers is cut short") {
  const auto answer = fetch_from({"HTTP/1.1 200 OK\r\nServer: x\r\n", Then::Close});
  CHECK(answer.error == TransportError::CutShort);
}

TEST_CASE("a chunk size that is none is a broken coding") {
  const auto answer = fetch_from({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", Then::Close});
  CHECK(answer.error == TransportError::BadEncoding);
  CHECK(answer.system_error == 0);
}

TEST_CASE("a reset before and within the answer is told from a close") {
#ifndef _WIN32  // Wine takes the error from the socket before the program reads: only the end is left
  const auto before = fetch_from({"", Then::Reset});
  CHECK(before.error == TransportError::Reset);
  CHECK(before.system_error == ECONNRESET);
  CHECK(before.status == 0);
#endif
  const auto closed = fetch_from({"", Then::Close});
  CHECK(closed.error == TransportError::EmptyReply);
  CHECK(closed.system_error == 0);
}

TEST_CASE("an answer that is no HTTP is said to be none") {
  CHECK(fetch_from({"SSH-2.0-OpenSSH_9.2\r\n", Then::Close}).error == TransportError::NotHttp);
  CHECK(fetch_from({std::string("\x15\x03\x01\x00\x02\x02\x0a", 7), Then::Close}).error == TransportError::NotHttp);
  CHECK(fetch_from({"<html>old</html>", Then::Close}).error == TransportError::NotHttp);
}

TEST_CASE("a flood of headers ends at the limit, of one line or of many") {
  std::string many = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 3000; ++i)
    many += "X-Flood-" + std::to_string(i) + ": 0123456789012345678901234567890123456789\r\n";
  CHECK(fetch_from({many, Then::Close}).error == TransportError::HeadersTooLarge);
  CHECK(fetch_from({"HTTP/1.1 200 OK\r\nX-Long: " + std::string(70'000, 'a') + "\r\n\r\n", Then::Close}).error ==
        TransportError::HeadersTooLarge);
  CHECK(fetch_from({"HTTP/1.1 200 OK\r\nX-Endless: " + std::string(400'000, 'a'), Then::Close}).error ==
        TransportError::HeadersTooLarge);
  std::string interim;
  for (int i = 0; i < 3000; ++i) interim += "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n";
  CHECK(fetch_from({interim, Then::Close}).error == TransportError::HeadersTooLarge);
}

TEST_CASE("a body beyond the limit is too large, and not a byte more is handed on") {
  ScriptedServer server([](const Request& request) {
    if (request.target() == "/missing") {
      return Reply{"HTTP/1.1 404 Not Found\r\n\r\n" + std::string(net::kMaxErrorBody + 1, 'e'), Then::Close};
    }
    return ok("0123456789");
  });
  Run run;
  Collector collector;
  Fetch fetch = get(server.url("/x"));
  fetch.sink = &collector;
  fetch.max_body = 9;
  const auto over = run.client->fetch(fetch).back();
  CHECK(over.error == TransportError::BodyTooLarge);
  CHECK(over.body.length == 9);
  CHECK(collector.text == "012345678");
  fetch.max_body = 10;
  CHECK(run.client->fetch(fetch).back().error == TransportError::None);
  fetch.url = server.url("/missing");
  const auto endless = run.client->fetch(fetch).back();
  CHECK(endless.error == TransportError::BodyTooLarge);
  CHECK(endless.status == 404);
  CHECK(endless.body.kept.size() == fetch.keep_error_body);
}

TEST_CASE("a sink that can take no more is a fault of this machine, not of the server") {
  ScriptedServer server([](const Request&) { return ok("0123456789"); });
  Run run;
  Collector full;
  full.full_at = 1;
  Fetch fetch = get(server.url("/x"));
  fetch.sink = &full;
  CHECK(run.client->fetch(fetch).back().error == TransportError::LocalWrite);
}

TEST_CASE("silence before and within the answer is a stall") {
  const auto silent = fetch_from({"", Then::Hang}, impatient());
  CHECK(silent.error == TransportError::Stalled);
  CHECK(silent.error_text == "0 bytes within 250 ms");
  CHECK(silent.timings.finished >= 250);
  const auto halfway = fetch_from({"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", Then::Hang}, impatient());
  CHECK(halfway.error == TransportError::Stalled);
  CHECK(halfway.status == 200);
  CHECK(halfway.body.length == 3);
}

TEST_CASE("the overall limit is a limit of the run, not a fault of the server") {
  net::ClientOptions options = quick_options();
  options.overall_timeout = std::chrono::milliseconds(200);
  const auto answer = fetch_from({"", Then::Hang}, options);
  CHECK(answer.error == TransportError::Cancelled);
  CHECK(answer.error_text == "not finished within the time limit of 200 ms");
}

TEST_CASE("a port where nobody listens refuses, and the address tried is named") {
  base::HttpUrl url;
  {
    ScriptedServer gone([](const Request&) { return ok(""); });
    url = gone.url("/x");
  }
  Run run;
  const auto answer = run.client->fetch(get(url)).back();
  CHECK(answer.error == TransportError::Refused);
  CHECK(answer.system_error == kRefused);
  CHECK(answer.address == "127.0.0.1:" + std::to_string(url.port));
  CHECK(answer.timings.connected < 0);
}

TEST_CASE("a failure leaves no trace in the next fetch on the same connection slot") {
  base::HttpUrl refused;
  {
    ScriptedServer gone([](const Request&) { return ok(""); });
    refused = gone.url("/x");
  }
  ScriptedServer server([](const Request&) {
    return Reply{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", Then::Close};
  });
  net::ClientOptions options = quick_options();
  options.parallel = 1;
  Run run(options);
  CHECK(run.client->fetch(get(refused)).back().error == TransportError::Refused);
  const auto answer = run.client->fetch(get(server.url("/x"))).back();
  CHECK(answer.error == TransportError::BadEncoding);
  CHECK(answer.system_error == 0);
}

TEST_CASE("a name that does not exist is recorded with the resolver's words") {
  Run run;
  base::HttpUrl url;
  url.host = "no-such-host.invalid";
  const auto resolution = run.client->resolve(url);
  CHECK(resolution.addresses.empty());
  REQUIRE(resolution.failure.has_value());
  CHECK(resolution.failure->error == TransportError::NameUnresolved);
  CHECK(resolution.failure->url == "http://no-such-host.invalid/");
  CHECK_FALSE(resolution.failure->error_text.empty());
  const auto answer = run.client->fetch(get(url)).back();
  CHECK(answer.error == TransportError::NameUnresolved);
  CHECK(answer.address.empty());
}

TEST_CASE("an address family that was ruled out leaves no address") {
  net::ClientOptions options = quick_options();
  options.family = net::AddressFamily::V6;
  Run run(options);
  base::HttpUrl url;
  url.host = "127.0.0.1";
  const auto resolution = run.client->resolve(url);
  REQUIRE(resolution.failure.has_value());
  CHECK(resolution.failure->error_text == "no address of the family that was asked for");
}

TEST_CASE("Ctrl-C ends what is under way within 300 ms, and nothing is sent afterwards") {
  base::Cancellation* cancellation = nullptr;
  ScriptedServer server([&](const Request&) {
    cancellation->request();  // once the request is there
    return Reply{"", Then::Hang};
  });
  Run run;
  cancellation = &run.cancellation;
  const auto begin = std::chrono::steady_clock::now();
  const auto answer = run.client->fetch(get(server.url("/x"))).back();
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(300));
  CHECK(answer.error == TransportError::Cancelled);
  CHECK(answer.error_text == "interrupted");
  CHECK(run.client->fetch(get(server.url("/y"))).back().error == TransportError::Cancelled);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a proxy is asked for the whole URL, and its failures are told from the server's") {
  ScriptedServer proxy([](const Request&) { return ok("through"); });
  base::HttpUrl url;
  url.host = "update.example";
  url.path = "/zz%2520q";
  net::ClientOptions options = quick_options();
  options.proxy = net::Proxy{"127.0.0.1", proxy.port(), std::nullopt, ""};
  {
    Run run(options);
    const auto answer = run.client->fetch(get(url)).back();
    CHECK(answer.status == 200);
    CHECK(answer.address.empty());
    CHECK(answer.proxy == "127.0.0.1:" + std::to_string(proxy.port()));
    CHECK(proxy.requests().back().target() == "http://update.example/zz%2520q");
  }
  {
    ScriptedServer gone([](const Request&) { return ok(""); });
    options.proxy->port = gone.port();
  }
  Run run(options);
  CHECK(run.client->fetch(get(url)).back().error == TransportError::ProxyUnreachable);
  Fetch direct = get(proxy.url("/x"));
  direct.route = net::Route::Direct;
  CHECK(run.client->fetch(direct).back().status == 200);

  options.proxy->host = "no-such-proxy.invalid";
  Run nameless(options);
  const auto answer = nameless.client->fetch(get(url)).back();
  CHECK(answer.error == TransportError::ProxyUnresolved);
  CHECK(answer.proxy == options.proxy->authority());
}
