// The table behind gateway_pages.hpp: what each product sends, and why it says so.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "testserver/fault_kinds.hpp"

namespace webcid::testserver {

// A place in a page or header is {shown} (the URL, escaped for HTML), {status}, {phrase}, {code}, {errno},
// {why} or {date}. Content-Length and Connection are added behind the headers.
struct GatewayPage {
  FaultKind kind;
  std::string_view product;
  int status;               // unless the fault says otherwise
  std::string_view reason;  // behind the status; "": RFC 9110's
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  std::string_view body;
};

const std::vector<GatewayPage>& gateway_page_table();

// What a product names as the reason of a status, where its pages have a place for it.
struct GatewayReason {
  std::string_view product;
  int status;
  std::string_view code;
  std::string_view error;  // of the system
  std::string_view text;
  std::string_view phrase{};  // in place of RFC 9110's, on the status line too
};
const GatewayReason& gateway_reason(std::string_view product, int status);

// Headers of the caching proxy that all scenarios share.
constexpr std::string_view kProxyVia = "1.1 proxy.example (squid/5.7)";
constexpr std::string_view kProxyMiss = "MISS from proxy.example";
constexpr std::string_view kProxyHit = "HIT from proxy.example";

}  // namespace webcid::testserver
