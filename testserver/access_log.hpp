// One line for each request, for tests that count.
#pragma once

#include <fstream>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/iis/answer.hpp>

namespace webcid::testserver {

class AccessLog {
 public:
  AccessLog() = default;  // logs nothing
  base::Result<void> open(const std::string& path);

  // "GET /SophosUpdate/a%20b 404 3 anonymous -": method, raw target, status, sub-status, "account" when the request
  // carried an Authorization header, the fault that it met or "-". Written through at once.
  void add(const iis::Request& request, const iis::Answer& answer, std::string_view fault);

 private:
  std::ofstream m_file;
};

}  // namespace webcid::testserver
