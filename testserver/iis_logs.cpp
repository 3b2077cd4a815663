#include "testserver/iis_logs.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

namespace webcid::testserver {

base::Result<IisLogs> IisLogs::create(const std::string& w3c_folder, const std::string& httperr_folder,
                                      iis::Version version) {
  for (const std::string& folder : {w3c_folder, httperr_folder}) {
    if (folder.empty()) continue;
    std::error_code error;
    std::filesystem::create_directories(base::to_native(folder), error);
    if (!std::filesystem::is_directory(base::to_native(folder), error)) {
      return base::fail(base::ErrorKind::LocalIo,
                        fmt::format("cannot make the folder {} for a log", base::printable(folder)));
    }
  }
  IisLogs logs;
  if (!w3c_folder.empty()) logs.m_w3c.emplace(w3c_folder, version);
  if (!httperr_folder.empty()) logs.m_httperr.emplace(httperr_folder, version);
  return logs;
}

void IisLogs::add(const Served& served) {
  // What HTTP.sys answers never reaches the worker process that logs; a request whose connection that process dropped
  // is in HTTPERR instead of its own log.
  const bool is_http_sys = served.answer->page == iis::Page::HttpSys || served.ending == Ending::Dropped;
  if (is_http_sys && m_httperr) check(m_httperr->add(served));
  if (!is_http_sys && m_w3c) check(m_w3c->add(served));
}

void IisLogs::add(const Expired& expired) {
  if (m_httperr) check(m_httperr->add(expired));
}

void IisLogs::check(const base::Result<void>& written) {
  if (written || m_has_failed) return;
  m_has_failed = true;
  fmt::print(stderr, "webcid-testserver: {}\n", written.error().message);
}

}  // namespace webcid::testserver
