// SPNEGO's tokens (RFC 4178, 4.2), DER in and out. Whatever is read is hostile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace webcid::testserver {

// 1.3.6.1.4.1.311.2.2.10, NTLMSSP, as the contents of an OBJECT IDENTIFIER.
inline constexpr std::string_view kNtlmMechanism("\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a", 10);

struct NegTokenInit {
  std::vector<std::string> mechanisms;  // contents of the object identifiers, the client's favourite first
  std::string mech_list;                // the DER of MechTypeList as it came: what a mechListMIC is computed over
  std::string token{};                  // for the favourite; "" for none
  std::string mech_list_mic{};
};

// NegState; the values are those on the wire.
enum class NegState : std::uint8_t { AcceptCompleted = 0, AcceptIncomplete = 1, Reject = 2, RequestMic = 3 };

struct NegTokenResp {
  std::optional<NegState> state{};
  std::string mechanism{};  // "" for none, as below
  std::string token{};
  std::string mech_list_mic{};
};

// Nothing for anything that is not one of the two, whole and without more behind it.
std::optional<std::variant<NegTokenInit, NegTokenResp>> read_spnego(std::string_view bytes);

std::string write_spnego(const NegTokenResp& token);

// One DER element: tag, length, contents.
std::string der_element(std::uint8_t tag, std::string_view contents);

}  // namespace webcid::testserver
