// What answers in the server's place: proxies, filters, balancers and portals.
#pragma once

#include "observations.hpp"

namespace webcid::diagnose {

// Whether something on the way gave this answer: by its own signature, or because its Server header and page are not
// those of the server that the files come from. A server that is nginx or Apache itself and refuses is none.
bool is_from_gateway(const Seen& answer, const Observations& seen);

// Whether a file's place was taken by a gateway's page: not by one that the server itself gives to any name.
bool is_block_page(const Spoiled& file, const Observations& seen);

}  // namespace webcid::diagnose
