#include "testserver/negotiate.hpp"

#include "catch.hpp"
#include "testserver/spnego.hpp"
#include "testserver_ntlm_client.hpp"

using namespace webcid;
using namespace webcid::testserver;
using iis::LogonState;

namespace {

const Account kAccount{"User", "Password", "Domain"};
const FindAccount kFind = [](std::string_view name, std::string_view domain) {
  return name == "User" && domain == "Domain" ? &kAccount : nullptr;
};

// Object identifiers as DER elements: NTLMSSP, Kerberos, Kerberos as Windows 2000 spelled it.
const std::string kNtlmOid = bytes("060a2b06010401823702020a");
const std::string kKerberosOid = bytes("06092a864886f712010202");
const std::string kMsKerberosOid = bytes("06092a864882f712010202");

NegotiateExchange exchange() {
  return NegotiateExchange(NtlmExchange({"Server", "Domain"}, base::Time(), bytes("0123456789abcdef")));
}

std::string mech_list(const std::string& mechanisms) {
  return der_element(0x30, mechanisms);
}

std::string octets(std::uint8_t tag, std::string_view contents) {
  return contents.empty() ? "" : der_element(tag, der_element(0x04, contents));
}

// RFC 4178, 4.2.1 in the frame of RFC 2743, 3.1.
std::string init(const std::string& mechanisms, std::string_view token) {
  const std::string members = der_element(0xa0, mech_list(mechanisms)) + octets(0xa2, token);
  return der_element(0x60, bytes("06062b0601050502") + der_element(0xa0, der_element(0x30, members)));
}

// RFC 4178, 4.2.2
std::string response(std::string_view token, std::string_view mic) {
  return der_element(0xa1, der_element(0x30, octets(0xa2, token) + octets(0xa3, mic)));
}

NegTokenResp reply_of(const LogonLeg& leg) {
  const auto token = read_spnego(leg.token);
  REQUIRE(token);
  REQUIRE(std::holds_alternative<NegTokenResp>(*token));
  return std::get<NegTokenResp>(*token);
}

struct Course {
  std::string mechanisms = kNtlmOid;
  NtlmClient client{};
  bool sends_mic = false;
  NegTokenResp first{};  // the server's replies
  NegTokenResp challenge{};

  // Up to the leg that answers the client's last NTLM message.
  LogonLeg run(NegotiateExchange& server) {
    const bool is_favourite = mechanisms.rfind(kNtlmOid, 0) == 0;
    LogonLeg leg = server.take(init(mechanisms, is_favourite ? client.negotiate() : "a ticket"), kFind);
    REQUIRE(leg.state == LogonState::Continues);
    first = challenge = reply_of(leg);
    if (!is_favourite) {
      leg = server.take(response(client.negotiate(), ""), kFind);
      REQUIRE(leg.state == LogonState::Continues);
      challenge = reply_of(leg);
    }
    return server.take(response(client.authenticate(challenge.token), sends_mic ? mic() : ""), kFind);
  }

  std::string mic(NtlmSide side = NtlmSide::Client) const { return client.mech_list_mic(mech_list(mechanisms), side); }
};

}  // namespace

TEST_CASE("SPNEGO's tokens are read and written as RFC 4178 spells them") {
  const auto read =
      read_spnego(bytes("6026 06062b0601050502 a01c 301a a00e 300c 060a2b06010401823702020a a208 0406 313233343536"));
  REQUIRE(read);
  REQUIRE(std::holds_alternative<NegTokenInit>(*read));
  const auto& token = std::get<NegTokenInit>(*read);
  CHECK(token.mechanisms == std::vector<std::string>{std::string(kNtlmMechanism)});
  CHECK(hex(token.mech_list) == "300c060a2b06010401823702020a");
  CHECK(token.token == "123456");
  CHECK(token.mech_list_mic.empty());
  CHECK(hex(write_spnego({NegState::AcceptIncomplete, std::string(kNtlmMechanism), "12", ""})) ==
        "a11b3019a0030a0101a10c060a2b06010401823702020aa20404023132");
  CHECK(hex(write_spnego({NegState::AcceptCompleted, "", "", "m"})) == "a10c300aa0030a0100a30304016d");
  CHECK(hex(der_element(4, std::string(200, '\0')).substr(0, 3)) == "0481c8");
  CHECK(hex(der_element(4, std::string(300, '\0')).substr(0, 4)) == "0482012c");
}

TEST_CASE("A broken SPNEGO token is none") {
  CHECK(read_spnego(init(kNtlmOid, "x")));
  CHECK_FALSE(read_spnego(""));
  CHECK_FALSE(read_spnego(init(kNtlmOid, "x") + "x"));             // more behind it
  CHECK_FALSE(read_spnego(init("", "x")));                         // no mechanism
  CHECK_FALSE(read_spnego(bytes("6080 06062b0601050502 0000")));   // BER's indefinite length
  CHECK_FALSE(read_spnego(bytes("a187 00000000000002 3000")));     // a length of seven bytes
  CHECK_FALSE(read_spnego(bytes("a1 84ffffffff 3000")));           // longer than the token
  CHECK_FALSE(read_spnego(bytes("a107 3005 a003 0a0104")));        // no such state
  CHECK_FALSE(read_spnego(bytes("600b 06092a864886f712010202")));  // a Kerberos token as it is
  CHECK(read_spnego(bytes("a102 3000")));
  CHECK_FALSE(read_spnego(bytes("a104 3000 0500")));  // more behind its members
  CHECK_FALSE(read_spnego(bytes("601e 06062b0601050502 a012 3010 a00e 300c 060a2b06010401823702020a 0500")));
  std::string many;
  for (int i = 0; i < 33; ++i) many += kKerberosOid;
  CHECK_FALSE(read_spnego(init(many, "x")));
}

TEST_CASE("NTLM inside SPNEGO is accepted in three legs") {
  Course course;
  NegotiateExchange server = exchange();
  const LogonLeg leg = course.run(server);
  CHECK(course.first.state == NegState::AcceptIncomplete);
  CHECK(course.first.mechanism == kNtlmMechanism);
  CHECK(leg.state == LogonState::Accepted);
  CHECK(leg.account == &kAccount);
  CHECK(hex(leg.token) == "a1073005a0030a0100");  // accept-completed
}

TEST_CASE("With NTLM's integrity code both sides sign the list of mechanisms") {
  Course course;
  course.client.mic = Mic::Right;
  course.sends_mic = true;
  NegotiateExchange server = exchange();
  const LogonLeg leg = course.run(server);
  CHECK(leg.state == LogonState::Accepted);
  const NegTokenResp last = reply_of(leg);
  CHECK(last.state == NegState::AcceptCompleted);
  CHECK(hex(last.mech_list_mic) == hex(course.mic(NtlmSide::Server)));
}

TEST_CASE("A client that keeps its signature back is asked for it") {
  Course course;
  course.client.mic = Mic::Right;
  NegotiateExchange server = exchange();
  const LogonLeg leg = course.run(server);
  CHECK(leg.state == LogonState::Continues);
  CHECK(reply_of(leg).state == NegState::AcceptIncomplete);
  CHECK(hex(reply_of(leg).mech_list_mic) == hex(course.mic(NtlmSide::Server)));
  SECTION("a right one") {
    const LogonLeg last = server.take(response("", course.mic()), kFind);
    CHECK(last.state == LogonState::Accepted);
    CHECK(last.account == &kAccount);
  }
  SECTION("the server's own") {
    CHECK(server.take(response("", course.mic(NtlmSide::Server)), kFind).state == LogonState::Rejected);
  }
  SECTION("none") {
    CHECK(server.take(response("", ""), kFind).state == LogonState::Rejected);
  }
}

TEST_CASE("A client that likes Kerberos better is told to take NTLM and to sign the list") {
  Course course;
  course.mechanisms = kMsKerberosOid + kKerberosOid + kNtlmOid;
  NegotiateExchange server = exchange();
  SECTION("signed") {
    course.sends_mic = true;
    CHECK(course.run(server).state == LogonState::Accepted);
    CHECK(course.first.state == NegState::RequestMic);
    CHECK(course.first.mechanism == kNtlmMechanism);
    CHECK(course.first.token.empty());
    CHECK(course.challenge.state == NegState::AcceptIncomplete);
    CHECK(course.challenge.mechanism.empty());
  }
  SECTION("not signed") {
    CHECK(course.run(server).state == LogonState::Continues);
  }
}

TEST_CASE("NTLM without SPNEGO is taken under the name of Negotiate") {
  const NtlmClient client;
  NegotiateExchange server = exchange();
  const LogonLeg challenge = server.take(client.negotiate(), kFind);
  CHECK(challenge.state == LogonState::Continues);
  const LogonLeg leg = server.take(client.authenticate(challenge.token), kFind);
  CHECK(leg.state == LogonState::Accepted);
  CHECK(leg.token.empty());
}

TEST_CASE("A Negotiate logon with one thing wrong is rejected") {
  NegotiateExchange server = exchange();
  Course course;
  SECTION("password") {
    course.client.password = "password";
    CHECK(course.run(server).state == LogonState::Rejected);
  }
  SECTION("signature of the list") {
    course.client.mic = Mic::Right;
    course.sends_mic = true;
    course.client.session_key[0] = 'V';
    LogonLeg leg = server.take(init(kNtlmOid, course.client.negotiate()), kFind);
    const std::string last = course.client.authenticate(reply_of(leg).token);
    course.client.session_key[0] = 'U';
    CHECK(server.take(response(last, course.mic()), kFind).state == LogonState::Rejected);
  }
  SECTION("Kerberos alone") {
    CHECK(server.take(init(kMsKerberosOid + kKerberosOid, "a ticket"), kFind).state == LogonState::Rejected);
  }
  SECTION("a Kerberos token without SPNEGO") {
    CHECK(server.take(der_element(0x60, kKerberosOid + "a ticket"), kFind).state == LogonState::Rejected);
  }
  SECTION("an answer first") {
    CHECK(server.take(response(course.client.negotiate(), ""), kFind).state == LogonState::Rejected);
  }
  SECTION("the client gives up") {
    const LogonLeg leg = server.take(init(kNtlmOid, course.client.negotiate()), kFind);
    REQUIRE(leg.state == LogonState::Continues);
    const std::string last = course.client.authenticate(reply_of(leg).token);
    CHECK(server.take(write_spnego({NegState::Reject, "", last, ""}), kFind).state == LogonState::Rejected);
  }
  // A logon that has ended does not begin again.
  CHECK(server.take(init(kNtlmOid, NtlmClient().negotiate()), kFind).state == LogonState::Rejected);
}

TEST_CASE("No altered SPNEGO token is accepted or brings the server down") {
  Course course;
  course.client.mic = Mic::Right;
  const std::string first = init(kMsKerberosOid + kNtlmOid, "a ticket");
  NegotiateExchange begun = exchange();
  const NegTokenResp challenge = reply_of(begun.take(init(kNtlmOid, course.client.negotiate()), kFind));
  const std::string last = response(course.client.authenticate(challenge.token), course.mic());
  std::size_t accepted = 0;
  for (unsigned flip = 1; flip < 256; ++flip) {
    for (std::size_t at = 0; at < first.size(); ++at) {
      std::string altered = first;
      altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ flip);
      accepted += exchange().take(altered, kFind).state == LogonState::Accepted;
    }
  }
  for (const unsigned flip : {0x01U, 0x20U, 0x80U, 0xffU}) {
    for (std::size_t at = 0; at < last.size(); ++at) {
      std::string altered = last;
      altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ flip);
      NegotiateExchange server = begun;
      accepted += server.take(altered, kFind).state == LogonState::Accepted;
      server = begun;
      accepted += server.take(last.substr(0, at), kFind).state == LogonState::Accepted;
    }
  }
  CHECK(accepted == 0);
  CHECK(begun.take(last, kFind).state == LogonState::Accepted);
}
