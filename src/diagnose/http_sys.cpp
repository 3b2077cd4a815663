#include "http_sys.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "findings.hpp"
#include "teller.hpp"

namespace webcid::diagnose {
namespace {

std::string authority_of(const model::Target& target) {
  const auto url = base::parse_address(target.url);
  if (!url) return target.url;
  const bool is_literal_v6 = url->host.find(':') != std::string::npos;
  return is_literal_v6 ? fmt::format("[{}]:{}", url->host, url->port) : fmt::format("{}:{}", url->host, url->port);
}

std::string host_of(const model::Target& target) {
  const auto url = base::parse_address(target.url);
  return url ? url->host : target.url;
}

std::size_t longest_segment(std::string_view path) {
  std::size_t longest = 0;
  for (const std::string_view segment : base::split(path, '/')) longest = std::max(longest, segment.size());
  return longest;
}

// What came back for one reason.
struct Refused {
  std::vector<const Symptom*> symptoms;
  std::uint64_t files = 0;
  std::uint64_t same_again = 0;   // second attempts with the same answer
  std::uint64_t other_again = 0;  // and with another
};

class HttpSysJudge {
 public:
  HttpSysJudge(const Observations& seen, const model::Target& target) : m_seen(seen), m_target(target) {}

  Findings judge() {
    for (const Symptom& symptom : m_seen.symptoms()) {
      if (teller_of(symptom, m_seen) == Teller::HttpSys) take(symptom);
    }
    Findings out;
    for (const auto& [reason, refused] : m_refused) out.push_back(judge_reason(reason, refused));
    return out;
  }

 private:
  void take(const Symptom& symptom) {
    Refused& refused = m_refused[symptom.seen.reason];
    refused.symptoms.push_back(&symptom);
    if (symptom.asked != Asked::File) return;
    ++refused.files;
    const auto again = m_seen.confirmations().find(symptom.path);
    if (again == m_seen.confirmations().end()) return;
    ++(again->second.status == symptom.seen.status ? refused.same_again : refused.other_again);
  }

  model::Finding judge_reason(HttpSysReason reason, const Refused& refused) const {
    model::Finding finding = begin(reason, refused);
    add_affected(finding, refused);
    add_answer(finding, reason, refused);
    if (refused.same_again > 0) {
      finding.evidence.push_back({"confirmed", {fmt::format("{}", refused.same_again)}, std::nullopt});
    }
    if (reason == HttpSysReason::Url) add_long_segment(finding, refused);
    if (reason == HttpSysReason::Unavailable || reason == HttpSysReason::None) {
      finding.to_decide.push_back({"ask-httperr", {}, std::nullopt});
    }
    if (m_seen.is_hidden()) finding.to_decide.push_back({"unseen-site", {}, std::nullopt});
    return finding;
  }

  // The cause, with its parameter and how sure it is.
  model::Finding begin(HttpSysReason reason, const Refused& refused) const {
    switch (reason) {
      case HttpSysReason::Hostname:
        return sure(finding_of("httpsys.no-binding", {host_of(m_target)}));
      case HttpSysReason::NoSite:
        return sure(finding_of("httpsys.no-site", {authority_of(m_target)}));
      case HttpSysReason::None:  // another service has the port: no page of HTTP.sys says so
        return finding_of("httpsys.no-site", {authority_of(m_target)});
      case HttpSysReason::Unavailable:
        return unavailable(refused);
      default:
        return sure(finding_of("httpsys.request-rejected", {std::string(name_of(reason))}));
    }
  }

  static model::Finding sure(model::Finding finding) {
    finding.confidence = model::Confidence::Certain;
    return finding;
  }

  // iis.md a.7: a stopped pool and a full queue give the same page; only whether it passes tells them apart.
  model::Finding unavailable(const Refused& refused) const {
    const std::uint64_t first = refused.symptoms.front()->seen.exchange;
    const bool site_answered_later = m_seen.last_answer_of_site() > first;
    // One second attempt may meet the limit again by chance; where several do, a part of the share has a pool of its
    // own.
    const bool comes_and_goes = refused.other_again > 0 || (site_answered_later && refused.same_again < 2);
    if (comes_and_goes) {
      model::Finding finding = finding_of("httpsys.connection-limit", {});
      finding.confidence = model::Confidence::Likely;
      add_recovery(finding, refused);
      finding.to_decide.push_back({"unseen-limited", {}, std::nullopt});
      return finding;
    }
    model::Finding finding = finding_of("httpsys.pool-stopped", {});
    const bool site_answered = m_seen.last_answer_of_site() > 0;
    finding.confidence = site_answered ? model::Confidence::Possible : model::Confidence::Likely;
    // It answered at first: the pool went down meanwhile, or the limit is still reached.
    if (site_answered) {
      finding.alternatives.push_back({"httpsys.connection-limit", {}});
      finding.to_decide.push_back({"run-again", {}, std::nullopt});
    }
    return finding;
  }

  void add_recovery(model::Finding& finding, const Refused& refused) const {
    for (const Symptom* const symptom : refused.symptoms) {
      const auto again = m_seen.confirmations().find(symptom->path);
      if (again == m_seen.confirmations().end() || again->second.status == symptom->seen.status) continue;
      const std::string now = again->second.status == 0 ? "-" : fmt::format("{}", again->second.status);
      finding.evidence.push_back(
          {"answers-differ", {symptom->path, answer_text(symptom->seen), now}, again->second.exchange});
      return;
    }
    finding.evidence.push_back({"site-answered-later", {}, m_seen.last_answer_of_site()});
  }

  static void add_affected(model::Finding& finding, const Refused& refused) {
    finding.affected.count = refused.files;
    for (const Symptom* const symptom : refused.symptoms) {
      if (symptom->asked != Asked::File || finding.affected.examples.size() == kMaxExamples) continue;
      finding.affected.examples.push_back(symptom->path);
    }
  }

  void add_answer(model::Finding& finding, HttpSysReason reason, const Refused& refused) const {
    const Seen& answer = refused.symptoms.front()->seen;
    const auto all = m_seen.http_sys_answers().find(reason);
    const std::string text = answer_text(answer);
    if (m_seen.is_hidden() && all != m_seen.http_sys_answers().end()) {
      finding.evidence.push_back({"all-before-site", {fmt::format("{}", all->second.count), text}, answer.exchange});
    } else if (refused.files > 0) {
      finding.evidence.push_back({"refused-alike", {fmt::format("{}", refused.files), text}, answer.exchange});
    } else {
      const std::string& path = refused.symptoms.front()->path;
      finding.evidence.push_back({"address-refused", {path.empty() ? m_target.url : path, text}, answer.exchange});
    }
    if (m_seen.served() > 0) {
      finding.evidence.push_back({"others-arrive", {fmt::format("{}", m_seen.served())}, std::nullopt});
    }
  }

  // UrlSegmentMaxLength: each refused name has a part that is longer than any that arrived.
  void add_long_segment(model::Finding& finding, const Refused& refused) const {
    const std::size_t longest = m_seen.longest_served_segment();
    const Symptom* shortest = nullptr;
    for (const Symptom* const symptom : refused.symptoms) {
      if (symptom->asked != Asked::File) continue;
      if (shortest == nullptr || longest_segment(symptom->path) < longest_segment(shortest->path)) shortest = symptom;
    }
    if (shortest == nullptr || longest == 0 || longest_segment(shortest->path) <= longest) return;
    finding.evidence.push_back(
        {"long-segment",
         {shortest->path, fmt::format("{}", longest_segment(shortest->path)), fmt::format("{}", longest)},
         shortest->seen.exchange});
  }

  const Observations& m_seen;
  const model::Target& m_target;
  std::map<HttpSysReason, Refused> m_refused;
};

}  // namespace

bool is_from_http_sys(const Seen& answer, const Observations& seen) {
  if (answer.family == PageFamily::HttpSys) return true;
  // Another service on the port; a site that serves files through HTTP.sys itself is none.
  return answer.family == PageFamily::HttpSysService && seen.served() == 0 && !seen.is_iis();
}

Findings judge_http_sys(const Observations& seen, const model::Target& target) {
  return HttpSysJudge(seen, target).judge();
}

}  // namespace webcid::diagnose
