// A report as one line for the system's log.
#pragma once

#include <string>

#include <webcid/model/report.hpp>

namespace webcid::report {

// "verdict=broken url=\"http://srv/SophosUpdate\" files=200 ... causes=iis.hidden-segment,...": key=value pairs in a
// fixed order, texts quoted with \" and \\ escaped, at most about 900 bytes (RFC 3164 section 4.1 lets a relay cut what
// is longer than 1024). The same in every language; no names of files, no account, printable.
std::string log_line(const model::Report& report);

}  // namespace webcid::report
