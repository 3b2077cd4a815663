// What proxies, web filters, firewalls, balancers and portals write, and how each is known.
#pragma once

#include <optional>
#include <string_view>

#include <webcid/diagnose/page.hpp>

namespace webcid::diagnose {

struct Gateway {
  std::string_view product;  // "" when only the kind is known
  GatewayAct act = GatewayAct::None;
  Mark mark = Mark::None;
};

// By the status line and the headers that only a gateway's own answers carry: sure, whatever the body is.
std::optional<Gateway> gateway_by_head(const model::Exchange& exchange);
// By its page. `body` in lower case.
std::optional<Gateway> gateway_by_page(const model::Exchange& exchange, std::string_view body);
// By headers that a gateway adds to what it hands on as well, on a page that nobody is known by.
std::optional<Gateway> gateway_by_shared_head(const model::Exchange& exchange);
// A page that says of itself that something was blocked, without a name.
bool is_block_page(const model::Exchange& exchange, std::string_view body);
// A redirect, or a page with 200, that leads to a sign-in page. `body` in lower case.
bool leads_to_sign_in(const model::Exchange& exchange, std::string_view body);

}  // namespace webcid::diagnose
