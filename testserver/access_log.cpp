#include "testserver/access_log.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

namespace webcid::testserver {

base::Result<void> AccessLog::open(const std::string& path) {
  m_file.open(base::to_native(path), std::ios::binary | std::ios::app);
  if (m_file.is_open()) return {};
  return base::fail(base::ErrorKind::LocalIo,
                    fmt::format("cannot write {}: {}", base::printable(path), base::system_message(errno)));
}

void AccessLog::add(const iis::Request& request, const iis::Answer& answer, std::string_view fault) {
  if (!m_file.is_open()) return;
  m_file << fmt::format("{} {} {} {} {} {}\n", request.method.empty() ? "-" : request.method,
                        request.target.empty() ? "-" : request.target, answer.status, answer.sub_status,
                        request.header("Authorization") ? "account" : "anonymous", fault)
         << std::flush;
}

}  // namespace webcid::testserver
