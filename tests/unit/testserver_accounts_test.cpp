#include "testserver/accounts.hpp"

#include <webcid/base/base64.hpp>

#include "catch.hpp"
#include "testserver/digest_access.hpp"
#include "testserver/spnego.hpp"
#include "testserver_ntlm_client.hpp"

using namespace webcid;
using namespace webcid::testserver;
using iis::Logon;
using iis::LogonState;
using iis::Scheme;

namespace {

const Accounts& accounts() {
  static const Accounts all(
      {{"updater", "s3cret", ""}, {"User", "Password", "Domain"}, {"Zo\xc3\xab", "p\xc3\xa4ss", ""}});
  return all;
}

iis::Request request(std::string_view authorization) {
  iis::Request out;
  out.method = "GET";
  out.target = "/dir/index.html";
  if (!authorization.empty()) out.headers.push_back({"Authorization", std::string(authorization)});
  return out;
}

Logon logon(std::string_view authorization) {
  ConnectionLogon connection;
  return accounts().logon(request(authorization), connection);
}

std::string seen(const Logon& logon) {
  switch (logon.state) {
    case LogonState::None:
      return "none";
    case LogonState::Continues:
      return "continues by " + std::string(name_of(logon.scheme));
    case LogonState::Rejected:
      return "rejected by " + std::string(name_of(logon.scheme));
    case LogonState::Accepted:
      break;
  }
  return logon.user + " by " + std::string(name_of(logon.scheme));
}

std::string basic(std::string_view pair) {
  return "Basic " + base::to_base64(pair);
}

std::string ntlm(std::string_view message, std::string_view scheme = "NTLM") {
  return std::string(scheme) + " " + base::to_base64(message);
}

std::string challenge_in(const Logon& leg) {
  REQUIRE(leg.state == LogonState::Continues);
  return base::from_base64(leg.token.substr(leg.token.find(' ') + 1)).value_or("");
}

// The example of RFC 2617, 3.5 with algorithm=MD5-sess; the responses were computed apart from this code.
struct DigestSample {
  std::string username = "Mufasa";
  std::string realm_name = "realm";
  std::string realm = "testrealm@host.com";
  std::string nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
  std::string uri = "/dir/index.html";
  std::string qop = "auth";
  std::string nc = "00000001";
  std::string cnonce = "0a4f113b";
  std::string algorithm = "MD5-sess";
  std::string response = "8e3825c57e897f5a0dec6c2d4e5059d0";
  std::string more{};

  bool is_right() const {
    static const Account mufasa{"Mufasa", "Circle Of Life", ""};
    const std::string text = "username=\"" + username + "\", " + realm_name + "=\"" + realm + "\", nonce=\"" + nonce +
                             "\", uri=\"" + uri + "\", qop=" + qop + ", nc=" + nc + ", cnonce=\"" + cnonce +
                             "\", response=\"" + response + "\", algorithm=" + algorithm + more;
    const auto find = [](std::string_view name) {
      return name == "Mufasa" || name == "DOMAIN\\Mufasa" ? &mufasa : nullptr;
    };
    return account_of_digest(text, {"dcd98b7102dd2f0e8b11d0f600bfb0c093", "GET", "/dir/index.html"}, find) == &mufasa;
  }
};

}  // namespace

TEST_CASE("Without an account, or with one of no known scheme, there is no logon") {
  CHECK(seen(logon("")) == "none");
  CHECK(seen(logon("Bearer x")) == "none");
}

TEST_CASE("Basic takes the name with and without a domain") {
  CHECK(seen(logon(basic("updater:s3cret"))) == "updater by Basic");
  CHECK(seen(logon(basic("UPDATER:s3cret"))) == "updater by Basic");
  CHECK(seen(logon(basic("ANY\\updater:s3cret"))) == "updater by Basic");
  CHECK(seen(logon(basic("User:Password"))) == "Domain\\User by Basic");
  CHECK(seen(logon(basic("domain\\user:Password"))) == "Domain\\User by Basic");
  CHECK(seen(logon(basic("zo\xc3\x8b:p\xc3\xa4ss"))) == "Zo\xc3\xab by Basic");
  CHECK(seen(logon("basic  " + base::to_base64("updater:s3cret"))) == "updater by Basic");
  for (const char* pair : {"updater:S3cret", "updater:s3cre", "updater:s3crets", "updater:", "updater", "nobody:s3cret",
                           "OTHER\\User:Password", "User:s3cret", ":"}) {
    INFO(pair);
    CHECK(seen(logon(basic(pair))) == "rejected by Basic");
  }
  CHECK(seen(logon("Basic")) == "rejected by Basic");
  CHECK(seen(logon("Basic dXBk!")) == "rejected by Basic");
}

TEST_CASE("Digest is MD5-sess with qop auth") {
  CHECK(DigestSample{}.is_right());
  DigestSample domain;
  domain.username = R"(DOMAIN\\Mufasa)";
  domain.response = "7515ccfc3ce695a2d2ec06ed4589bab1";
  CHECK(domain.is_right());
}

TEST_CASE("Digest takes whichever realm the response was made with") {
  DigestSample sample;
  sample.realm = "host.com";
  sample.response = "2027275abd150faf6158fcaefb4b6ce0";
  CHECK(sample.is_right());
}

TEST_CASE("Digest with one thing wrong is rejected") {
  using Member = std::string DigestSample::*;
  struct Row {
    const char* what;
    Member member;
    const char* value;
    const char* response;  // where it was computed rightly for that value; else null
  };
  const std::vector<Row> rows{
      {"wrong response", &DigestSample::response, "0e3825c57e897f5a0dec6c2d4e5059d0", nullptr},
      {"response to another method", &DigestSample::response, "ecde0e9bb4b8703514fadab84b56ac98", nullptr},
      {"no response", &DigestSample::response, "", nullptr},
      {"plain MD5", &DigestSample::algorithm, "MD5", "6629fae49393a05397450978507c4ef1"},
      {"the name of plain MD5", &DigestSample::algorithm, "MD5", nullptr},
      {"user", &DigestSample::username, "Simba", nullptr},
      {"no realm", &DigestSample::realm_name, "x-realm", "9f3695800425471dfc7d1ae4c0ec971c"},
      {"another realm named", &DigestSample::realm, "host.com", nullptr},
      {"foreign nonce", &DigestSample::nonce, "0cd98b7102dd2f0e8b11d0f600bfb0c093", "8fd2fe869a49d07e01fce0c9d13a3e60"},
      {"another nonce named", &DigestSample::nonce, "0cd98b7102dd2f0e8b11d0f600bfb0c093", nullptr},
      {"another target", &DigestSample::uri, "/dir/other.html", "4cb4106af674aeba0a18e918bbec1f82"},
      {"qop", &DigestSample::qop, "auth-int", nullptr},
      {"another client nonce", &DigestSample::cnonce, "0a4f113c", nullptr},
      {"no client nonce", &DigestSample::cnonce, "", "c911d9f1cc656ea462f74f9be2d53922"},
      {"another count", &DigestSample::nc, "00000002", nullptr},
      {"short count", &DigestSample::nc, "1", "89cbbfd3d7a47d7277d44b01922021e7"},
      {"count zero", &DigestSample::nc, "00000000", "dc90eae0077ab649251ed42b7fa29bd3"},
      {"a member twice", &DigestSample::more, ", qop=auth", nullptr},
      {"a value without end", &DigestSample::more, ", opaque=\"x", nullptr},
      {"something behind a value", &DigestSample::more, ", opaque=\"x\"y", nullptr},
      {"a member without value", &DigestSample::more, ", opaque", nullptr},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    DigestSample sample;
    sample.*row.member = row.value;
    if (row.response != nullptr) sample.response = row.response;
    CHECK_FALSE(sample.is_right());
  }
  DigestSample sample;
  sample.more = ", opaque=\"x\" , y=z";
  CHECK(sample.is_right());
}

TEST_CASE("The nonce of Digest depends on nothing but the accounts") {
  CHECK(accounts().nonce().size() == 32);
  CHECK(accounts().nonce().find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(Accounts({{"a", "x", ""}}).nonce() == Accounts({{"a", "y", ""}}).nonce());
  CHECK(Accounts({{"a", "x", ""}}).nonce() != Accounts({{"b", "x", ""}}).nonce());
}

TEST_CASE("NTLM and Negotiate hold for their connection only") {
  for (const std::string scheme : {"NTLM", "Negotiate"}) {
    INFO(scheme);
    NtlmClient client;
    client.user = "user";
    ConnectionLogon connection;
    ConnectionLogon other;
    const Logon leg = accounts().logon(request(ntlm(client.negotiate(), scheme)), connection);
    CHECK(seen(leg) == "continues by " + scheme);
    CHECK(leg.token.substr(0, scheme.size() + 13) == scheme + " TlRMTVNTUAAC");
    const iis::Request last = request(ntlm(client.authenticate(challenge_in(leg)), scheme));
    CHECK(seen(accounts().logon(last, other)) == "rejected by " + scheme);
    CHECK(seen(accounts().logon(last, connection)) == "Domain\\User by " + scheme);
    CHECK(seen(accounts().logon(request(""), connection)) == "Domain\\User by " + scheme);
    CHECK(seen(accounts().logon(request("Bearer x"), connection)) == "Domain\\User by " + scheme);
    CHECK(seen(accounts().logon(request(""), other)) == "none");
    // Another account ends it, right or wrong.
    CHECK(seen(accounts().logon(request(basic("updater:wrong")), connection)) == "rejected by Basic");
    CHECK(seen(accounts().logon(request(""), connection)) == "none");
  }
}

TEST_CASE("Basic and Digest hold for one request") {
  ConnectionLogon connection;
  CHECK(seen(accounts().logon(request(basic("updater:s3cret")), connection)) == "updater by Basic");
  CHECK(seen(accounts().logon(request(""), connection)) == "none");
}

TEST_CASE("The last token of Negotiate comes with its scheme, and only once") {
  const NtlmClient client;
  ConnectionLogon connection;
  const std::string members = der_element(0xa0, der_element(0x30, der_element(0x06, kNtlmMechanism))) +
                              der_element(0xa2, der_element(0x04, client.negotiate()));
  const std::string first =
      der_element(0x60, bytes("06062b0601050502") + der_element(0xa0, der_element(0x30, members)));
  const auto reply = read_spnego(challenge_in(accounts().logon(request(ntlm(first, "Negotiate")), connection)));
  REQUIRE(reply);
  NegTokenResp last;
  last.token = client.authenticate(std::get<NegTokenResp>(*reply).token);
  const Logon logon = accounts().logon(request(ntlm(write_spnego(last), "Negotiate")), connection);
  CHECK(seen(logon) == "Domain\\User by Negotiate");
  CHECK(logon.token == "Negotiate oQcwBaADCgEA");  // accept-completed
  CHECK(accounts().logon(request(""), connection).token.empty());
}

TEST_CASE("A logon begins anew whenever the client does, and ends with whatever comes between") {
  const NtlmClient client;
  ConnectionLogon connection;
  const iis::Request first = request(ntlm(client.negotiate()));
  const Logon one = accounts().logon(first, connection);
  const Logon two = accounts().logon(first, connection);
  CHECK(challenge_in(one) != challenge_in(two));  // no challenge is given twice
  CHECK(seen(accounts().logon(request(ntlm(client.authenticate(challenge_in(two)))), connection)) ==
        "Domain\\User by NTLM");
  const Logon three = accounts().logon(first, connection);
  CHECK(seen(three) == "continues by NTLM");
  CHECK(seen(accounts().logon(request(""), connection)) == "none");
  CHECK(seen(accounts().logon(request(ntlm(client.authenticate(challenge_in(three)))), connection)) ==
        "rejected by NTLM");
  CHECK(seen(accounts().logon(request("NTLM"), connection)) == "rejected by NTLM");
  CHECK(seen(accounts().logon(request("NTLM ?"), connection)) == "rejected by NTLM");
}

TEST_CASE("The words of --auth count alone or together") {
  const std::vector<std::string> words{"basic", "windows", "ntlm"};
  const auto schemes = schemes_named(words);
  REQUIRE(schemes);
  CHECK(*schemes == std::vector<Scheme>{Scheme::Basic, Scheme::Negotiate, Scheme::Ntlm});
  const std::vector<std::string> wrong{"kerberos"};
  REQUIRE_FALSE(schemes_named(wrong));
  CHECK(schemes_named(wrong).error().message == "--auth: unknown value \"kerberos\"");
}
