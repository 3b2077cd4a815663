#include <webcid/net/proxy.hpp>

#include <map>
#include <string>

#include "catch.hpp"

using namespace webcid;

namespace {

using Environment = std::map<std::string, std::string>;

base::Result<net::EnvironmentProxy> look(const Environment& environment, const std::string& host,
                                         std::uint16_t port = 80) {
  return net::proxy_from_environment(host, port, [&](const char* name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    if (found == environment.end()) return std::nullopt;
    return found->second;
  });
}

std::string excluded_by(const std::string& list, const std::string& host, std::uint16_t port = 80) {
  const auto found = look({{"http_proxy", "p:1"}, {"no_proxy", list}}, host, port);
  REQUIRE(found);
  CHECK(found->proxy.has_value() == found->excluded_by.empty());
  return found->excluded_by;
}

std::string problem_of(const std::string& text) {
  const auto parsed = net::parse_proxy(text, "--proxy");
  if (parsed) return "";
  CHECK(parsed.error().kind == base::ErrorKind::Usage);
  return parsed.error().message;
}

}  // namespace

TEST_CASE("a proxy is read with and without scheme, port and brackets") {
  const auto authority = [](const char* text) { return net::parse_proxy(text, "--proxy")->authority(); };
  CHECK(authority("Proxy.Example:3128") == "proxy.example:3128");
  CHECK(authority("http://proxy.example:8080/") == "proxy.example:8080");
  CHECK(authority("proxy.example") == "proxy.example:1080");
  CHECK(authority("http://[2001:DB8::1]:8080") == "[2001:db8::1]:8080");
}

TEST_CASE("a proxy that cannot be used is refused, without quoting a password") {
  CHECK(problem_of("socks5://p:1") == "--proxy: \"socks5\" proxies cannot be used, only http ones");
  CHECK(problem_of("http://user:secret@p:1") ==
        "--proxy: the proxy's address must not hold a user or password; use --proxy-user");
  for (const char* text : {"", "p:0", "p:65536", "p:x", "p q", ":80", "[::1", "[p]:1", "p:1/path"}) {
    CHECK(problem_of(text) == "--proxy: \"" + std::string(text) + "\" is no proxy address (HOST:PORT)");
  }
  using namespace std::string_literals;
  CHECK(problem_of("[::1\0 p]:1"s) == R"(--proxy: "[::1\x00 p]:1" is no proxy address (HOST:PORT))");
}

TEST_CASE("the environment's proxy is named by its variable") {
  const auto found = look({{"http_proxy", "http://a:1"}, {"all_proxy", "b:2"}, {"HTTP_PROXY", "c:3"}}, "host");
  REQUIRE(found);
  CHECK(found->proxy->authority() == "a:1");
  CHECK(found->proxy->variable == "http_proxy");
  CHECK(look({{"http_proxy", ""}, {"ALL_PROXY", "b:2"}}, "host")->proxy->variable == "ALL_PROXY");
  // A CGI request could have set it (httpoxy).
  CHECK_FALSE(look({{"HTTP_PROXY", "c:3"}}, "host")->proxy.has_value());
  CHECK_FALSE(look({}, "host")->proxy.has_value());
  CHECK(look({{"all_proxy", "socks5://b:2"}}, "host").error().message ==
        "all_proxy: \"socks5\" proxies cannot be used, only http ones");
}

TEST_CASE("no_proxy excludes names with all below them, addresses, blocks and everything") {
  CHECK(excluded_by("example.com", "example.com") == "no_proxy");
  CHECK(excluded_by("other, .Example.com", "www.example.com") == "no_proxy");
  CHECK(excluded_by("example.com", "notexample.com").empty());
  CHECK(excluded_by("example.com:81", "example.com").empty());
  CHECK(excluded_by("example.com:81", "example.com", 81) == "no_proxy");
  CHECK(excluded_by("192.0.2.7", "192.0.2.7") == "no_proxy");
  CHECK(excluded_by("192.0.2.0/25", "192.0.2.127") == "no_proxy");
  CHECK(excluded_by("192.0.2.0/25", "192.0.2.128").empty());
  CHECK(excluded_by("192.0.2.0/33", "192.0.2.1").empty());
  CHECK(excluded_by("[2001:db8::1]", "2001:db8::1") == "no_proxy");
  CHECK(excluded_by("2001:db8::/32", "2001:db8:1::1") == "no_proxy");
  CHECK(excluded_by("2001:db8::/32", "192.0.2.1").empty());
  CHECK(excluded_by("*", "anything") == "no_proxy");
  CHECK(excluded_by("", "anything").empty());
  CHECK(excluded_by(" , ,", "anything").empty());
  CHECK(look({{"http_proxy", "p:1"}, {"NO_PROXY", "host"}}, "host")->excluded_by == "NO_PROXY");
  // An unusable proxy that is not asked for harms nobody.
  CHECK(look({{"http_proxy", "socks5://p:1"}, {"no_proxy", "host"}}, "host")->excluded_by == "no_proxy");
}
