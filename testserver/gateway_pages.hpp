// Answers of what stands between a client and IIS: filters, portals, balancers, proxies. Their pages are written from
// the structure that iis.md f.5 describes: to be recognised, not to be mistaken for a product's own text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <webcid/iis/answer.hpp>

#include "testserver/fault_kinds.hpp"

namespace webcid::testserver {

// The products whose page a fault of this kind can show, the usual one first; none for a kind without pages.
std::vector<std::string_view> gateway_products(FaultKind kind);

// The answer of BlockPage, Portal, UpstreamFailed and AuthProxy. The connection ends with it.
iis::Answer gateway_answer(const Fault& fault, const iis::Request& request);

// Whether a cache may not answer from what it holds: RFC 9111 5.2.1.4 (no-cache), 5.2.1.1 (max-age=0), 5.4 (Pragma).
bool is_fresh_wanted(const iis::Request& request);
// What a caching proxy adds to an answer that it holds for so long, or to one that it has just fetched.
void add_cache_hit(iis::Answer& answer, int seconds);
void add_cache_miss(iis::Answer& answer);

// "{host}" and "{path}" of a location replaced by the request's: the host without its port, the target as sent.
std::string location_for(std::string_view text, const iis::Request& request);

// RFC 9110 15; also of statuses that IIS itself never sends.
std::string_view phrase_of(int status);

}  // namespace webcid::testserver
