// Answers with what a run recorded.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "testserver/access_log.hpp"
#include "testserver/answerer.hpp"
#include "testserver/recorded.hpp"

namespace webcid::testserver {

class Replayer : public Answerer {
 public:
  // `log` must outlive the replayer; `note` is told, once each, what was asked for and is not in the record.
  Replayer(RecordedRun run, AccessLog& log, std::function<void(std::string_view)> note);

  // For each request the recorded answers in their order, the last one again and again.
  Reply reply(iis::Request request, ConnectionState& connection) override;
  Reply refuse(iis::HttpSysRefusal refusal) override;

 private:
  // Requests for one target that differ by nothing else that matters.
  struct Variant {
    RecordedRequest request;
    std::vector<std::size_t> answers;  // into m_run.exchanges
    std::size_t next = 0;
  };
  Variant* variant_for(const iis::Request& request, Credentials credentials);
  Reply recorded_reply(Variant& variant, const iis::Request& request, ConnectionState& connection);
  Reply next_leg(const iis::Request& request, const std::string& token);
  Reply missing(const iis::Request& request);
  void say_missing(const iis::Request& request);

  RecordedRun m_run;
  Accounts m_nobody;  // speaks the schemes of several legs; whose account it is does not matter
  AccessLog& m_log;
  std::function<void(std::string_view)> m_note;
  std::unordered_map<std::string, std::vector<Variant>> m_variants;  // "GET /path"
  std::set<std::string> m_user_agents;
  std::set<std::string> m_said;
  const RecordedExchange* m_not_found = nullptr;  // how this server says 404
};

// The reply that makes a recorded exchange happen again. `host` is what the request calls this server.
Reply reply_of(const RecordedExchange& recorded, const std::string& recorded_authority, std::string_view host);

}  // namespace webcid::testserver
