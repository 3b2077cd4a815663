// A whole check, or update, of a server that may do anything: the answers are IIS's own until the input says how one is
// to be spoilt.
#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include <webcid/base/cancellation.hpp>
#include <webcid/check/check.hpp>
#include <webcid/report/json.hpp>

#include "destination.hpp"
#include "planted.hpp"
#include "reports.hpp"
#include "share.hpp"
#include "target.hpp"
#include "weather.hpp"

namespace webcid::fuzz {
namespace {

// Beyond this a run is no longer one that a person waits for.
constexpr std::chrono::seconds kLongest{30};
constexpr std::size_t kMostHanging = 2;  // answers of one run that never come: each costs a time-out

class Silence final : public check::Watcher {
 public:
  void on_counts(const check::Counts&) override {}
};

// One answer after the other, and what they make of the account.
class Weather {
 public:
  Weather(const Share& share, Choices& choices) : m_share(share), m_choices(choices) {}

  test::Reply answer(const test::Request& request) {
    const std::lock_guard<std::mutex> lock(m_mutex);
    Spoken answer = m_share.answer(request);
    // Most answers stay as they are, so that a run comes far.
    if (m_choices.among(4) == 3) {
      m_has_spoilt = true;
      for (std::size_t i = 0, count = 1 + m_choices.among(3); i < count; ++i) spoil(answer, m_choices);
    }
    if (answer.then == test::Then::Hang && ++m_hanging > kMostHanging) answer.then = test::Then::Close;
    test::Reply reply{bytes_of(answer), answer.then};
    if (is_logon(answer.heard)) {
      m_logons_after_refusal += m_refused_logons;
      // RFC 7616, 3.3: "stale" says that only the nonce was refused, and that the password was right. Once.
      const bool is_refused = is_refusal(reply.bytes);
      const bool is_stale = is_refused && !m_was_stale && reply.bytes.find("stale=true") != std::string::npos;
      if (is_refused && !is_stale) ++m_refused_logons;
      m_was_stale = is_stale;
    }
    return reply;
  }

  bool has_spoilt() const { return m_has_spoilt; }

  // A locked account stops every endpoint: one refusal a run, and none is risked afterwards.
  void require_account_spared() const { require(m_logons_after_refusal == 0, "nothing logs on after a refused logon"); }

 private:
  // Only what arrives with its whole header is an answer.
  static bool is_refusal(std::string_view bytes) {
    constexpr std::size_t kMostHeaders = 32 * 1024;
    return bytes.starts_with("HTTP/1.1 401 ") && bytes.find("\r\n\r\n") < kMostHeaders;
  }

  const Share& m_share;
  Choices& m_choices;
  std::mutex m_mutex;
  bool m_has_spoilt = false;
  std::size_t m_hanging = 0;
  std::size_t m_refused_logons = 0;
  bool m_was_stale = false;  // at the last logon
  std::size_t m_logons_after_refusal = 0;
};

check::Budget budget_of(Choices& choices) {
  check::Budget out;
  switch (choices.among(8)) {
    case 5:
      out.files = choices.among(6);
      break;
    case 6:
      out.bytes = choices.among(256) * std::uint64_t{16};
      break;
    case 7:
      out.time = std::chrono::milliseconds(choices.among(200));
      break;
    default:
      break;
  }
  return out;
}

check::CheckOptions options_of(const test::ScriptedServer& server, Choices& choices) {
  check::CheckOptions out;
  out.address = server.url("/SophosUpdate").text();
  out.client.user_agent = "webcid/fuzz";
  out.client.parallel = 1;
  out.client.connect_timeout = std::chrono::milliseconds(500);
  out.client.stall_timeout = std::chrono::milliseconds(1000);
  out.client.overall_timeout = std::chrono::milliseconds(1000);
  out.tls_port = server.port();
  out.detail = check::Detail::Chronicle;
  out.is_acceptance = choices.among(2) == 1;
  out.extent = choices.among(4) == 1 ? check::Extent::Sample : check::Extent::Everything;
  if (choices.among(2) == 1) out.client.account = net::Account{kPlantedUser, kPlantedPassword};
  out.budget = budget_of(choices);
  return out;
}

model::Report judged_again(const std::string& evidence) {
  std::size_t at = 0;
  auto judged = check::judge_evidence(
      [&](char* buffer, std::size_t size) -> base::Result<std::size_t> {
        const std::size_t count = evidence.copy(buffer, size, at);
        at += count;
        return count;
      },
      check::Detail::Chronicle);
  require(judged.has_value(), "saved evidence can be read");
  return std::move(*judged);
}

bool is_limited(const model::Report& report) {
  return std::any_of(report.notes.begin(), report.notes.end(),
                     [](const model::Statement& note) { return note.id == "limit-reached"; });
}

// A limit of files of an update leaves some for the next run; all that is published is known all the same.
bool knows_all(const model::Report& report) {
  return std::none_of(report.notes.begin(), report.notes.end(), [](const model::Statement& note) {
    return note.id == "limit-reached" && note.arguments.front() != "--max-files";
  });
}

void require_within(const check::Budget& budget, const model::Report& report) {
  if (is_limited(report))
    require(report.verdict != model::Verdict::Healthy, "what was cut short is not called healthy");
  const model::Summary& summary = report.summary;
  require(summary.verified + summary.failed <= budget.files, "no more files are fetched than may be");
}

}  // namespace

void run_server(std::string_view bytes) {
  Choices choices(bytes);
  const Share share(choices);
  std::optional<Weather> weather;
  test::ScriptedServer server([&](const test::Request& request) { return weather->answer(request); });
  check::CheckOptions options = options_of(server, choices);
  std::optional<Destination> destination;
  if (choices.among(4) == 1) destination.emplace(choices);
  if (destination) options.mirror = destination->options();
  std::string evidence;
  options.evidence = [&](std::string_view piece) { return evidence += piece, base::Result<void>(); };
  weather.emplace(share, choices);

  Silence silence;
  base::Cancellation never;
  const auto began = std::chrono::steady_clock::now();
  const auto report = check::run(options, silence, never);
  require(std::chrono::steady_clock::now() - began < kLongest, "a run ends");
  weather->require_account_spared();
  require_nothing_planted(evidence);
  if (destination) {
    destination->require_unharmed(report && knows_all(*report), !weather->has_spoilt());
    // A folder that cannot be used is said, and is no fault of the server.
    if (!report) return require(report.error().kind == base::ErrorKind::LocalIo, "only the folder stops an update");
  }
  require(report.has_value(), "a server's faults are no errors of ours");
  require_well_founded(*report);
  for (const std::string& text : renderings(*report)) require_nothing_planted(text);
  if (!destination) require_within(options.budget, *report);
  require_same_judgement(*report, judged_again(evidence), destination ? Run::Update : Run::Check);
}

}  // namespace webcid::fuzz
