#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/model/exchange.hpp>
#include <webcid/net/client.hpp>

#include "catch.hpp"
#include "unit/net_fixture.hpp"
#include "unit/scripted_server.hpp"

using namespace webcid;
using namespace webcid::test;
using model::TransportError;
using net::Fetch;

TEST_CASE("a complete answer is recorded with status, headers in their order and body facts") {
  ScriptedServer server([](const Request&) {
    return Reply{
        "HTTP/1.1 404 Not Found\r\nServer: Microsoft-IIS/10.0\r\nX-A:  1 \r\nX-A: 2\r\nContent-Length: "
        "5\r\n\r\nhello",
        Then::Keep};
  });
  Run run;
  const auto legs = run.client->fetch(get(server.url("/a/b.kdc")));
  REQUIRE(legs.size() == 1);
  const model::Exchange& answer = legs.front();
  CHECK(answer.error == TransportError::None);
  CHECK(answer.error_text.empty());
  CHECK(answer.status == 404);
  CHECK(answer.reason == "Not Found");
  CHECK(answer.http_version == "HTTP/1.1");
  CHECK(answer.headers == std::vector<model::Header>{
                              {"Server", "Microsoft-IIS/10.0"}, {"X-A", "1"}, {"X-A", "2"}, {"Content-Length", "5"}});
  CHECK(answer.body.length == 5);
  CHECK(answer.body.declared == 5U);
  CHECK(answer.body.kept == "hello");
  CHECK(answer.url == server.url("/a/b.kdc").text());
  CHECK(answer.address == "127.0.0.1:" + std::to_string(server.port()));
  CHECK(answer.timings.connected >= 0);
  CHECK(answer.timings.first_byte >= 0);
  CHECK(answer.timings.finished >= answer.timings.first_byte);
  CHECK(answer.id == 0);
  CHECK_FALSE(answer.carried_credentials);
}

TEST_CASE("a request carries exactly the headers of an update client") {
  ScriptedServer server([](const Request&) { return ok("x"); });
  Run run;
  const auto legs = run.client->fetch(get(server.url("/x")));
  const std::string host = "127.0.0.1:" + std::to_string(server.port());
  CHECK(server.requests().front().head == "GET /x HTTP/1.1\r\nHost: " + host +
                                              "\r\nUser-Agent: webcid/test\r\nAccept: */*\r\nAccept-Encoding: "
                                              "identity\r\nAccept-Language: en-US\r\n\r\n");
  CHECK(legs.front().request_headers == std::vector<model::Header>{{"Host", host},
                                                                   {"User-Agent", "webcid/test"},
                                                                   {"Accept", "*/*"},
                                                                   {"Accept-Encoding", "identity"},
                                                                   {"Accept-Language", "en-US"}});
}

TEST_CASE("a probe asks past caches, by another user agent and for a range when told to") {
  ScriptedServer server([](const Request&) { return ok("x"); });
  Run run;
  Fetch fetch = get(server.url("/x"));
  fetch.cache = net::CacheMode::NoCache;
  fetch.user_agent = "Mozilla/5.0";
  fetch.range = net::ByteRange{10, 19, "\"tag\""};
  run.client->fetch(fetch);
  const Request request = server.requests().front();
  CHECK(request.header("Cache-Control") == "no-cache");
  CHECK(request.header("Pragma") == "no-cache");
  CHECK(request.header("User-Agent") == "Mozilla/5.0");
  CHECK(request.header("Range") == "bytes=10-19");
  CHECK(request.header("If-Range") == "\"tag\"");
}

TEST_CASE("every method goes out as it is named") {
  ScriptedServer server([](const Request& request) {
    const bool head = request.head.rfind("HEAD ", 0) == 0;
    return Reply{std::string("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n") + (head ? "" : "body"), Then::Keep};
  });
  Run run;
  for (const auto method : {model::Method::Head, model::Method::Options, model::Method::Trace, model::Method::Get}) {
    Fetch fetch = get(server.url("/x"));
    fetch.method = method;
    const auto legs = run.client->fetch(fetch);
    CHECK(legs.back().error == TransportError::None);
    CHECK(legs.back().method == method);
    CHECK(legs.back().body.length == (method == model::Method::Head ? 0U : 4U));
    CHECK(server.requests().back().line() == std::string(model::name_of(method)) + " /x HTTP/1.1");
  }
}

TEST_CASE("the path goes out byte for byte") {
  ScriptedServer server([](const Request&) { return ok("x"); });
  Run run;
  for (const std::string path : {"/zz%2520q", "/a+b%2Bc", "/%e6%97%a5/%E6%97%A5", "/a/%2e%2e/b", "/a//b",
                                 "/a;b=c:@!$&'()*,~", "/trailing./%20"}) {
    run.client->fetch(get(server.url(path)));
    CHECK(server.requests().back().target() == path);
  }
}

TEST_CASE("a redirect is recorded, not followed") {
  ScriptedServer server([](const Request&) {
    return Reply{
        "HTTP/1.1 301 Moved Permanently\r\nLocation: http://user:secret@other.invalid/\r\nContent-Length: "
        "0\r\n\r\n",
        Then::Keep};
  });
  Run run;
  const auto legs = run.client->fetch(get(server.url("/folder")));
  CHECK(legs.size() == 1);
  CHECK(legs.back().status == 301);
  CHECK(legs.back().header("location") == "http://***@other.invalid/");
  CHECK(server.requests().size() == 1);
}

TEST_CASE("one connection serves many files, and cookies are neither kept nor recorded") {
  ScriptedServer server([](const Request&) { return ok("x", "Set-Cookie: session=secret\r\n"); });
  Run run;
  for (int i = 0; i < 20; ++i) {
    const auto legs = run.client->fetch(get(server.url("/x")));
    CHECK(legs.back().header("Set-Cookie") == "session=[redacted]");
  }
  CHECK(server.accepted() == 1);
  CHECK(run.client->connections_opened() == 1);
  CHECK(server.count_with("Cookie") == 0);
}

TEST_CASE("the body of a success streams to the sink, of anything else never") {
  ScriptedServer server([](const Request& request) {
    if (request.target() == "/good") return ok("0123456789");
    return Reply{"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 3\r\n\r\nbad", Then::Keep};
  });
  Run run;
  Collector collector;
  Fetch fetch = get(server.url("/good"));
  fetch.sink = &collector;
  fetch.keep_body = 4;
  const auto good = run.client->fetch(fetch);
  CHECK(collector.text == "0123456789");
  CHECK(collector.heads == 1);
  CHECK(good.back().body.kept == "0123");
  CHECK(good.back().body.length == 10);

  Collector untouched;
  fetch.url = server.url("/bad");
  fetch.sink = &untouched;
  const auto bad = run.client->fetch(fetch);
  CHECK(untouched.heads == 0);
  CHECK(untouched.text.empty());
  CHECK(bad.back().body.kept == "bad");
}

TEST_CASE("a content coding that nobody asked for stays as it came") {
  ScriptedServer server([](const Request&) { return ok("\x1f\x8b raw", "Content-Encoding: gzip\r\n"); });
  Run run;
  const auto legs = run.client->fetch(get(server.url("/x")));
  CHECK(legs.back().error == TransportError::None);
  CHECK(legs.back().body.kept == "\x1f\x8b raw");
}

TEST_CASE("chunks are put together, trailers and interim answers left out") {
  ScriptedServer server([](const Request&) {
    return Reply{
        "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n",
        Then::Keep};
  });
  Run run;
  const auto legs = run.client->fetch(get(server.url("/x")));
  REQUIRE(legs.size() == 1);
  CHECK(legs.back().status == 200);
  CHECK(legs.back().headers == std::vector<model::Header>{{"Transfer-Encoding", "chunked"}});
  CHECK(legs.back().body.kept == "abcde");
  CHECK_FALSE(legs.back().body.declared.has_value());
}

TEST_CASE("a million fetches would need no more memory than the connections: work is pulled one by one") {
  ScriptedServer server([](const Request& request) { return ok(request.target()); });
  net::ClientOptions options = quick_options();
  options.parallel = 4;
  Run run(options);
  class Source : public net::FetchSource {
   public:
    explicit Source(const ScriptedServer& server) : m_server(server) {}
    net::Pull next(Fetch& fetch) override {
      if (m_given == 200) return net::Pull::End;
      if (m_given == 100 && !m_waited) {
        m_waited = m_done == 100;
        return net::Pull::Later;  // the second half depends on the first
      }
      fetch = get(m_server.url("/" + std::to_string(m_given)));
      fetch.tag = m_given++;
      most = std::max(most, m_given - m_done);
      return net::Pull::Item;
    }
    void done(std::uint64_t tag, std::vector<model::Exchange> legs) override {
      ++m_done;
      right += legs.back().body.kept == "/" + std::to_string(tag) ? 1U : 0U;
    }
    std::uint64_t most = 0;
    std::uint64_t right = 0;

   private:
    const ScriptedServer& m_server;
    std::uint64_t m_given = 0;
    std::uint64_t m_done = 0;
    bool m_waited = false;
  };
  Source source(server);
  run.client->run(source);
  CHECK(source.right == 200);
  CHECK(source.most <= 4);
  CHECK(server.accepted() <= 4);
}

TEST_CASE("a fetch may name its own address, and never shares a connection with another one") {
  ScriptedServer server([](const Request&) { return ok("x"); });
  net::ClientOptions options = quick_options();
  options.resolve = {{"update.example", {"127.0.0.1", "127.0.0.2"}}};
  Run run(options);
  base::HttpUrl url = server.url("/x");
  url.host = "update.example";
  const auto resolution = run.client->resolve(url);
  CHECK(resolution.addresses == std::vector<std::string>{"127.0.0.1", "127.0.0.2"});
  const auto first = run.client->fetch(get(url));
  CHECK(first.back().address == "127.0.0.1:" + std::to_string(server.port()));
  CHECK(server.requests().back().header("Host") == "update.example:" + std::to_string(server.port()));

  // The listener is bound to 127.0.0.1 only, so an attempt that really goes elsewhere is refused.
  Fetch fetch = get(url);
  fetch.address = "127.0.0.2";
  const auto other = run.client->fetch(fetch);
  CHECK(other.back().error == TransportError::Refused);
  CHECK(other.back().address == "127.0.0.2:" + std::to_string(server.port()));

  REQUIRE(run.client->use_address("update.example", "127.0.0.2"));
  CHECK(run.client->fetch(get(url)).back().error == TransportError::Refused);
  CHECK_FALSE(run.client->use_address("update.example", "example"));
}

TEST_CASE("options that make no sense are refused") {
  base::Cancellation cancellation;
  const auto message = [&](const net::ClientOptions& options) {
    const auto client = net::Client::create(options, cancellation);
    return client ? std::string() : client.error().message;
  };
  net::ClientOptions options = quick_options();
  CHECK(message(options).empty());
  options.user_agent = "a\r\nX-Injected: 1";
  CHECK(message(options) == "the user agent holds control characters");
  options = quick_options();
  options.parallel = 0;
  CHECK(message(options) == "connections at once must be 1 to 64");
  options = quick_options();
  options.resolve = {{"a", {"b"}}};
  CHECK(message(options) == "\"b\" is no IP address");
  options = quick_options();
  options.account = net::Account{"us:er", "x"};
  options.account_origin = "a";
  CHECK(message(options) == "the user name for the server must not hold a colon");
}
