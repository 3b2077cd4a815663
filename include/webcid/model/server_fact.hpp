// What a file of the server says of a refusal that a run met.
#pragma once

#include <string>

namespace webcid::model {

struct ServerFact {
  std::string path;  // bytes, as Record::path: relative to the address, "" is the address's folder
  int status = 0;
  int sub_status = 0;
  std::string source;  // the file that says so: "u_ex260105.log", or "web.config, line 12"
  friend bool operator==(const ServerFact&, const ServerFact&) = default;
};

}  // namespace webcid::model
