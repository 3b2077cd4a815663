// The system's log: syslog(3), which journald answers as well.
#pragma once

#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/model/report.hpp>

namespace webcid::cli {

// syslog(3) tells nobody that nobody listens: LocalIo when that is so, Usage on systems without it.
base::Result<void> check_system_log();

// One line with the severity of the verdict (LOG_INFO, LOG_WARNING, LOG_ERR), facility LOG_USER, as webcid[pid].
void write_system_log(model::Verdict verdict, std::string_view line);

}  // namespace webcid::cli
