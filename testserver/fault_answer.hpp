// What the faults of the kind FaultPlace::Answer do to a request, to the server's answer and to its delivery.
#pragma once

#include <optional>

#include <webcid/iis/answer.hpp>
#include <webcid/iis/server.hpp>

#include "testserver/fault_kinds.hpp"
#include "testserver/reply.hpp"

namespace webcid::testserver {

// Whether what brings the fault about is there, for the request that `honest` answers.
bool has_origin(const Fault& fault, const iis::Server& server, const iis::Request& request, const iis::Answer& honest);

// Before the server sees it: a range that will be ignored.
void alter_request(const Fault& fault, iis::Request& request);

// The answer that comes instead of the server's own, `honest`; nothing for faults that leave it.
std::optional<iis::Answer> replacement(const Fault& fault, const iis::Server& server, const iis::Request& request,
                                       const iis::Answer& honest);

// What the fault changes about an answer, before its body is opened.
void alter_answer(const Fault& fault, iis::Answer& answer);

// Compresses the body where the answer says so: with its length when that is soon known, else chunked.
void encode(Reply& reply);

// What the fault changes about sending it.
void alter_delivery(const Fault& fault, Reply& reply);

}  // namespace webcid::testserver
