#include <webcid/model/redaction.hpp>

#include <string>

#include "catch.hpp"

using webcid::model::recorded_header_lines;
using webcid::model::recorded_url;
using webcid::model::recorded_value;

TEST_CASE("headers that hold secrets lose their values, others do not") {
  for (const char* name : {"Authorization", "proxy-authorization", "COOKIE", "Set-Cookie", "Authentication-Info"}) {
    CHECK(recorded_value(name, "secret") == "[redacted]");
  }
  CHECK(recorded_value("Server", "Microsoft-IIS/10.0") == "Microsoft-IIS/10.0");
}

TEST_CASE("a header that is called a secret is one, whatever its product") {
  for (const char* name : {"X-Api-Key", "X-Auth-Token", "x-amz-security-token", "X-Session-Id", "Api_Key",
                           "X-Client-Secret", "X-Forwarded-Authorization", "Authentication-Info"}) {
    CHECK(recorded_value(name, "planted") == "[redacted]");
  }
  for (const char* name : {"Server", "X-Powered-By", "ETag", "Via", "Age", "X-Squid-Error", "Keep-Alive"}) {
    CHECK(recorded_value(name, "planted") == "planted");
  }
}

TEST_CASE("of a cookie that is set its name stays, which tells products apart") {
  CHECK(recorded_value("Set-Cookie", "BIGipServer~web=1677787402.36895.0000; path=/") == "BIGipServer~web=[redacted]");
  CHECK(recorded_value("Set-Cookie", "=planted") == "[redacted]");
  CHECK(recorded_value("Set-Cookie", "not a name=planted") == "[redacted]");
  CHECK(recorded_value("Cookie", "a=planted") == "[redacted]");
}

TEST_CASE("a query loses its values, but for words and addresses that tell where it leads") {
  const auto location = [](const char* value) { return recorded_value("Location", value); };
  CHECK(location("http://h/login?token=abc&x=12345&y=planted7#f") ==
        "http://h/login?token=[redacted]&x=[redacted]&y=[redacted]");
  CHECK(location("/x?redirect=http%3A%2F%2Fupdate.example%2Fa%3Fk%3Dplanted7&res=notyet") ==
        "/x?redirect=http%3A%2F%2Fupdate.example%2Fa&res=notyet");
  CHECK(location("/x?password=letters&returnUrl=/a/b") == "/x?password=[redacted]&returnUrl=/a/b");
  CHECK(location("/x?url=http://u:planted@h/") == "/x?url=[redacted]");
  CHECK(location("/x?eyJhbGciOiJIUzI1NiJ9") == "/x?[redacted]");
  CHECK(location("http://h/x") == "http://h/x");
  CHECK(recorded_value("Refresh", "0; url=http://h/?sid=planted") == "0; url=http://h/?sid=[redacted]");
  CHECK(recorded_value("Link", "<http://h/?k=planted7>; rel=next") == "<http://h/?k=[redacted]>; rel=next");
}

TEST_CASE("links in a page lose the values of their queries, its sentences lose nothing") {
  using webcid::model::recorded_queries;
  CHECK(recorded_queries("What? Yes. <a href=\"http://h/?a=planted7&amp;b=c\">x</a> ? 1 < 2") ==
        "What? Yes. <a href=\"http://h/?a=[redacted]&amp;b=c\">x</a> ? 1 < 2");
  CHECK(recorded_queries("?") == "?");
  CHECK(recorded_queries("").empty());
}

TEST_CASE("a challenge keeps its schemes and realms and loses tokens, nonces and opaques") {
  const auto challenge = [](const char* value) { return recorded_value("WWW-Authenticate", value); };
  CHECK(challenge("NTLM") == "NTLM");
  CHECK(challenge("NTLM TlRMTVNTUAAC") == "NTLM [redacted]");
  CHECK(challenge("NTLM TlRMTVNTUAACAAAA==") == "NTLM [redacted]");
  CHECK(challenge("Negotiate oYG2MIGzoAMK=x") == "Negotiate [redacted]");
  CHECK(challenge("Negotiate, NTLM,Basic realm=\"a, b\"") == "Negotiate, NTLM,Basic realm=\"a, b\"");
  CHECK(challenge("Digest qop=\"auth\", nonce=\"x,\\\"y\", Opaque=z , realm=\"r\"") ==
        "Digest qop=\"auth\", nonce=\"[redacted]\", Opaque=\"[redacted]\" , realm=\"r\"");
  CHECK(challenge("Digest nonce=\"never closed") == "Digest nonce=\"[redacted]\"");
  CHECK(challenge("Unknown c2VjcmV0") == "Unknown [redacted]");
  CHECK(challenge("") == "");
}

TEST_CASE("recording twice changes nothing more") {
  for (const char* value : {"NTLM x", "Digest realm=\"r\", nonce=\"n\", opaque=o", "Unknown token, Basic"}) {
    const std::string once = recorded_value("Proxy-Authenticate", value);
    CHECK(recorded_value("Proxy-Authenticate", once) == once);
  }
}

TEST_CASE("a URL loses user and password and nothing else") {
  CHECK(recorded_url("http://u:p@host/a@b") == "http://***@host/a@b");
  CHECK(recorded_url("http://u:p@ss@host") == "http://***@host");
  CHECK(recorded_url("//u:p@host/") == "//***@host/");
  CHECK(recorded_url("http://host/a@b?x=//c@d") == "http://host/a@b?x=//c@d");
  CHECK(recorded_url("a@b/c") == "a@b/c");
  CHECK(recorded_url("/a//b@c") == "/a//b@c");
}

TEST_CASE("a line is a header's only if its name is one") {
  for (const char* text : {"<p>your token: abc</p>", "var session = {id: 1}", "a cookie, a token: x", ": x", "token"}) {
    CHECK(recorded_header_lines(text) == text);
  }
}

TEST_CASE("quoted request headers lose their secrets line by line") {
  CHECK(recorded_header_lines("TRACE / HTTP/1.1\r\nHost: x\r\nauthorization: Basic x\r\nCookie:y\nCook") ==
        "TRACE / HTTP/1.1\r\nHost: x\r\nauthorization: [redacted]\r\nCookie: [redacted]\nCook");
}
