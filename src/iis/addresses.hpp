// ipSecurity and dynamicIpSecurity: who may ask at all.
#pragma once

#include <optional>
#include <string_view>

#include <webcid/iis/answer.hpp>
#include <webcid/iis/configuration.hpp>
#include <webcid/iis/version.hpp>

namespace webcid::iis {

// How a client is turned away.
struct AddressDenial {
  DenyAction action = DenyAction::Forbidden;
  int sub_status = 0;  // of whatever status the action gives
};

std::optional<AddressDenial> denial_of(const Configuration& rules, const Request& request, Version version);

bool is_address(std::string_view text);

// Whether an IPv4 or IPv6 address in text is the one of the rule, or in its subnet.
bool matches_address(const AddressRule& rule, std::string_view client);

}  // namespace webcid::iis
