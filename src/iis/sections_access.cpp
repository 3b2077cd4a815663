// Who may ask: TLS, client addresses, accounts, URL authorization.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "addresses.hpp"
#include "config_collections.hpp"
#include "sections.hpp"

namespace webcid::iis {
namespace {

void merge_access(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.check_attributes(node, {"sslFlags"});
  const auto flags = reader.read_flags(node, "sslFlags",
                                       {"None", "Ssl", "SslNegotiateCert", "SslRequireCert", "SslMapCert", "Ssl128"});
  if (flags) place.rules.ssl = {flags->contains(1), flags->contains(5), flags->contains(3)};
}

void read_deny_action(ConfigReader& reader, const pugi::xml_node& node, DenyAction& target) {
  reader.read_enum(node, "denyAction", {"AbortRequest", "Unauthorized", "Forbidden", "NotFound"}, target);
}

void merge_ip_security(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  IpSecurity& security = place.rules.ip_security;
  reader.read(node, "allowUnlisted", security.allow_unlisted);
  reader.read(node, "enableReverseDns", security.enable_reverse_dns);
  read_deny_action(reader, node, security.deny_action);
  if (security.enable_reverse_dns) reader.ignore(node, "/@enableReverseDns");
  reader.check_attributes(node, {"allowUnlisted", "enableReverseDns", "denyAction"}, {"enableProxyMode"});
  merge_rows(
      reader, node,
      {"add", {{"ipAddress", ""}, {"subnetMask", "255.255.255.255"}, {"domainName", ""}}, "", {"allowed"}},
      security.rules,
      [](const AddressRule& rule) {
        return fold_name(rule.address + ", " + (rule.mask.empty() ? "255.255.255.255" : rule.mask) + ", " +
                         rule.domain);
      },
      [&](const pugi::xml_node& child) {
        AddressRule rule;
        reader.read(child, "ipAddress", rule.address);
        reader.read(child, "subnetMask", rule.mask);
        reader.read(child, "domainName", rule.domain);
        reader.read(child, "allowed", rule.allowed);
        if (!rule.address.empty() && !is_address(rule.address)) {
          reader.fail(child, kInvalidData, "The 'ipAddress' attribute is invalid.  Not a valid IP address");
        }
        if (!rule.domain.empty()) reader.ignore(child, "/@domainName");
        return rule;
      });
}

void merge_dynamic_ip_security(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  DynamicIpSecurity& security = place.rules.dynamic_ip_security;
  read_deny_action(reader, node, security.deny_action);
  reader.check_attributes(node, {"denyAction"}, {"enableProxyMode", "enableLoggingOnlyMode"});
  reader.check_children(node, {"denyByConcurrentRequests", "denyByRequestRate"});
  if (const pugi::xml_node child = node.child("denyByConcurrentRequests")) {
    reader.read(child, "enabled", security.denies_by_concurrency);
    reader.read(child, "maxConcurrentRequests", security.max_concurrent);
    reader.check_attributes(child, {"enabled", "maxConcurrentRequests"});
  }
  if (const pugi::xml_node child = node.child("denyByRequestRate")) {
    auto interval = static_cast<std::uint32_t>(security.interval.count());
    reader.read(child, "enabled", security.denies_by_rate);
    reader.read(child, "maxRequests", security.max_requests);
    reader.read(child, "requestIntervalInMilliseconds", interval);
    security.interval = std::chrono::milliseconds(interval);
    reader.check_attributes(child, {"enabled", "maxRequests", "requestIntervalInMilliseconds"});
  }
}

void merge_anonymous(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.read(node, "enabled", place.rules.authentication.anonymous);
  reader.read(node, "userName", place.rules.authentication.anonymous_user);
  // The password of the anonymous account is never of interest, and never kept.
  reader.check_attributes(node, {"enabled", "userName", "password", "logonMethod", "defaultLogonDomain"});
}

void merge_basic(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.read(node, "enabled", place.rules.authentication.basic);
  reader.read(node, "realm", place.rules.authentication.basic_realm);
  reader.check_attributes(node, {"enabled", "realm", "defaultLogonDomain", "logonMethod"});
}

void merge_digest(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.read(node, "enabled", place.rules.authentication.digest);
  reader.read(node, "realm", place.rules.authentication.digest_realm);
  reader.check_attributes(node, {"enabled", "realm"});
}

void merge_windows(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  Authentication& authentication = place.rules.authentication;
  reader.read(node, "enabled", authentication.windows);
  reader.check_attributes(
      node, {"enabled", "useKernelMode", "useAppPoolCredentials", "authPersistSingleRequest", "authPersistNonNTLM"});
  reader.check_children(node, {"providers", "extendedProtection"});
  const pugi::xml_node list = node.child("providers");
  if (!list) return;
  merge_rows(
      reader, list, {"add", {{"value"}}}, authentication.providers,
      [](const std::string& provider) { return fold_name(provider); },
      [](const pugi::xml_node& child) { return std::string(child.attribute("value").value()); });
}

void merge_authorization(ConfigReader& reader, const pugi::xml_node& node, const Place& place) {
  reader.check_attributes(node, {"bypassLoginPages"});
  merge_rows(
      reader, node, {"add", {{"users", ""}, {"roles", ""}, {"verbs", ""}}, "accessType"},
      place.rules.authorization.rules, [](const AuthorizationRule& rule) { return rule.key; },
      [&](const pugi::xml_node& child) {
        AuthorizationRule rule;
        reader.read_enum(child, "accessType", {"Deny", "Allow"}, rule.allows);
        rule.users = words_of(child.attribute("users").value());
        rule.roles = words_of(child.attribute("roles").value());
        rule.verbs = words_of(child.attribute("verbs").value());
        rule.key = fold_name(fmt::format("{}, {}, {}", child.attribute("users").value(),
                                         child.attribute("roles").value(), child.attribute("verbs").value()));
        if (!rule.roles.empty()) reader.ignore(child, "/@roles");
        return rule;
      });
}

constexpr std::array<Section, 8> kSections{{
    {"system.webServer/security/access", &merge_access},
    {"system.webServer/security/ipSecurity", &merge_ip_security},
    {"system.webServer/security/dynamicIpSecurity", &merge_dynamic_ip_security},
    {"system.webServer/security/authentication/anonymousAuthentication", &merge_anonymous},
    {"system.webServer/security/authentication/basicAuthentication", &merge_basic},
    {"system.webServer/security/authentication/digestAuthentication", &merge_digest},
    {"system.webServer/security/authentication/windowsAuthentication", &merge_windows},
    {"system.webServer/security/authorization", &merge_authorization},
}};

}  // namespace

std::span<const Section> access_sections() {
  return kSections;
}

}  // namespace webcid::iis
