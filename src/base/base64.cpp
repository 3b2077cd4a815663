#include <webcid/base/base64.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace webcid::base {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xFF;

constexpr std::array<std::uint8_t, 256> reverse_alphabet() {
  std::array<std::uint8_t, 256> out{};
  for (auto& each : out) each = kNone;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    out[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return out;
}
constexpr auto kReverse = reverse_alphabet();

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return at < bytes.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at])) : 0U;
    };
    const std::uint32_t group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    out.push_back(kAlphabet[group >> 18U]);
    out.push_back(kAlphabet[group >> 12U & 63U]);
    out.push_back(i + 1 < bytes.size() ? kAlphabet[group >> 6U & 63U] : '=');
    out.push_back(i + 2 < bytes.size() ? kAlphabet[group & 63U] : '=');
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const std::size_t missing = i + 4 == text.size() ? padding : 0;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const std::uint8_t value = k < 4 - missing ? kReverse[static_cast<unsigned char>(text[i + k])] : std::uint8_t{0};
      if (value == kNone) return std::nullopt;
      group = group << 6U | value;
    }
    // Bits behind the last byte must be zero: one text for one value.
    if ((missing == 1 && (group & 0xFFU) != 0) || (missing == 2 && (group & 0xFFFFU) != 0)) return std::nullopt;
    out.push_back(static_cast<char>(group >> 16U & 0xFFU));
    if (missing < 2) out.push_back(static_cast<char>(group >> 8U & 0xFFU));
    if (missing < 1) out.push_back(static_cast<char>(group & 0xFFU));
  }
  return out;
}

}  // namespace webcid::base
