// From a request to what goes over the wire: IIS's answer, and the faults of delivery.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/iis/server.hpp>

#include "testserver/access_log.hpp"
#include "testserver/authentication.hpp"
#include "testserver/content_tree.hpp"
#include "testserver/faults.hpp"
#include "testserver/installation.hpp"

namespace webcid::testserver {

// How the server deviates from sending the answer as it is.
struct Delivery {
  enum class Before : std::uint8_t { Answer, Reset, Close, Stall };
  Before before = Before::Answer;
  std::optional<std::uint64_t> body_limit;  // the connection ends after so many bytes of the body
  std::uint64_t bytes_per_second = 0;       // 0: as fast as it goes
};

struct Reply {
  iis::Answer answer;
  std::unique_ptr<Content> content;  // the bytes of a FileRange; null when the body is text
  Delivery delivery;
};

class Responder {
 public:
  // All of these must outlive the responder. `account` may be null.
  Responder(const Installation& installation, std::string alias, Faults& faults, const Account* account, AccessLog& log)
      : m_installation(installation), m_alias(std::move(alias)), m_faults(faults), m_account(account), m_log(log) {}

  Reply reply(iis::Request request);
  // The answer to bytes that are no request, or too many of them.
  Reply refuse(iis::HttpSysRefusal refusal);

 private:
  std::optional<std::string> path_below_share(const iis::Request& request) const;
  void apply(const Fault& fault, const iis::Request& request, Reply& reply) const;

  const Installation& m_installation;
  std::string m_alias;  // of the share: what faults choose by is below it
  Faults& m_faults;
  const Account* m_account;
  AccessLog& m_log;
};

}  // namespace webcid::testserver
