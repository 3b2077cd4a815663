#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <map>
#include <set>
#include <utility>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/evidence/har_reader.hpp>

#include "testserver/recorded.hpp"

namespace webcid::testserver {
namespace {

using base::ErrorKind;
using base::Result;
using model::TransportError;

constexpr std::size_t kMostExchanges = 5'000'000;
constexpr std::uint64_t kMostKept = 4ULL * 1024 * 1024 * 1024;  // bytes of bodies in memory

std::string request_header(const model::Exchange& exchange, std::string_view name) {
  for (const model::Header& header : exchange.request_headers) {
    if (base::equals_ignoring_case(header.name, name)) return header.value;
  }
  return "";
}

RecordedRequest request_of(const model::Exchange& exchange, std::string_view target) {
  RecordedRequest request;
  request.method = model::name_of(exchange.method);
  request.target = target;
  request.range = request_header(exchange, "Range");
  request.user_agent = request_header(exchange, "User-Agent");
  request.accept_encoding = request_header(exchange, "Accept-Encoding");
  const std::string cache = base::to_lower(request_header(exchange, "Cache-Control"));
  if (cache.find("no-cache") != std::string::npos) request.cache = CacheWish::NoCache;
  if (exchange.carried_credentials) request.credentials = Credentials::Carried;
  return request;
}

// Gathers what the reader hands over.
class Gathering {
 public:
  explicit Gathering(Machines machines) : m_machines(machines) {}

  Result<void> take_run(evidence::RunFacts&& facts) {
    const auto url = base::parse_address(facts.target.url);
    if (!url) {
      return base::fail(ErrorKind::Malformed,
                        fmt::format("the run was about \"{}\", which is no address of a web server",
                                    base::printable(facts.target.url)));
    }
    m_run.url = *url;
    m_run.target = std::move(facts.target);
    return {};
  }

  Result<void> take_record(model::Record&& record) {
    model::Exchange& exchange = record.exchange;
    m_kept += exchange.body.kept.size();
    if (m_run.exchanges.size() == kMostExchanges || m_kept > kMostKept) {
      return base::fail(ErrorKind::Malformed, "more exchanges than this server can hold");
    }
    // What this server cannot tell from other requests: over TLS, past a proxy, at an address that it does not have.
    const bool is_other = record.manner == model::Manner::OtherAddress && m_machines != Machines::Every;
    const bool is_elsewhere = record.manner == model::Manner::Tls || record.manner == model::Manner::Direct || is_other;
    if (is_elsewhere) {
      ++m_varied;
      return {};
    }
    const std::string origin = "http://" + m_run.url.authority();
    if (!exchange.url.starts_with(origin)) {
      ++m_elsewhere;
      return {};
    }
    // Ended by the client before anything came: it says nothing about the server.
    const bool is_ours = exchange.error == TransportError::Cancelled || exchange.error == TransportError::LocalWrite;
    if (is_ours && !exchange.has_response()) return {};
    // An answer in the middle of a logon holds a token for that one connection only.
    const bool is_answered = record.outcome == model::Outcome::Skipped && exchange.status == 401;
    if (is_answered && !request_header(exchange, "Authorization").empty()) return {};

    RecordedExchange out;
    const std::string target = exchange.url.substr(origin.size());
    out.request = request_of(exchange, target.empty() ? "/" : target);
    out.address = std::move(exchange.address);
    out.error = exchange.error;
    out.status = exchange.status;
    out.reason = std::move(exchange.reason);
    out.headers = std::move(exchange.headers);
    out.declared = exchange.body.declared;
    out.body = std::make_shared<RecordedBody>(RecordedBody{std::move(exchange.body.kept), exchange.body.length, 0});
    out.computed = std::move(exchange.body.digests);
    out.purpose = record.purpose;
    out.entry = std::move(record.entry);
    out.outcome = record.outcome;
    m_run.exchanges.push_back(std::move(out));
    return {};
  }

  void take_end(const model::Completion& completion) { m_planned = completion.planned; }

  RecordedRun finish() {
    if (m_machines == Machines::MostTelling) keep_one_address();
    find_last_refusal();
    if (m_varied > 0) {
      note(fmt::format("{} exchanges over TLS, past a proxy or at another address are left out", m_varied));
    }
    if (m_elsewhere > 0) note(fmt::format("{} exchanges with other servers are left out", m_elsewhere));
    if (m_run.target.catalogue_given) {
      note("the run was given its catalogue: files that were not kept whole will not fit its digests");
    }
    return std::move(m_run);
  }

 private:
  void note(std::string text) { m_run.notes.push_back(std::move(text)); }

  // A name may stand for several machines, of which this server is one: the one that answered most.
  void keep_one_address() {
    std::map<std::string, std::uint64_t> answers;
    for (const RecordedExchange& each : m_run.exchanges) answers[each.address] += each.status != 0 ? 1 : 0;
    if (answers.size() < 2) return;
    const auto most = std::max_element(answers.begin(), answers.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    const std::size_t before = m_run.exchanges.size();
    std::erase_if(m_run.exchanges,
                  [&](const RecordedExchange& each) { return !each.address.empty() && each.address != most->first; });
    if (m_run.exchanges.size() == before) return;
    note(fmt::format("of several addresses only {} is given again, {} exchanges are left out",
                     base::printable(most->first), before - m_run.exchanges.size()));
  }

  // webcid stops at the first 429 or 503 and at several 403 in a row (design section 4: not to make it worse).
  void find_last_refusal() {
    std::set<std::string_view> reached;
    const RecordedExchange* last = nullptr;
    for (const RecordedExchange& each : m_run.exchanges) {
      if (each.purpose != model::Purpose::File || each.outcome == model::Outcome::Skipped) continue;
      reached.insert(each.request.target);
      const bool is_refusal = each.status == 403 || each.status == 429 || each.status == 503;
      if (is_refusal && each.body->is_whole()) last = &each;
    }
    if (last != nullptr && m_planned > reached.size()) m_run.last_refusal = *last;
  }

  Machines m_machines;
  RecordedRun m_run;
  std::uint64_t m_planned = 0;
  std::uint64_t m_elsewhere = 0;
  std::uint64_t m_varied = 0;
  std::uint64_t m_kept = 0;
};

}  // namespace

Result<RecordedRun> read_recorded_run(const std::string& path, Machines machines) {
  const std::string shown = base::printable(path);
  std::ifstream file(base::to_native(path), std::ios::binary);
  if (!file.is_open()) {
    return base::fail(ErrorKind::LocalIo, fmt::format("cannot read {}: {}", shown, base::system_message(errno)));
  }
  const evidence::Input input = [&](char* buffer, std::size_t size) -> Result<std::size_t> {
    file.read(buffer, static_cast<std::streamsize>(size));
    if (file.bad()) return base::fail(ErrorKind::LocalIo, base::system_message(errno));
    return static_cast<std::size_t>(file.gcount());
  };
  Gathering gathering(machines);
  evidence::HarHandlers receivers;
  receivers.run = [&](evidence::RunFacts&& facts) { return gathering.take_run(std::move(facts)); };
  receivers.record = [&](model::Record&& record) { return gathering.take_record(std::move(record)); };
  receivers.end = [&](const model::Completion& completion) { gathering.take_end(completion); };
  if (Result<void> read = evidence::read_har(input, receivers); !read) {
    return base::fail(read.error().kind, fmt::format("{}: {}", shown, read.error().message));
  }
  RecordedRun run = gathering.finish();
  if (run.exchanges.empty()) return base::fail(ErrorKind::Malformed, fmt::format("{}: no exchange is in it", shown));
  return run;
}

std::vector<RecordedRun> by_address(const RecordedRun& run) {
  std::vector<RecordedRun> out;
  for (const std::string& address : run.target.addresses) {
    const bool is_v6 = address.find(':') != std::string::npos;
    const std::string with_port = is_v6 ? fmt::format("[{}]:", address) : address + ":";
    RecordedRun& one = out.emplace_back(run);
    std::erase_if(one.exchanges, [&](const RecordedExchange& each) { return !each.address.starts_with(with_port); });
  }
  return out;
}

}  // namespace webcid::testserver
