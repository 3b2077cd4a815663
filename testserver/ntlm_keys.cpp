#include "testserver/ntlm_keys.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <stdexcept>
#include <utility>

#include "testserver/md4.hpp"
#include "testserver/utf16.hpp"

namespace webcid::testserver {
namespace {

constexpr std::size_t kKey = 16;

const unsigned char* unsigned_bytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* unsigned_bytes(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

// A library without MD5 or random numbers is no state that a logon could be refused for: a broken invariant.
void expect(bool is_fine, const char* call) {
  if (!is_fine) throw std::logic_error(std::string(call) + " failed");
}

std::string little_endian(std::uint32_t number) {
  std::string out;
  for (unsigned i = 0; i < 4; ++i) out.push_back(static_cast<char>(number >> (i * 8) & 0xFF));
  return out;
}

// The magic constants of 3.4.5.2 and 3.4.5.3, their final zero byte included.
std::string magic(NtlmSide side, std::string_view what) {
  const std::string_view way = side == NtlmSide::Client ? "client-to-server" : "server-to-client";
  std::string out = "session key to ";
  out.append(way).append(" ").append(what).append(" key magic constant").push_back('\0');
  return out;
}

}  // namespace

std::string md5(std::string_view bytes) {
  std::string digest(kKey, '\0');
  expect(EVP_Digest(bytes.data(), bytes.size(), unsigned_bytes(digest), nullptr, EVP_md5(), nullptr) == 1, "MD5");
  return digest;
}

std::string hmac_md5(std::string_view key, std::string_view bytes) {
  std::string digest(kKey, '\0');
  const unsigned char* done = HMAC(EVP_md5(), key.data(), static_cast<int>(key.size()), unsigned_bytes(bytes),
                                   bytes.size(), unsigned_bytes(digest), nullptr);
  expect(done != nullptr, "HMAC-MD5");
  return digest;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  expect(RAND_bytes(unsigned_bytes(bytes), static_cast<int>(count)) == 1, "RAND_bytes");
  return bytes;
}

bool are_equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string nt_hash(std::string_view password) {
  return md4(to_little_endian(to_utf16(password)));
}

std::string ntowf_v2(std::string_view nt_hash, std::u16string_view user, std::u16string_view domain) {
  return hmac_md5(nt_hash, to_little_endian(to_upper(user)) + to_little_endian(domain));
}

Rc4::Rc4(std::string_view key) {
  for (std::size_t i = 0; i < 256; ++i) m_state[i] = static_cast<std::uint8_t>(i);
  std::uint8_t j = 0;
  for (std::size_t i = 0; i < 256; ++i) {
    j = static_cast<std::uint8_t>(j + m_state[i] + static_cast<std::uint8_t>(key[i % key.size()]));
    std::swap(m_state[i], m_state[j]);
  }
}

std::string Rc4::apply(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (const char byte : bytes) {
    m_i = static_cast<std::uint8_t>(m_i + 1);
    m_j = static_cast<std::uint8_t>(m_j + m_state[m_i]);
    std::swap(m_state[m_i], m_state[m_j]);
    const std::uint8_t key = m_state[static_cast<std::uint8_t>(m_state[m_i] + m_state[m_j])];
    out.push_back(static_cast<char>(static_cast<std::uint8_t>(byte) ^ key));
  }
  return out;
}

std::string sign_key(std::string_view exported_session_key, NtlmSide side) {
  return md5(std::string(exported_session_key) + magic(side, "signing"));
}

std::string seal_key(std::string_view exported_session_key, std::uint32_t flags, NtlmSide side) {
  const std::size_t size = (flags & ntlm_flag::k128) != 0 ? 16 : (flags & ntlm_flag::k56) != 0 ? 7 : 5;
  return md5(std::string(exported_session_key.substr(0, size)) + magic(side, "sealing"));
}

std::string ntlm_signature(std::string_view sign_key, Rc4& seal, std::uint32_t flags, std::uint32_t sequence,
                           std::string_view message) {
  const std::string number = little_endian(sequence);
  std::string checksum = hmac_md5(sign_key, number + std::string(message)).substr(0, 8);
  if ((flags & ntlm_flag::kKeyExchange) != 0) checksum = seal.apply(checksum);
  return little_endian(1) + checksum + number;
}

}  // namespace webcid::testserver
