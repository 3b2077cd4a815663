#include "testserver/ntlm_messages.hpp"

#include <algorithm>
#include <cstddef>

#include "testserver/ntlm_keys.hpp"
#include "testserver/utf16.hpp"

namespace webcid::testserver {
namespace {

constexpr std::string_view kSignature("NTLMSSP\0", 8);
constexpr std::size_t kProof = 16;
constexpr std::size_t kMic = 16;
constexpr std::size_t kAttributes = 28;     // of NTLMv2_CLIENT_CHALLENGE (2.2.2.7): where its attributes begin
constexpr std::size_t kMaxAttributes = 64;  // more than there are kinds of them
constexpr std::uint32_t kMicProvided = 2;   // bit of AvId::Flags

// Little-endian; the caller has held `at` against the size.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (i * 8);
  }
  return number;
}

void append_number(std::string& out, std::uint64_t number, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<char>(number >> (i * 8) & 0xFF));
}

bool is_message(std::string_view message, std::uint32_t type, std::size_t least) {
  return message.size() >= least && message.substr(0, kSignature.size()) == kSignature &&
         number_at(message, 8, 4) == type;
}

// The bytes that the 8 bytes at `at` (length, maximum, offset) point to; nothing when they leave the message or reach
// into its fixed part.
std::optional<std::string_view> field_at(std::string_view message, std::size_t at, std::size_t fixed_part) {
  const std::size_t length = number_at(message, at, 2);
  const std::size_t offset = number_at(message, at + 4, 4);
  if (length == 0) return std::string_view();
  if (offset < fixed_part || offset > message.size() || length > message.size() - offset) return std::nullopt;
  return message.substr(offset, length);
}

std::optional<std::u16string> name_at(std::string_view message, std::size_t at, std::size_t fixed_part,
                                      std::uint32_t flags) {
  const std::optional<std::string_view> bytes = field_at(message, at, fixed_part);
  if (!bytes) return std::nullopt;
  return (flags & ntlm_flag::kUnicode) != 0 ? from_little_endian(*bytes) : widened(*bytes);
}

std::uint32_t flags_of(const std::vector<AvPair>& pairs) {
  for (const AvPair& pair : pairs) {
    if (pair.id == AvId::Flags && pair.value.size() == 4) return number_at(pair.value, 0, 4);
  }
  return 0;
}

}  // namespace

std::string write_av_pairs(const std::vector<AvPair>& pairs) {
  std::string out;
  for (const AvPair& pair : pairs) {
    append_number(out, static_cast<std::uint16_t>(pair.id), 2);
    append_number(out, pair.value.size(), 2);
    out += pair.value;
  }
  append_number(out, 0, 4);
  return out;
}

std::optional<std::vector<AvPair>> read_av_pairs(std::string_view bytes) {
  std::vector<AvPair> pairs;
  while (bytes.size() >= 4 && pairs.size() < kMaxAttributes) {
    const auto id = static_cast<AvId>(number_at(bytes, 0, 2));
    const std::size_t length = number_at(bytes, 2, 2);
    bytes.remove_prefix(4);
    if (id == AvId::End) return pairs;
    if (length > bytes.size()) return std::nullopt;
    pairs.push_back({id, std::string(bytes.substr(0, length))});
    bytes.remove_prefix(length);
  }
  return std::nullopt;
}

bool is_negotiate(std::string_view message) {
  return is_message(message, 1, kSignature.size() + 4);
}

std::optional<std::uint32_t> read_negotiate(std::string_view message) {
  constexpr std::size_t kFlagsEnd = 16;
  if (!is_message(message, 1, kFlagsEnd)) return std::nullopt;
  const std::uint32_t flags = number_at(message, 12, 4);
  // 2.2.2.5: one of the two must be there, else SEC_E_INVALID_TOKEN.
  if ((flags & (ntlm_flag::kUnicode | ntlm_flag::kOem)) == 0) return std::nullopt;
  const auto is_sound = [&](std::uint32_t flag, std::size_t at) {
    return (flags & flag) == 0 || (message.size() >= at + 8 && field_at(message, at, at + 8));
  };
  if (!is_sound(ntlm_flag::kDomainSupplied, 16) || !is_sound(ntlm_flag::kWorkstationSupplied, 24)) return std::nullopt;
  return flags;
}

std::string write_challenge(const ChallengeMessage& message) {
  constexpr std::size_t kFixedPart = 56;
  // Outside ASCII, which bytes an "OEM" name has depends on the system; these are as good as any.
  const bool is_unicode = (message.flags & ntlm_flag::kUnicode) != 0;
  const std::string name = is_unicode ? to_little_endian(message.target_name) : to_utf8(message.target_name);
  std::string out(kSignature);
  append_number(out, 2, 4);
  append_number(out, name.size(), 2);
  append_number(out, name.size(), 2);
  append_number(out, kFixedPart, 4);
  append_number(out, message.flags, 4);
  out += message.server_challenge;
  append_number(out, 0, 8);
  append_number(out, message.target_info.size(), 2);
  append_number(out, message.target_info.size(), 2);
  append_number(out, kFixedPart + name.size(), 4);
  return out + message.version + name + message.target_info;
}

std::optional<AuthenticateMessage> read_authenticate(std::string_view message) {
  constexpr std::size_t kFixedPart = 64;  // the version and the MIC that follow are not always there
  if (!is_message(message, 3, kFixedPart)) return std::nullopt;
  AuthenticateMessage out;
  out.flags = number_at(message, 60, 4);
  const std::optional<std::string_view> lm = field_at(message, 12, kFixedPart);
  const std::optional<std::string_view> response = field_at(message, 20, kFixedPart);
  std::optional<std::u16string> domain = name_at(message, 28, kFixedPart, out.flags);
  std::optional<std::u16string> user = name_at(message, 36, kFixedPart, out.flags);
  const std::optional<std::u16string> workstation = name_at(message, 44, kFixedPart, out.flags);
  const std::optional<std::string_view> key = field_at(message, 52, kFixedPart);
  if (!lm || !response || !domain || !user || !workstation || !key) return std::nullopt;
  // 2.2.2.6: an NTLMv1 response has 24 bytes, an NTLMv2 response never so few.
  if (response->size() < kProof + kAttributes + 4) return std::nullopt;
  const std::string_view blob = response->substr(kProof);
  if (blob[0] != 1 || blob[1] != 1) return std::nullopt;  // RespType, HiRespType
  const std::optional<std::vector<AvPair>> pairs = read_av_pairs(blob.substr(kAttributes));
  if (!pairs) return std::nullopt;
  if ((flags_of(*pairs) & kMicProvided) != 0) {
    if (message.size() < kMicOffset + kMic) return std::nullopt;
    out.mic = message.substr(kMicOffset, kMic);
  }
  out.user = std::move(*user);
  out.domain = std::move(*domain);
  out.nt_proof = response->substr(0, kProof);
  out.client_challenge = blob;
  out.encrypted_session_key = *key;
  return out;
}

}  // namespace webcid::testserver
