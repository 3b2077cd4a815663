#include "../../src/net/auth.hpp"

#include <stdlib.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include <webcid/base/url.hpp>
#include <webcid/model/exchange.hpp>
#include <webcid/net/client.hpp>

#include "catch.hpp"
#include "unit/net_fixture.hpp"
#include "unit/scripted_server.hpp"

using namespace webcid;
using namespace webcid::test;
using net::AuthResult;
using net::AuthScheme;
using net::Fetch;

namespace {

// "user:secret" in base64.
const std::string kRight = "Basic dXNlcjpzZWNyZXQ=";

net::ClientOptions with_account(const ScriptedServer& server) {
  net::ClientOptions options = quick_options();
  options.account = net::Account{"user", "secret"};
  options.account_origin = server.url().authority();
  return options;
}

net::ClientOptions logged_on(const ScriptedServer& server) {
  net::ClientOptions options = with_account(server);
  options.account = net::Account{"", "", net::AccountKind::LoggedOn};
  return options;
}

class Batch : public net::FetchSource {
 public:
  Batch(const ScriptedServer& server, std::uint64_t count) : m_server(server), m_count(count) {}
  net::Pull next(Fetch& fetch) override {
    if (m_given == m_count) return net::Pull::End;
    fetch = get(m_server.url("/" + std::to_string(m_given++)));
    return net::Pull::Item;
  }
  void done(std::uint64_t /*tag*/, std::vector<model::Exchange> legs) override {
    statuses.push_back(legs.back().status);
    carried += std::count_if(legs.begin(), legs.end(), [](const auto& leg) { return leg.carried_credentials; });
  }
  std::vector<int> statuses;
  std::ptrdiff_t carried = 0;

 private:
  const ScriptedServer& m_server;
  std::uint64_t m_count;
  std::uint64_t m_given = 0;
};

}  // namespace

TEST_CASE("an account is sent after the server asks, then with every request, and never recorded") {
  ScriptedServer server([](const Request& request) {
    return request.header("Authorization") == kRight ? ok("dXNlcjpzZWNyZXQ= is quoted")
                                                     : unauthorized("WWW-Authenticate: Basic realm=\"x\"\r\n");
  });
  Run run(with_account(server));
  const auto first = run.client->fetch(get(server.url("/a")));
  REQUIRE(first.size() == 2);
  CHECK(first[0].status == 401);
  CHECK(first[0].leg == 0);
  CHECK(first[0].body.kept == "denied");
  CHECK_FALSE(first[0].carried_credentials);
  CHECK(first[1].status == 200);
  CHECK(first[1].leg == 1);
  CHECK(first[1].carried_credentials);
  CHECK(first[1].body.kept == "[redacted] is quoted");
  const auto sent = std::find_if(first[1].request_headers.begin(), first[1].request_headers.end(),
                                 [](const auto& each) { return each.name == "Authorization"; });
  REQUIRE(sent != first[1].request_headers.end());
  CHECK(sent->value == "[redacted]");
  CHECK(run.client->auth_state().result == AuthResult::Accepted);
  CHECK(run.client->auth_state().scheme == AuthScheme::Basic);

  CHECK(run.client->fetch(get(server.url("/b"))).size() == 1);
  CHECK(server.requests().size() == 3);
}

TEST_CASE("after one rejection nothing carries the account again, with 16 requests at once") {
  ScriptedServer server([](const Request&) { return unauthorized("WWW-Authenticate: Basic realm=\"x\"\r\n"); });
  net::ClientOptions options = with_account(server);
  options.parallel = 16;
  Run run(options);
  Batch batch(server, 64);
  run.client->run(batch);
  CHECK(batch.statuses == std::vector<int>(64, 401));
  CHECK(server.count_with("Authorization") == 1);
  CHECK(batch.carried == 1);
  CHECK(run.client->auth_state().result == AuthResult::Rejected);
  run.client->fetch(get(server.url("/later")));
  CHECK(server.count_with("Authorization") == 1);
}

TEST_CASE("several loops on threads of their own share one logon") {
  for (const bool is_right : {true, false}) {
    ScriptedServer server([=](const Request& request) {
      const bool is_let_in = is_right && request.header("Authorization") == kRight;
      return is_let_in ? ok("x") : unauthorized("WWW-Authenticate: Basic realm=\"x\"\r\n");
    });
    net::ClientOptions options = with_account(server);
    options.parallel = 16;
    options.loops = 4;
    Run run(options);
    REQUIRE(run.client->loops() == 4);
    std::vector<Batch> batches(4, Batch(server, 32));
    std::vector<net::FetchSource*> sources;
    for (Batch& batch : batches) sources.push_back(&batch);
    run.client->run(sources);
    for (const Batch& batch : batches) CHECK(batch.statuses == std::vector<int>(32, is_right ? 200 : 401));
    CHECK(server.count_with("Authorization") == (is_right ? 4 * 32 : 1));
  }
}

TEST_CASE("requests that wait for the first logon go on with the account once it is accepted") {
  ScriptedServer server([](const Request& request) {
    return request.header("Authorization") == kRight ? ok("x") : unauthorized("WWW-Authenticate: Basic\r\n");
  });
  net::ClientOptions options = with_account(server);
  options.parallel = 16;
  Run run(options);
  Batch batch(server, 64);
  run.client->run(batch);
  CHECK(batch.statuses == std::vector<int>(64, 200));
  CHECK(server.count_with("Authorization") == 64);
}

TEST_CASE("an account goes to its own host and port only, and through no redirect") {
  ScriptedServer other([](const Request&) { return unauthorized("WWW-Authenticate: Basic realm=\"x\"\r\n"); });
  ScriptedServer server([&](const Request& request) {
    if (request.header("Authorization").empty()) return unauthorized("WWW-Authenticate: Basic realm=\"x\"\r\n");
    return Reply{"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + other.url("/stolen").text() + "\r\n\r\n",
                 Then::Keep};
  });
  net::ClientOptions options = with_account(server);
  options.parallel = 1;  // the same handle serves both servers
  options.resolve.push_back({"alias.test", {"127.0.0.1"}});
  Run run(options);
  CHECK(run.client->fetch(get(server.url("/a"))).back().status == 302);
  CHECK(run.client->auth_state().result == AuthResult::Accepted);
  const auto legs = run.client->fetch(get(other.url("/a")));
  CHECK(legs.size() == 1);
  CHECK(legs.back().status == 401);
  CHECK(other.count_with("Authorization") == 0);
  base::HttpUrl alias = server.url("/a");
  alias.host = "alias.test";
  CHECK(run.client->fetch(get(alias)).back().status == 401);
}

TEST_CASE("TRACE never carries the account: its answer would give it away") {
  ScriptedServer server([](const Request& request) {
    if (request.head.rfind("TRACE", 0) == 0) return ok(request.head + "Cookie: secret\r\n");
    return request.header("Authorization").empty() ? unauthorized("WWW-Authenticate: Basic\r\n") : ok("x");
  });
  Run run(with_account(server));
  run.client->fetch(get(server.url("/a")));
  Fetch trace = get(server.url("/a"));
  trace.method = model::Method::Trace;
  const auto answer = run.client->fetch(trace).back();
  CHECK(server.requests().back().header("Authorization").empty());
  CHECK(answer.body.kept.find("Cookie: [redacted]") != std::string::npos);
}

#ifndef _WIN32  // whose SSPI makes these credentials: Wine has no Digest, and Negotiate comes before NTLM there
TEST_CASE("Digest is preferred to Basic and answers the challenge; nonce and opaque are not recorded") {
  ScriptedServer server([](const Request& request) {
    const std::string sent = request.header("Authorization");
    if (sent.rfind("Digest ", 0) == 0 && sent.find("nonce=\"n0nce\"") != std::string::npos &&
        sent.find("uri=\"/zz%2520q\"") != std::string::npos) {
      return ok("x");
    }
    return unauthorized(
        "WWW-Authenticate: Basic realm=\"a, Digest b\", Digest realm=\"x\", qop=\"auth\", nonce=\"n0nce\", "
        "opaque=\"0paque\"\r\n");
  });
  Run run(with_account(server));
  const auto legs = run.client->fetch(get(server.url("/zz%2520q")));
  CHECK(legs.back().status == 200);
  CHECK(run.client->auth_state().scheme == AuthScheme::Digest);
  for (const Request& request : server.requests()) CHECK(request.header("Authorization").rfind("Basic", 0) != 0);
  CHECK(legs.front().header("WWW-Authenticate") ==
        "Basic realm=\"a, Digest b\", Digest realm=\"x\", qop=\"auth\", nonce=\"[redacted]\", opaque=\"[redacted]\"");
  CHECK(run.client->fetch(get(server.url("/zz%2520q"))).back().status == 200);
}

TEST_CASE("a wrong Digest password is one failed logon") {
  ScriptedServer server([](const Request&) {
    return unauthorized("WWW-Authenticate: Digest realm=\"x\", qop=\"auth\", nonce=\"n\"\r\n");
  });
  net::ClientOptions options = with_account(server);
  options.parallel = 8;
  Run run(options);
  Batch batch(server, 32);
  run.client->run(batch);
  CHECK(batch.statuses == std::vector<int>(32, 401));
  CHECK(server.count_with("Authorization") == 1);
}

TEST_CASE("a nonce that went stale is answered anew, but not for ever") {
  ScriptedServer server([](const Request& request) {
    const std::string sent = request.header("Authorization");
    const bool anew = request.target() == "/anew" && sent.find("nonce=\"second\"") != std::string::npos;
    if (anew) return ok("x");
    return unauthorized(sent.empty() ? "WWW-Authenticate: Digest realm=\"x\", qop=\"auth\", nonce=\"first\"\r\n"
                                     : "WWW-Authenticate: Digest realm=\"x\", qop=\"auth\", nonce=\"second\", "
                                       "stale=true\r\n");
  });
  Run run(with_account(server));
  CHECK(run.client->fetch(get(server.url("/anew"))).back().status == 200);
  const auto legs = run.client->fetch(get(server.url("/endless")));
  CHECK(legs.size() <= 3);
  CHECK(legs.back().status == 401);
  CHECK(legs.back().error == model::TransportError::None);
  CHECK(run.client->auth_state().result == AuthResult::Rejected);
}

TEST_CASE("a nonce that is always stale costs two logons, and nothing carries the account afterwards") {
  ScriptedServer server([](const Request&) {
    return unauthorized("WWW-Authenticate: Digest realm=\"x\", qop=\"auth\", nonce=\"n\", stale=true\r\n");
  });
  Run run(with_account(server));
  CHECK(run.client->fetch(get(server.url("/a"))).back().status == 401);
  CHECK(run.client->fetch(get(server.url("/b"))).back().status == 401);
  CHECK(server.count_with("Authorization") == 2);
}

TEST_CASE("a challenge of NTLM that comes with the refusal of the account is not answered") {
  const std::string challenge = "TlRMTVNTUAACAAAAAAAAADgAAAAFgokCASNFZ4mrze8AAAAAAAAAAAAAAAA4AAAABgGxHQAAAA8=";
  ScriptedServer server([&](const Request& request) {
    return unauthorized("WWW-Authenticate: NTLM" + (request.header("Authorization").empty() ? "" : " " + challenge) +
                        "\r\n");
  });
  Run run(with_account(server));
  const auto legs = run.client->fetch(get(server.url("/a")));
  CHECK(legs.size() == 3);
  CHECK(legs.back().status == 401);
  CHECK(legs.back().error == model::TransportError::None);
  CHECK(run.client->fetch(get(server.url("/b"))).back().status == 401);
  CHECK(run.client->auth_state().result == AuthResult::Rejected);
  const auto all = server.requests();
  CHECK(std::count_if(all.begin(), all.end(), [](const Request& each) {
          return each.header("Authorization").starts_with("NTLM TlRMTVNTUAAD");
        }) == 1);
}

TEST_CASE("NTLM is preferred, its three legs are recorded, and a rejection is one failed logon") {
  // A type 2 message with an empty target and the flags that a domain member sends.
  const std::string challenge = "TlRMTVNTUAACAAAAAAAAADgAAAAFgokCASNFZ4mrze8AAAAAAAAAAAAAAAA4AAAABgGxHQAAAA8=";
  std::mutex mutex;
  std::size_t proofs = 0;
  ScriptedServer server([&](const Request& request) {
    const std::string sent = request.header("Authorization");
    if (sent.rfind("NTLM TlRMTVNTUAAB", 0) == 0) return unauthorized("WWW-Authenticate: NTLM " + challenge + "\r\n");
    const std::lock_guard<std::mutex> lock(mutex);
    if (sent.rfind("NTLM TlRMTVNTUAAD", 0) == 0) ++proofs;
    return unauthorized("WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\nWWW-Authenticate: Basic\r\n");
  });
  net::ClientOptions options = with_account(server);
  options.parallel = 8;
  Run run(options);
  const auto legs = run.client->fetch(get(server.url("/a")));
  REQUIRE(legs.size() == 3);
  CHECK(legs[0].carried_credentials == false);
  CHECK(legs[1].carried_credentials == false);
  CHECK(legs[1].header("WWW-Authenticate") == "NTLM [redacted]");
  CHECK(legs[2].carried_credentials == true);
  CHECK(legs[2].status == 401);
  Batch batch(server, 32);
  run.client->run(batch);
  CHECK(proofs == 1);
  CHECK(run.client->auth_state().result == AuthResult::Rejected);
  CHECK(run.client->auth_state().scheme == AuthScheme::Ntlm);
}
#endif

TEST_CASE("the first message of NTLM is no credential, neither alone nor within SPNEGO") {
  // curl's NEGOTIATE_MESSAGE, and the same as the first token of SPNEGO (RFC 4178, 4.2.1).
  CHECK_FALSE(net::is_credential("NTLM TlRMTVNTUAABAAAABoIIAAAAAAAAAAAAAAAAAAAAAAA="));
  CHECK_FALSE(net::is_credential("Negotiate TlRMTVNTUAABAAAABoIIAAAAAAAAAAAAAAAAAAAAAAA="));
  CHECK_FALSE(net::is_credential(
      "Negotiate YEAGBisGAQUFAqA2MDSgDjAMBgorBgEEAYI3AgIKoiIEIE5UTE1TU1AAAQAAAAaCCAAAAAAAAAAAAAAAAAAA"
      "AAAA"));
  // AUTHENTICATE_MESSAGE; a token of Kerberos, cut; a password; a digest; what is no base64.
  CHECK(net::is_credential("NTLM TlRMTVNTUAADAAAAGAAYAFgAAAA="));
  CHECK(net::is_credential("Negotiate YIIC6QYGKwYBBQUCoIIC3TCCAtmgDTALBgkqhkiG9xIBAgI="));
  CHECK(net::is_credential("Basic dXNlcjpzZWNyZXQ="));
  CHECK(net::is_credential("Digest username=\"user\", realm=\"x\""));
  CHECK(net::is_credential("Negotiate"));
}

TEST_CASE("a server that asks by unknown schemes only gets nothing") {
  ScriptedServer server([](const Request&) { return unauthorized("WWW-Authenticate: Bearer realm=\"x\"\r\n"); });
  Run run(with_account(server));
  CHECK(run.client->fetch(get(server.url("/a"))).size() == 1);
  CHECK(run.client->auth_state().result == AuthResult::Unsupported);
  CHECK(server.count_with("Authorization") == 0);
}

#ifndef _WIN32  // whose SSPI makes a token of any account
TEST_CASE("a scheme for which no credential can be made is left for the next one, or given up") {
  ::setenv("KRB5CCNAME", "FILE:/nonexistent/ticket-cache", 1);  // Negotiate would take a ticket from there
  ::unsetenv("NTLM_USER_FILE");
  for (const std::string alone : {"", "WWW-Authenticate: Bearer\r\n"}) {
    ScriptedServer server([&](const Request&) { return unauthorized("WWW-Authenticate: Negotiate\r\n" + alone); });
    Run run(logged_on(server));
    CHECK(run.client->fetch(get(server.url("/a"))).back().status == 401);
    CHECK(run.client->fetch(get(server.url("/b"))).size() == 1);
    CHECK(run.client->auth_state().result == AuthResult::Unsupported);
    CHECK(run.client->auth_state().scheme == AuthScheme::Negotiate);
    CHECK(server.count_with("Authorization") == 0);
  }
}

TEST_CASE("a name and a password never become somebody's ticket") {
  ScriptedServer server([](const Request&) { return unauthorized("WWW-Authenticate: Negotiate\r\n"); });
  Run run(with_account(server));
  CHECK(run.client->fetch(get(server.url("/a"))).size() == 1);
  CHECK(run.client->auth_state().result == AuthResult::Unsupported);
  CHECK(run.client->auth_state().scheme == AuthScheme::None);
  CHECK(server.count_with("Authorization") == 0);
}

TEST_CASE("libcurl's own NTLM wants a password, which the account logged on has not") {
  ScriptedServer server([](const Request&) { return unauthorized("WWW-Authenticate: NTLM\r\n"); });
  Run run(logged_on(server));
  CHECK(run.client->fetch(get(server.url("/a"))).size() == 1);
  CHECK(run.client->auth_state().result == AuthResult::Unsupported);
  CHECK(server.count_with("Authorization") == 0);
}
#endif

TEST_CASE("the account logged on is sent by no scheme that wants a password, and to no proxy") {
  ScriptedServer server([](const Request&) {
    return unauthorized("WWW-Authenticate: Basic\r\nWWW-Authenticate: Digest realm=\"x\", nonce=\"n\"\r\n");
  });
  Run run(logged_on(server));
  CHECK(run.client->fetch(get(server.url("/a"))).size() == 1);
  CHECK(run.client->auth_state().result == AuthResult::Unsupported);
  CHECK(run.client->auth_state().scheme == AuthScheme::None);
  CHECK(server.count_with("Authorization") == 0);

  ScriptedServer proxy([](const Request&) {
    return Reply{
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: "
        "Basic\r\nContent-Length: 0\r\n\r\n",
        Then::Keep};
  });
  net::ClientOptions options = logged_on(server);
  options.proxy = net::Proxy{"127.0.0.1", proxy.port(), std::nullopt, ""};
  Run through(options);
  CHECK(through.client->fetch(get(server.url("/a"))).back().status == 407);
  CHECK(proxy.count_with("Proxy-Authorization") == 0);
  CHECK(proxy.count_with("Authorization") == 0);
}

TEST_CASE("a proxy's account is sent to the proxy only, and rejected once") {
  ScriptedServer proxy([](const Request&) {
    return Reply{
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: "
        "0\r\n\r\n",
        Then::Keep};
  });
  ScriptedServer server([](const Request&) { return ok("x"); });
  net::ClientOptions options = quick_options();
  options.proxy = net::Proxy{"127.0.0.1", proxy.port(), net::Account{"user", "wrong"}, ""};
  options.parallel = 8;
  Run run(options);
  Batch batch(server, 32);
  run.client->run(batch);
  CHECK(batch.statuses == std::vector<int>(32, 407));
  CHECK(proxy.count_with("Proxy-Authorization") == 1);
  CHECK(proxy.count_with("Authorization") == 0);
  CHECK(run.client->proxy_auth_state().result == AuthResult::Rejected);
  CHECK(run.client->auth_state().result == AuthResult::NotAsked);
  Fetch direct = get(server.url("/x"));
  direct.route = net::Route::Direct;
  CHECK(run.client->fetch(direct).back().status == 200);
  CHECK(server.count_with("Proxy-Authorization") == 0);
}

// The proxy answers for the server, as it would after asking it.
TEST_CASE("an account goes by Basic through no proxy on another host, unless that is wanted") {
  struct Row {
    std::string challenge;
    std::string host;  // of the address; the proxy's is 127.0.0.1
    bool is_allowed;
    AuthResult result;
    std::string sent;  // how Authorization begins
  };
  const std::string basic = "WWW-Authenticate: Basic realm=\"x\"\r\n";
  const std::string digest = "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\"\r\n";
  const std::vector<Row> rows{
      {basic, "srv.example", false, AuthResult::Withheld, ""},
      {basic, "127.0.0.2", false, AuthResult::Withheld, ""},
      {basic, "srv.example", true, AuthResult::Accepted, "Basic "},
      {basic, "127.0.0.1", false, AuthResult::Accepted, "Basic "},
      {basic + digest, "srv.example", false, AuthResult::Accepted, "Digest "},
      {"WWW-Authenticate: Bearer\r\n", "srv.example", false, AuthResult::Unsupported, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.challenge, row.host, row.is_allowed);
    ScriptedServer proxy([&](const Request& request) {
      return request.header("Authorization").empty() ? unauthorized(row.challenge) : ok("x");
    });
    net::ClientOptions options = with_account(proxy);
    options.account_origin = row.host;
    options.is_basic_allowed = row.is_allowed;
    options.proxy = net::Proxy{"127.0.0.1", proxy.port(), std::nullopt, ""};
    Run run(options);
    const auto legs = run.client->fetch(get(*base::parse_address("http://" + row.host + "/x")));
    CHECK(run.client->auth_state().result == row.result);
    CHECK(proxy.count_with("Authorization") == (row.sent.empty() ? 0U : 1U));
    for (const Request& request : proxy.requests()) {
      CHECK(request.header("Authorization").substr(0, row.sent.size()) ==
            (request.header("Authorization").empty() ? "" : row.sent));
    }
    CHECK(legs.back().carried_credentials == !row.sent.empty());
  }
}

TEST_CASE("a proxy that was found gets its account by Basic only where that is wanted") {
  ScriptedServer proxy([](const Request& request) {
    return request.header("Proxy-Authorization").empty()
               ? Reply{"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                       "Content-Length: 0\r\n\r\n",
                       Then::Keep}
               : ok("x");
  });
  for (const bool is_found : {false, true}) {
    for (const bool is_allowed : {false, true}) {
      CAPTURE(is_found, is_allowed);
      net::ClientOptions options = quick_options();
      options.proxy = net::Proxy{"127.0.0.1", proxy.port(), net::Account{"user", "secret"}, ""};
      if (is_found) options.proxy_origin = model::Statement{"proxy-origin", {}, std::nullopt};
      options.is_basic_allowed = is_allowed;
      Run run(options);
      const bool is_sent = !is_found || is_allowed;
      CHECK(run.client->fetch(get(*base::parse_address("http://srv.example/x"))).back().status ==
            (is_sent ? 200 : 407));
      CHECK(run.client->proxy_auth_state().result == (is_sent ? AuthResult::Accepted : AuthResult::Withheld));
    }
  }
  CHECK(proxy.count_with("Proxy-Authorization") == 3);
}
