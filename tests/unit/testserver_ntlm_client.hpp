// A client of NTLM as far as the tests of the server need one. Its computations are those of ntlm_keys.hpp, which are
// held against the vectors of [MS-NLMP]; the messages are put together here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/base/text.hpp>

#include "testserver/ntlm_keys.hpp"
#include "testserver/ntlm_messages.hpp"
#include "testserver/utf16.hpp"

namespace webcid::testserver {

// The bytes of a hex text; blanks are for the reader.
inline std::string bytes(std::string_view hex) {
  std::string digits;
  for (const char c : hex) {
    if (c != ' ') digits.push_back(c);
  }
  std::string out;
  const auto decoded = base::from_hex(digits);
  for (const std::uint8_t byte : decoded.value_or(std::vector<std::uint8_t>{})) out.push_back(static_cast<char>(byte));
  return out;
}

inline std::string hex(std::string_view text) {
  return base::to_hex(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

// What is at fault with an AUTHENTICATE_MESSAGE, or special about it.
enum class Mic { None, Right, Wrong };
enum class Response { V2, V1 };

struct NtlmClient {
  std::string user = "User";
  std::string password = "Password";
  std::string domain = "Domain";
  Mic mic = Mic::None;
  Response response = Response::V2;
  // Unicode, request target, sign, seal, NTLM, always sign, extended security, 128, key exchange
  std::uint32_t flags = 0x60088235;
  std::string session_key = std::string(16, 'U');

  static void put(std::string& out, std::uint64_t number, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<char>(number >> (i * 8) & 0xFF));
  }

  std::string negotiate() const {
    std::string out("NTLMSSP\0\1\0\0\0", 12);
    put(out, flags, 4);
    return out + std::string(16, '\0');
  }

  // For the CHALLENGE_MESSAGE of a server.
  std::string authenticate(const std::string& challenge) const {
    std::string attributes = challenge.substr(offset(challenge, 44), length(challenge, 40));
    if (mic != Mic::None) {
      attributes.resize(attributes.size() - 4);
      attributes += bytes("0600 0400 02000000 00000000");
    }
    const std::string blob = bytes("0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000") + attributes;
    const std::string key = ntowf_v2(nt_hash(password), to_utf16(user), to_utf16(domain));
    const std::string proof = hmac_md5(key, challenge.substr(24, 8) + blob);
    const std::string answer = response == Response::V2 ? proof + blob : std::string(24, 'r');
    const bool has_key = (flags & 0x40000000) != 0 && (flags & 0x30) != 0;
    Rc4 stream(hmac_md5(key, proof));
    const std::string encrypted = has_key ? stream.apply(session_key) : "";

    std::string fixed("NTLMSSP\0\3\0\0\0", 12);
    std::string payload;
    for (const std::string& field : {std::string(24, '\0'), answer, to_little_endian(to_utf16(domain)),
                                     to_little_endian(to_utf16(user)), to_little_endian(u"HOST"), encrypted}) {
      put(fixed, field.size(), 2);
      put(fixed, field.size(), 2);
      put(fixed, kMicOffset + 16 + payload.size(), 4);
      payload += field;
    }
    put(fixed, flags, 4);
    const std::string head = fixed + std::string(8, '\0');  // no version
    std::string code(16, '\0');
    if (mic != Mic::None) {
      const std::string exported = has_key ? session_key : hmac_md5(key, proof);
      code = hmac_md5(exported, negotiate() + challenge + head + code + payload);
      if (mic == Mic::Wrong) code[0] = static_cast<char>(code[0] ^ 1);
    }
    return head + code + payload;
  }

  // RFC 4178, 5: of the client's side.
  std::string mech_list_mic(std::string_view mech_list, NtlmSide side = NtlmSide::Client) const {
    Rc4 seal(seal_key(session_key, flags, side));
    return ntlm_signature(sign_key(session_key, side), seal, flags, 0, mech_list);
  }

 private:
  static std::size_t length(const std::string& message, std::size_t at) {
    return static_cast<unsigned char>(message.at(at)) | static_cast<std::size_t>(message.at(at + 1)) << 8U;
  }
  static std::size_t offset(const std::string& message, std::size_t at) { return length(message, at); }
};

}  // namespace webcid::testserver
