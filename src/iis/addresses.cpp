#include "addresses.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <webcid/base/text.hpp>

namespace webcid::iis {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

std::optional<Bytes> parse_ipv4(std::string_view text) {
  Bytes bytes{};
  bytes[10] = bytes[11] = 0xff;  // as an IPv4-mapped IPv6 address
  const auto parts = base::split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto number = base::parse_unsigned(parts[i]);
    if (!number || *number > 255) return std::nullopt;
    bytes[12 + i] = static_cast<std::uint8_t>(*number);
  }
  return bytes;
}

std::optional<std::uint16_t> parse_group(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  const auto bytes = base::from_hex(std::string(4 - text.size(), '0') + std::string(text));
  if (!bytes) return std::nullopt;
  return static_cast<std::uint16_t>(((*bytes)[0] << 8U) | (*bytes)[1]);
}

// RFC 4291 2.2, without the form that ends in an IPv4 address.
std::optional<Bytes> parse_ipv6(std::string_view text) {
  text = text.substr(0, text.find('%'));  // a zone is of no interest
  const std::size_t gap = text.find("::");
  const auto groups_of = [](std::string_view part) {
    return part.empty() ? std::vector<std::string_view>{} : base::split(part, ':');
  };
  const auto head = groups_of(text.substr(0, gap));
  const auto tail = groups_of(gap == std::string_view::npos ? std::string_view() : text.substr(gap + 2));
  const std::size_t count = head.size() + tail.size();
  if (gap == std::string_view::npos ? count != 8 : count > 7) return std::nullopt;
  Bytes bytes{};
  const auto put = [&](std::size_t place, std::string_view group) {
    const auto value = parse_group(group);
    if (!value) return false;
    bytes[2 * place] = static_cast<std::uint8_t>(*value >> 8U);
    bytes[2 * place + 1] = static_cast<std::uint8_t>(*value & 0xffU);
    return true;
  };
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (!put(i, head[i])) return std::nullopt;
  }
  for (std::size_t i = 0; i < tail.size(); ++i) {
    if (!put(8 - tail.size() + i, tail[i])) return std::nullopt;
  }
  return bytes;
}

std::optional<Bytes> parse_address(std::string_view text) {
  return text.find(':') == std::string_view::npos ? parse_ipv4(text) : parse_ipv6(text);
}

// The mask as bytes: dotted for IPv4, a prefix length for IPv6.
Bytes mask_of(const AddressRule& rule) {
  Bytes mask;
  mask.fill(0xff);
  if (rule.mask.empty()) return mask;
  if (const auto dotted = parse_ipv4(rule.mask)) {
    std::copy(dotted->begin() + 12, dotted->end(), mask.begin() + 12);
    return mask;
  }
  const auto prefix = base::parse_unsigned(rule.mask);
  if (!prefix || *prefix > 128) return mask;
  const bool is_ipv4 = rule.address.find(':') == std::string::npos;
  std::uint64_t left = *prefix + (is_ipv4 ? 96 : 0);
  for (std::uint8_t& byte : mask) {
    const auto bits = static_cast<unsigned>(std::min<std::uint64_t>(left, 8));
    byte = static_cast<std::uint8_t>(0xff00U >> bits);
    left -= bits;
  }
  return mask;
}

// Sub-statuses of 8.0 and later; before, 403.6 whatever the reason (iis.md a.3).
constexpr int kConcurrent = 501;
constexpr int kRate = 502;
constexpr int kListed = 503;
constexpr int kBefore8 = 6;

}  // namespace

bool is_address(std::string_view text) {
  return parse_address(text).has_value();
}

bool matches_address(const AddressRule& rule, std::string_view client) {
  const auto wanted = parse_address(rule.address);
  const auto address = parse_address(client);
  if (!wanted || !address) return false;
  const Bytes mask = mask_of(rule);
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (((*wanted)[i] & mask[i]) != ((*address)[i] & mask[i])) return false;
  }
  return true;
}

std::optional<AddressDenial> denial_of(const Configuration& rules, const Request& request, Version version) {
  const IpSecurity& listed = rules.ip_security;
  const bool has_actions = version >= Version::V8_0;
  const auto rule = std::find_if(listed.rules.begin(), listed.rules.end(),
                                 [&](const AddressRule& row) { return matches_address(row, request.client_address); });
  const bool is_allowed = rule == listed.rules.end() ? listed.allow_unlisted : rule->allowed;
  if (!is_allowed && rules.has_module("IpRestrictionModule")) {
    if (!has_actions) return AddressDenial{DenyAction::Forbidden, kBefore8};
    return AddressDenial{listed.deny_action, kListed};
  }
  const DynamicIpSecurity& dynamic = rules.dynamic_ip_security;
  if (!has_actions || !rules.has_module("DynamicIpRestrictionModule")) return std::nullopt;
  if (dynamic.denies_by_concurrency && request.load.concurrent > dynamic.max_concurrent) {
    return AddressDenial{dynamic.deny_action, kConcurrent};
  }
  if (dynamic.denies_by_rate && request.load.requests_within &&
      request.load.requests_within(dynamic.interval) > dynamic.max_requests) {
    return AddressDenial{dynamic.deny_action, kRate};
  }
  return std::nullopt;
}

}  // namespace webcid::iis
