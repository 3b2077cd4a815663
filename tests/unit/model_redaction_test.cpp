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

TEST_CASE("quoted request headers lose their secrets line by line") {
  CHECK(recorded_header_lines("TRACE / HTTP/1.1\r\nHost: x\r\nauthorization: Basic x\r\nCookie:y\nCook") ==
        "TRACE / HTTP/1.1\r\nHost: x\r\nauthorization: [redacted]\r\nCookie: [redacted]\nCook");
}
