// Accounts that a server or proxy has refused in this process: sent once more, elsewhere or again, they might be
// locked.
#pragma once

#include <string>

#include <webcid/model/report.hpp>
#include <webcid/net/options.hpp>

namespace webcid::check {

class RefusedAccounts {
 public:
  // Takes out of the options what must not be sent again.
  void withhold(net::ClientOptions& client) const;
  // `given` as it was before withhold(); `report` is of what was sent, and gets a note of what was not. `name`: of the
  // run, for that note.
  void learn(const net::ClientOptions& given, const std::string& name, model::Report& report);

 private:
  std::string m_by_server;  // the run's name; empty: none has
  std::string m_by_proxy;
};

}  // namespace webcid::check
