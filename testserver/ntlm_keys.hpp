// The computations of [MS-NLMP] section 3.3 and 3.4. Keys and messages are bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace webcid::testserver {

// Bits of NegotiateFlags ([MS-NLMP] 2.2.2.5).
namespace ntlm_flag {
constexpr std::uint32_t kUnicode = 0x00000001;
constexpr std::uint32_t kOem = 0x00000002;
constexpr std::uint32_t kRequestTarget = 0x00000004;
constexpr std::uint32_t kSign = 0x00000010;
constexpr std::uint32_t kSeal = 0x00000020;
constexpr std::uint32_t kNtlm = 0x00000200;
constexpr std::uint32_t kDomainSupplied = 0x00001000;
constexpr std::uint32_t kWorkstationSupplied = 0x00002000;
constexpr std::uint32_t kAlwaysSign = 0x00008000;
constexpr std::uint32_t kTargetIsDomain = 0x00010000;
constexpr std::uint32_t kTargetIsServer = 0x00020000;
constexpr std::uint32_t kExtendedSecurity = 0x00080000;
constexpr std::uint32_t kTargetInfo = 0x00800000;
constexpr std::uint32_t kVersion = 0x02000000;
constexpr std::uint32_t k128 = 0x20000000;
constexpr std::uint32_t kKeyExchange = 0x40000000;
constexpr std::uint32_t k56 = 0x80000000;
}  // namespace ntlm_flag

std::string md5(std::string_view bytes);                             // 16 bytes
std::string hmac_md5(std::string_view key, std::string_view bytes);  // 16 bytes
std::string random_bytes(std::size_t count);

// Takes as long whatever the bytes are; only a difference in length shows.
bool are_equal_secrets(std::string_view a, std::string_view b);

// NTOWFv1 (3.3.1) of a UTF-8 password.
std::string nt_hash(std::string_view password);
// NTOWFv2 (3.3.2). User and domain as the client sent them.
std::string ntowf_v2(std::string_view nt_hash, std::u16string_view user, std::u16string_view domain);

// A running RC4 key stream.
class Rc4 {
 public:
  explicit Rc4(std::string_view key);  // 1 to 256 bytes
  std::string apply(std::string_view bytes);

 private:
  std::array<std::uint8_t, 256> m_state{};
  std::uint8_t m_i = 0;
  std::uint8_t m_j = 0;
};

enum class NtlmSide : std::uint8_t { Client, Server };

// SIGNKEY and SEALKEY (3.4.5.2, 3.4.5.3) with extended session security: the side's own key for what it sends.
std::string sign_key(std::string_view exported_session_key, NtlmSide side);
std::string seal_key(std::string_view exported_session_key, std::uint32_t flags, NtlmSide side);

// MAC (3.4.4.2): the 16 bytes of NTLMSSP_MESSAGE_SIGNATURE. `seal`: the side's running key stream; used with key
// exchange only.
std::string ntlm_signature(std::string_view sign_key, Rc4& seal, std::uint32_t flags, std::uint32_t sequence,
                           std::string_view message);

}  // namespace webcid::testserver
