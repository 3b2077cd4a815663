// From a request to what goes over the wire: IIS's answer, and the faults of delivery.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <webcid/iis/server.hpp>

#include "testserver/access_log.hpp"
#include "testserver/accounts.hpp"
#include "testserver/answerer.hpp"
#include "testserver/content_tree.hpp"
#include "testserver/faults.hpp"
#include "testserver/installation.hpp"
#include "testserver/reply.hpp"
#include "testserver/request_times.hpp"
#include "testserver/served_tree.hpp"

namespace webcid::testserver {

class Responder : public Answerer {
 public:
  // All of these must outlive the responder. `share` is what the alias leads to.
  Responder(const Installation& installation, ServedTree& share, std::string alias, Faults& faults,
            const Accounts& accounts, AccessLog& log)
      : m_installation(&installation),
        m_share(share),
        m_alias(std::move(alias)),
        m_faults(faults),
        m_accounts(accounts),
        m_log(log) {}

  // Another configuration from now on; it must outlive the responder.
  void use(const Installation& installation) { m_installation = &installation; }

  Greeting greet() override;
  void connection_closed() override { --m_connections; }
  bool needs_tls() const override { return m_faults.has(FaultKind::TlsPort); }

  Reply reply(iis::Request request, ConnectionState& connection) override;
  Reply refuse(iis::HttpSysRefusal refusal) override;

 private:
  std::optional<std::string> path_below_share(const iis::Request& request) const;
  // Takes a fault back that has nothing to bring it about here.
  Reply answer(const Fault*& fault, iis::Request request);
  void open_content(Reply& reply) const;

  const Installation* m_installation;
  ServedTree& m_share;
  std::string m_alias;  // of the share: what faults choose by is below it
  Faults& m_faults;
  const Accounts& m_accounts;
  AccessLog& m_log;
  std::uint32_t m_connections = 0;
  RequestTimes m_times;
};

}  // namespace webcid::testserver
