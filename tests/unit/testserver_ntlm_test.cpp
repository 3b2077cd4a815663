// The vectors are those of RFC 1320, A.5 and of [MS-NLMP] 4.2.
#include "testserver/ntlm.hpp"

#include <chrono>

#include "catch.hpp"
#include "testserver/md4.hpp"
#include "testserver_ntlm_client.hpp"

using namespace webcid;
using namespace webcid::testserver;
using iis::LogonState;

namespace {

// [MS-NLMP] 4.2.1 and 4.2.4
const std::string kServerChallenge = bytes("0123456789abcdef");
const std::string kNtOwfV2 = bytes("0c868a403bfd7a93a3001ef22ef02e3f");
const std::string kTargetInfo = bytes("02000c00 44006f006d00610069006e00 01000c00 530065007200760065007200 00000000");
const std::string kTemp =
    bytes("0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000") + kTargetInfo + bytes("00000000");
const std::string kProof = bytes("68cd0ab851e51c96aabc927bebef6a1c");
const std::string kSessionBaseKey = bytes("8de40ccadbc14a82f15cb0ad0de95ca3");
const std::string kRandomSessionKey(16, 'U');
const std::string kEncryptedSessionKey = bytes("c5dad2544fc9799094ce1ce90bc9d03e");
const std::string kChallengeMessage = bytes(
    "4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000 2400240044000000"
    "060070170000000f 530065007200760065007200 02000c0044006f006d00610069006e00 01000c00530065007200760065007200"
    "00000000");
const std::string kAuthenticateMessage = bytes(
    "4e544c4d53535000 03000000 180018006c000000 5400540084000000 0c000c0048000000 0800080054000000 100010005c000000"
    "10001000d8000000 358288e2 0501280a0000000f 44006f006d00610069006e00 5500730065007200"
    "43004f004d0050005500540045005200 86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa"
    "68cd0ab851e51c96aabc927bebef6a1c 0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000"
    "02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000 00000000"
    "c5dad2544fc9799094ce1ce90bc9d03e");

const Account kAccount{"User", "Password", "Domain"};
const FindAccount kFind = [](std::string_view name, std::string_view domain) {
  return name == "User" && domain == "Domain" ? &kAccount : nullptr;
};

NtlmExchange exchange() {
  return {{"Server", "Domain"}, base::Time(), kServerChallenge};
}

// What a whole logon comes to.
LogonLeg log_on(const NtlmClient& client, NtlmExchange server = exchange()) {
  const LogonLeg challenge = server.take(client.negotiate(), kFind);
  REQUIRE(challenge.state == LogonState::Continues);
  return server.take(client.authenticate(challenge.token), kFind);
}

}  // namespace

TEST_CASE("MD4 is that of RFC 1320") {
  CHECK(hex(md4("")) == "31d6cfe0d16ae931b73c59d7e0c089c0");
  CHECK(hex(md4("a")) == "bde52cb31de33e46245e05fbdbd6fb24");
  CHECK(hex(md4("abc")) == "a448017aaf21d8525fc10ae87aa6729d");
  CHECK(hex(md4("message digest")) == "d9130a8164549fe818874806e1c7014b");
  CHECK(hex(md4("abcdefghijklmnopqrstuvwxyz")) == "d79e1c308aa5bbcdeea8ed63df412da9");
  CHECK(hex(md4("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")) ==
        "043f8582f241db351ce627e153e7f0e4");
  CHECK(hex(md4("12345678901234567890123456789012345678901234567890123456789012345678901234567890")) ==
        "e33b4ddc9c38f2199c3e7b164fcc0536");
}

TEST_CASE("The keys of NTLMv2 are those of MS-NLMP 4.2") {
  CHECK(hex(nt_hash("Password")) == "a4f49c406510bdcab6824ee7c30fd852");
  CHECK(ntowf_v2(nt_hash("Password"), u"User", u"Domain") == kNtOwfV2);
  CHECK(hmac_md5(kNtOwfV2, kServerChallenge + kTemp) == kProof);
  CHECK(hmac_md5(kNtOwfV2, kProof) == kSessionBaseKey);
  CHECK(Rc4(kSessionBaseKey).apply(kRandomSessionKey) == kEncryptedSessionKey);
}

TEST_CASE("Signing is that of MS-NLMP 4.2.4.4") {
  constexpr std::uint32_t kFlags = 0xe28a8233;
  const std::string own_seal_key = seal_key(kRandomSessionKey, kFlags, NtlmSide::Client);
  CHECK(hex(own_seal_key) == "59f600973cc4960a25480a7c196e4c58");
  CHECK(hex(sign_key(kRandomSessionKey, NtlmSide::Client)) == "4788dc861b4782f35d43fd98fe1a2d39");
  // GSS_WrapEx seals the message first, with the same key stream.
  const std::string plain = to_little_endian(u"Plaintext");
  Rc4 seal(own_seal_key);
  CHECK(hex(seal.apply(plain)) == "54e50165bf1936dc996020c1811b0f06fb5f");
  CHECK(hex(ntlm_signature(sign_key(kRandomSessionKey, NtlmSide::Client), seal, kFlags, 0, plain)) ==
        "010000007fb38ec5c55d497600000000");
}

TEST_CASE("The messages on the wire are those of MS-NLMP 4.2.4.3") {
  CHECK(write_av_pairs({{AvId::DomainName, to_little_endian(u"Domain")},
                        {AvId::ComputerName, to_little_endian(u"Server")}}) == kTargetInfo);
  CHECK(write_challenge({0xe28a8233, kServerChallenge, u"Server", bytes("060070170000000f"), kTargetInfo}) ==
        kChallengeMessage);
  const std::optional<AuthenticateMessage> sent = read_authenticate(kAuthenticateMessage);
  REQUIRE(sent);
  CHECK(sent->flags == 0xe2888235);
  CHECK(to_utf8(sent->user) == "User");
  CHECK(to_utf8(sent->domain) == "Domain");
  CHECK(sent->nt_proof == kProof);
  CHECK(sent->client_challenge == kTemp);
  CHECK(sent->encrypted_session_key == kEncryptedSessionKey);
  CHECK(sent->mic.empty());
}

TEST_CASE("The published logon is accepted, and its session key found") {
  NtlmExchange server = exchange();
  NtlmClient client;
  client.flags = 0xe2888235;
  REQUIRE(server.take(client.negotiate(), kFind).state == LogonState::Continues);
  const LogonLeg leg = server.take(kAuthenticateMessage, kFind);
  CHECK(leg.state == LogonState::Accepted);
  CHECK(leg.account == &kAccount);
  REQUIRE(server.session());
  CHECK(server.session()->exported_session_key == kRandomSessionKey);
  CHECK_FALSE(server.session()->has_mic);
}

TEST_CASE("A challenge tells who the server is and what time it has") {
  NtlmClient client;
  NtlmExchange server({"Server", "Domain"}, base::Time(std::chrono::seconds(1)), kServerChallenge);
  const std::string challenge = server.take(client.negotiate(), kFind).token;
  const std::string info = write_av_pairs({
      {AvId::DomainName, to_little_endian(u"Domain")},
      {AvId::ComputerName, to_little_endian(u"Server")},
      {AvId::DnsDomainName, to_little_endian(u"domain.example")},
      {AvId::DnsComputerName, to_little_endian(u"server.domain.example")},
      {AvId::Timestamp, bytes("8016d7d5deb19d01")},  // 116444736010000000 tenths of a microsecond since 1601
  });
  CHECK(info.size() == 126);
  // [MS-NLMP] 2.2.1.2; the flags are the client's, with target information and the kind of the target.
  CHECK(hex(challenge) == hex(bytes("4e544c4d5353500002000000 0c000c0038000000 35828960 0123456789abcdef"
                                    "0000000000000000 7e007e0044000000 0000000000000000") +
                              to_little_endian(u"Domain") + info));
}

TEST_CASE("A client without Unicode gets an OEM challenge, and its names are widened") {
  NtlmClient client;
  client.flags = 0x00088206;  // curl's: OEM, request target, NTLM, always sign, extended security
  NtlmExchange server({"Server", ""}, base::Time(), kServerChallenge);
  const std::string challenge = server.take(client.negotiate(), kFind).token;
  CHECK(hex(challenge.substr(0, 32)) ==
        "4e544c4d5353500002000000060006003800000006828a00"
        "0123456789abcdef");
  CHECK(challenge.substr(56, 6) == "Server");
  std::string oem = kAuthenticateMessage;
  oem[60] = 0x36;  // OEM for Unicode
  const std::optional<AuthenticateMessage> sent = read_authenticate(oem);
  REQUIRE(sent);
  CHECK(sent->user == widened(to_little_endian(u"User")));
}

TEST_CASE("A right logon is accepted whatever integrity it has") {
  NtlmClient client;
  CHECK(log_on(client).state == LogonState::Accepted);
  client.mic = Mic::Right;
  CHECK(log_on(client).state == LogonState::Accepted);
  client.flags &= ~0x40000000U;  // no key exchange
  CHECK(log_on(client).state == LogonState::Accepted);
  client.user = "uSER";
  CHECK(log_on(client).state == LogonState::Rejected);  // kFind knows no such name
}

TEST_CASE("A logon with one thing wrong is rejected") {
  NtlmClient client;
  SECTION("password") {
    client.password = "password";
  }
  SECTION("user") {
    client.user = "Users";
  }
  SECTION("domain") {
    client.domain = "Other";
  }
  SECTION("integrity code") {
    client.mic = Mic::Wrong;
  }
  SECTION("NTLMv1") {
    client.response = Response::V1;
  }
  CHECK(log_on(client).state == LogonState::Rejected);
}

TEST_CASE("Messages out of turn are rejected") {
  const NtlmClient client;
  NtlmExchange server = exchange();
  CHECK(server.take(kAuthenticateMessage, kFind).state == LogonState::Rejected);
  CHECK(server.take(client.negotiate(), kFind).state == LogonState::Rejected);  // it has ended
  server = exchange();
  const std::string challenge = server.take(client.negotiate(), kFind).token;
  CHECK(server.take(client.authenticate(challenge), kFind).state == LogonState::Accepted);
  CHECK(server.take(client.authenticate(challenge), kFind).state == LogonState::Rejected);
  // The answer to another challenge.
  NtlmExchange other({"Server", "Domain"}, base::Time(), bytes("0000000000000000"));
  REQUIRE(other.take(client.negotiate(), kFind).state == LogonState::Continues);
  CHECK(other.take(client.authenticate(challenge), kFind).state == LogonState::Rejected);
}

TEST_CASE("A message with one thing wrong is none") {
  const auto negotiate_with = [](std::size_t at, std::string_view put) {
    return NtlmClient().negotiate().replace(at, put.size(), put);
  };
  CHECK(read_negotiate(NtlmClient().negotiate()));
  CHECK_FALSE(read_negotiate(""));
  CHECK_FALSE(read_negotiate(NtlmClient().negotiate().substr(0, 15)));
  CHECK_FALSE(read_negotiate(negotiate_with(0, "X")));
  CHECK_FALSE(read_negotiate(negotiate_with(8, bytes("02"))));
  CHECK_FALSE(read_negotiate(negotiate_with(12, bytes("34"))));  // neither Unicode nor OEM
  // The flag that a domain is supplied, and a domain outside the message.
  CHECK_FALSE(read_negotiate(negotiate_with(12, bytes("35920860 0100010020000000"))));
  CHECK_FALSE(read_negotiate(negotiate_with(12, bytes("35920860 01000100ffffffff"))));

  const auto authenticate_with = [](std::size_t at, std::string_view put) {
    return std::string(kAuthenticateMessage).replace(at, put.size(), put);
  };
  CHECK(read_authenticate(authenticate_with(0, "N")));
  CHECK_FALSE(read_authenticate(kAuthenticateMessage.substr(0, 63)));
  CHECK_FALSE(read_authenticate(kAuthenticateMessage.substr(0, kAuthenticateMessage.size() - 1)));
  CHECK_FALSE(read_authenticate(authenticate_with(8, bytes("01"))));
  CHECK_FALSE(read_authenticate(authenticate_with(24, bytes("ffffffff"))));  // response far outside
  CHECK_FALSE(read_authenticate(authenticate_with(24, bytes("00000000"))));  // response inside the fixed part
  CHECK_FALSE(read_authenticate(authenticate_with(32, bytes("00000000"))));  // domain inside the fixed part
  CHECK_FALSE(read_authenticate(authenticate_with(20, bytes("18001800"))));  // as long as an NTLMv1 response
  CHECK_FALSE(read_authenticate(authenticate_with(36, bytes("07000700"))));  // half a UTF-16 unit
  CHECK_FALSE(read_authenticate(authenticate_with(0x94, bytes("02"))));      // another response type
  CHECK_FALSE(read_authenticate(authenticate_with(0xb2, bytes("ffff"))));    // attribute longer than the message
}

TEST_CASE("Names are compared and computed with in Windows' upper case") {
  CHECK(to_upper(u"aZ\u00e9\u00f7\u00fe\u03c9\u044f\u0451\uff5a\u65e5") ==
        u"AZ\u00c9\u00f7\u00de\u03a9\u042f\u0401\uff3a\u65e5");
  CHECK(to_utf16("a\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80") == u"a\u00e9\u65e5\U0001F600");
  CHECK(to_utf8(u"a\u00e9\u65e5\U0001F600") == "a\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80");
  CHECK(to_utf16("\xc3(\xff\xed\xa0\x80") == u"\ufffd(\ufffd\ufffd\ufffd\ufffd");
  CHECK(to_utf8(std::u16string(1, char16_t(0xd800))) == "\xef\xbf\xbd");
}

TEST_CASE("No altered NTLM message is accepted or brings the server down") {
  NtlmClient client;
  client.mic = Mic::Right;
  NtlmExchange begun = exchange();
  const std::string challenge = begun.take(client.negotiate(), kFind).token;
  const std::string authenticate = client.authenticate(challenge);
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < authenticate.size(); ++at) {
    for (const unsigned flip : {0x01U, 0x80U, 0xffU}) {
      std::string altered = authenticate;
      altered[at] = static_cast<char>(static_cast<unsigned char>(altered[at]) ^ flip);
      NtlmExchange server = begun;
      accepted += server.take(altered, kFind).state != LogonState::Rejected;
    }
    NtlmExchange server = begun;
    accepted += server.take(authenticate.substr(0, at), kFind).state != LogonState::Rejected;
  }
  CHECK(accepted == 0);  // the integrity code is over every byte
  const std::string negotiate = client.negotiate();
  for (std::size_t at = 0; at < negotiate.size(); ++at) {
    for (unsigned value = 0; value < 256; ++value) {
      std::string altered = negotiate;
      altered[at] = static_cast<char>(value);
      CHECK(exchange().take(altered, kFind).state != LogonState::Accepted);
    }
  }
}
