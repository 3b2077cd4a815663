// Fields of IIS's logs: no bytes of a request can end a field or a line.
#pragma once

#include <string>
#include <string_view>

#include <webcid/base/clock.hpp>

namespace webcid::testserver {

// `bytes` as one field: "-" when empty; blanks, tabs and control characters as '+' (KB820729; iis.md g.1 for the W3C
// log). UTF-8 stays, other bytes become %XX. Quotes stay as they are: neither format quotes.
std::string log_field(std::string_view bytes);

// "2026-01-31 23:59:59": the first two fields of both logs, UTC.
std::string log_time(base::Time time);

}  // namespace webcid::testserver
