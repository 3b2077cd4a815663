// Findings about refusals that depend on who asks.
#include "access.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "explanation.hpp"
#include "findings.hpp"

namespace webcid::diagnose {
namespace {

std::string join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

// Scopes of which the same causes are left make one finding.
class AccessJudge {
 public:
  AccessJudge(const Observations& seen, const model::Target& target) : m_seen(seen), m_target(target) {}

  Findings judge() {
    for (const Scope& scope : access_scopes(m_seen)) {
      AccessReading reading = read_access(scope, m_seen);
      const std::string cause = reading.possible.empty() ? "unexplained" : std::string(reading.possible.front()->cause);
      const std::string key = cause == "unexplained" ? fmt::format("unexplained {}", scope.answer.status) : cause;
      auto [found, fresh] = m_by_cause.try_emplace(key);
      if (fresh) found->second = finding_of(cause, {});
      add_scope(found->second, scope, reading);
    }
    Findings out;
    for (auto& [key, finding] : m_by_cause) {
      auto& parameters = finding.about.parameters;
      std::sort(parameters.begin(), parameters.end());
      parameters.erase(std::unique(parameters.begin(), parameters.end()), parameters.end());
      parameters.resize(std::min(parameters.size(), kMaxPaths));
      out.push_back(std::move(finding));
    }
    return out;
  }

 private:
  void add_scope(model::Finding& finding, const Scope& scope, const AccessReading& reading) const {
    const bool fresh = finding.evidence.empty();
    const std::string parameter = parameter_of(finding.about.cause, scope);
    // A parameter that names one thing is the first scope's.
    const bool lists = finding.about.cause == "iis.acl-denied" || finding.about.cause == "iis.authorization-denied";
    if (!parameter.empty() && (lists || finding.about.parameters.empty()))
      finding.about.parameters.push_back(parameter);
    finding.affected.count += scope.files.size();
    for (const std::string_view file : scope.files) {
      if (finding.affected.examples.size() == kMaxExamples) break;
      finding.affected.examples.emplace_back(file);
    }
    add_refusal(finding, scope);
    add_probes(finding, scope, reading);
    if (scope.reach == Reach::Share) add_guide_filters(m_seen, finding);
    add_alternatives(finding, scope, reading);
    add_unseen(finding, scope);
    // As sure as the least sure of its scopes.
    const model::Confidence confidence = confidence_of(finding, scope, reading);
    finding.confidence = fresh ? confidence : std::max(finding.confidence, confidence);
  }

  std::string where(const Scope& scope) const { return scope.reach == Reach::Share ? m_target.url : scope.path; }

  std::string parameter_of(std::string_view cause, const Scope& scope) const {
    if (cause == "unexplained") return fmt::format("{}", scope.answer.status);
    if (cause == "iis.credentials-required" || cause == "iis.credentials-rejected") {
      return join(m_seen.challenge().schemes);
    }
    if (cause == "iis.acl-denied" || cause == "iis.authorization-denied") {
      if (scope.reach != Reach::Share) return scope.path;
      const std::string alias = alias_of(m_target);
      return alias.empty() ? "/" : fmt::format("/{}/", alias);
    }
    if (cause == "iis.user-agent-refused") return m_target.user_agent;
    if (cause == "iis.hidden-segment" || cause == "iis.url-sequence-denied") return m_seen.address_name();
    if (cause == "iis.extension-denied") return "*";
    if (cause == "iis.virtual-directory-missing") return alias_of(m_target);
    if (cause == "iis.redirects-to-https" || cause == "iis.redirects-elsewhere") {
      return base::without_credentials(scope.answer.location);
    }
    if (cause == "iis.configuration-invalid" && scope.answer.result != 0) {
      return fmt::format("0x{:08x}", scope.answer.result);
    }
    return {};
  }

  void add_refusal(model::Finding& finding, const Scope& scope) const {
    const std::string answer = answer_text(scope.answer);
    finding.evidence.push_back({"part-refused", {where(scope), answer}, scope.answer.exchange});
    if (!scope.answer.location.empty()) {
      finding.evidence.push_back(
          {"sent-to", {base::without_credentials(scope.answer.location)}, scope.answer.exchange});
    }
    if (scope.answer.sub_status) {
      finding.evidence.push_back(sub_status_of(scope.answer));
    }
    if (scope.answer.status == 401) {
      const bool sent = m_seen.challenge().with_account > 0;
      const std::string schemes = join(m_seen.challenge().schemes);
      if (scope.answer.challenges) {
        finding.evidence.push_back({sent ? "account-refused" : "challenged", {schemes}, scope.answer.exchange});
      } else {
        finding.evidence.push_back({"not-challenged", {}, scope.answer.exchange});
      }
    }
    std::uint64_t confirmed = 0;
    for (const std::string_view file : scope.files) {
      const auto again = m_seen.confirmations().find(std::string(file));
      if (again != m_seen.confirmations().end() && again->second.status == scope.answer.status) ++confirmed;
    }
    if (confirmed > 0) finding.evidence.push_back({"confirmed", {fmt::format("{}", confirmed)}, std::nullopt});
  }

  void add_probes(model::Finding& finding, const Scope& scope, const AccessReading& reading) const {
    if (reading.verb == Shown::Same || reading.verb == Shown::Passes) {
      const bool same = reading.verb == Shown::Same;
      finding.evidence.push_back({same ? "verb-refused-too" : "verb-passes",
                                  {std::string(model::name_of(reading.verb_method)), scope.made_up(),
                                   fmt::format("{}", reading.verb_answer->status)},
                                  reading.verb_answer->exchange});
    }
    if (reading.agent == Shown::Passes) {
      finding.evidence.push_back({"agent-passes",
                                  {model::kOtherAgent, fmt::format("{}", reading.agent_answer->status)},
                                  reading.agent_answer->exchange});
    }
    if (reading.type == Shown::Passes) {
      finding.evidence.push_back({"verb-passes-type",
                                  {"OPTIONS", reading.type_path, fmt::format("{}", reading.type_answer->status)},
                                  reading.type_answer->exchange});
    }
    if (reading.name == Shown::Same || reading.name == Shown::Passes) {
      const bool same = reading.name == Shown::Same;
      finding.evidence.push_back(
          {same ? "verb-refused-too" : "verb-passes-elsewhere",
           {"OPTIONS", elsewhere(m_seen.address_name()), fmt::format("{}", reading.name_answer->status)},
           reading.name_answer->exchange});
    }
    if (reading.tls_answer == nullptr) return;
    if (!reading.tls_answer->answered()) {
      finding.evidence.push_back({"tls-silent", {}, reading.tls_answer->exchange});
    } else {
      finding.evidence.push_back(
          {"tls-answers", {fmt::format("{}", reading.tls_answer->status)}, reading.tls_answer->exchange});
    }
  }

  void add_alternatives(model::Finding& finding, const Scope& scope, const AccessReading& reading) const {
    for (std::size_t i = 1; i < reading.possible.size(); ++i) {
      model::CauseRef other{std::string(reading.possible[i]->cause), {}};
      if (const std::string parameter = parameter_of(other.cause, scope); !parameter.empty()) {
        other.parameters.push_back(parameter);
      }
      auto& known = finding.alternatives;
      const bool again = std::any_of(known.begin(), known.end(),
                                     [&](const model::CauseRef& about) { return about.cause == other.cause; });
      if (!again) known.push_back(std::move(other));
    }
    if (reading.possible.empty() || !finding.alternatives.empty()) add_decider(finding, "ask-iis-log");
    const auto is_left = [&](std::string_view cause) {
      return std::any_of(reading.possible.begin(), reading.possible.end(),
                         [&](const AccessRule* rule) { return rule->cause == cause; });
    };
    if (reading.possible.size() > 1 && is_left("iis.address-denied")) add_decider(finding, "ask-other-client");
    if (is_left("iis.credentials-rejected")) add_decider(finding, "ask-server-log");
  }

  static void add_unseen(model::Finding& finding, const Scope& scope) {
    if (scope.reach == Reach::File) return;
    const model::Statement unseen = scope.reach == Reach::Share
                                        ? model::Statement{"unseen-share", {}, std::nullopt}
                                        : model::Statement{"unseen-below", {scope.path}, std::nullopt};
    if (finding.to_decide.size() < kMaxExamples) finding.to_decide.push_back(unseen);
  }

  model::Confidence confidence_of(const model::Finding& finding, const Scope& scope,
                                  const AccessReading& reading) const {
    if (reading.possible.empty()) return model::Confidence::Possible;
    if (reading.possible.size() == 1) {
      const bool is_fact = reading.possible.front()->status == kRedirect;
      // Another rule about clients, or a device on the way, would refuse as an address rule does.
      const bool is_sure = reading.is_split && reading.possible.front()->cause != "iis.address-denied";
      if (reading.is_named || is_sure || is_fact) return model::Confidence::Certain;
    }
    const bool alone = finding.alternatives.empty();
    const bool contrast = scope.reach == Reach::Share || (scope.files.size() >= 2 && m_seen.served() > 0);
    return alone && contrast ? model::Confidence::Likely : model::Confidence::Possible;
  }

  const Observations& m_seen;
  const model::Target& m_target;
  std::map<std::string, model::Finding> m_by_cause;
};

}  // namespace

Findings judge_access(const Observations& seen, const model::Target& target) {
  return AccessJudge(seen, target).judge();
}

}  // namespace webcid::diagnose
