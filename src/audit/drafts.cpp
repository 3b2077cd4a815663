#include "drafts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include <webcid/causes/causes.hpp>

namespace webcid::audit {
namespace {

constexpr std::size_t kMaxParameters = 50;
constexpr std::size_t kMaxMoreSources = 1000;
constexpr std::size_t kMaxClients = 3;  // named in one sentence

std::string number(std::uint64_t value) {
  return fmt::format("{}", value);
}

// The most frequent first: "10.0.0.7 (812), 10.0.0.9 (3)".
std::string client_list(const std::map<std::string, std::uint64_t>& clients) {
  std::vector<std::pair<std::uint64_t, std::string>> sorted;
  for (const auto& [client, count] : clients) {
    if (!client.empty()) sorted.emplace_back(count, client);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return std::tie(b.first, a.second) < std::tie(a.first, b.second); });
  std::string text;
  for (std::size_t i = 0; i < std::min(sorted.size(), kMaxClients); ++i) {
    text += fmt::format("{}{} ({})", i == 0 ? "" : ", ", sorted[i].second, sorted[i].first);
  }
  if (sorted.size() > kMaxClients) text += fmt::format(", +{}", sorted.size() - kMaxClients);
  return text;
}

bool is_account_attribute(std::string_view name) {
  constexpr std::array<std::string_view, 3> kNames{"users", "roles", "userName"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace

std::string shown_element(const std::string& element, Accounts accounts) {
  std::string shown;
  for (std::size_t at = 0; at < element.size();) {
    const std::size_t equals = element.find('=', at);
    const std::size_t open = equals == std::string::npos ? equals : element.find_first_of("\"'", equals);
    if (open == std::string::npos) return shown + element.substr(at);
    const std::size_t close = std::min(element.find(element[open], open + 1), element.size());
    std::size_t name_end = equals;
    while (name_end > at && element[name_end - 1] == ' ') --name_end;
    const std::size_t name = element.find_last_of(" ", name_end - (name_end > at ? 1 : 0));
    const std::string_view called = std::string_view(element).substr(name + 1, name_end - name - 1);
    const std::string_view value = std::string_view(element).substr(open + 1, close - open - 1);
    const bool is_general = value == "*" || value == "?" || value.empty();
    const bool hides =
        called == "password" || (accounts == Accounts::Hidden && is_account_attribute(called) && !is_general);
    shown += element.substr(at, open + 1 - at);
    shown += hides ? std::string_view("...") : value;
    if (close < element.size()) shown += element[close];
    at = close + 1;
  }
  return shown;
}

void Draft::add_example(const std::string& path) {
  if (m_examples.size() >= kMaxExamples || path.empty()) return;
  if (std::find(m_examples.begin(), m_examples.end(), path) == m_examples.end()) m_examples.push_back(path);
}

void Draft::add_predicted(const Refusal& refusal, const Source* source, const std::string& setting) {
  ++m_predicted;
  ++m_answers[answer_text(refusal)];
  add_example(refusal.path);
  add_source(source, setting);
}

void Draft::add_share(const Refusal& refusal, const Source* source, const std::string& setting) {
  m_share_answer = answer_text(refusal);
  add_source(source, setting);
}

void Draft::add_source(const Source* source, const std::string& setting) {
  if (source == nullptr) return;
  Source own = *source;
  if (!own.is_set || own.file.empty()) own.element = setting;
  const bool is_known = std::any_of(m_sources.begin(), m_sources.end(), [&](const Source& each) {
    return each.file == own.file && each.line == own.line && each.element == own.element;
  });
  if (is_known) return;
  if (m_sources.size() < kMaxSources) {
    m_sources.push_back(std::move(own));
  } else if (m_more_sources.size() < kMaxMoreSources) {
    m_more_sources.insert(fmt::format("{}:{}:{}", own.file, own.line, own.element));
  }
}

void Draft::add_clients(Logged& logged, const Tally::Kind& kind) {
  if (!logged.kinds.insert(&kind).second) return;
  for (const auto& [client, count] : kind.clients) {
    const bool has_room = logged.clients.size() < Tally::kMaxClients || logged.clients.contains(client);
    if (has_room) logged.clients[client] += count;
  }
}

void Draft::add_logged(const Refusal& refusal, const Span& span, const Tally::Kind& kind) {
  ++m_logged_names;
  add_example(refusal.path);
  add_logged(answer_text(refusal), span, kind);
}

void Draft::add_logged(const std::string& answer, const Span& span, const Tally::Kind& kind) {
  Logged& logged = m_logged[answer];
  add_clients(logged, kind);
  logged.span.add(span);
}

void Draft::add_arrival(const Stamp& stamp) {
  ++m_arrived;
  m_last_arrival = std::max(m_last_arrival, stamp);
}

void Draft::add(model::Statement statement) {
  if (std::find(m_statements.begin(), m_statements.end(), statement) == m_statements.end()) {
    m_statements.push_back(std::move(statement));
  }
}

void Draft::add_decider(const char* statement) {
  const model::Statement decider{statement, {}, std::nullopt};
  if (std::find(m_deciders.begin(), m_deciders.end(), decider) == m_deciders.end()) m_deciders.push_back(decider);
}

model::Finding Draft::finish(Accounts accounts) const {
  model::Finding finding;
  finding.about = about;
  finding.severity = severity;
  finding.confidence = confidence;
  finding.alternatives = alternatives;
  finding.to_decide = m_deciders;
  auto& evidence = finding.evidence;
  for (const auto& [answer, count] : m_answers) {
    evidence.push_back({"configured-answer", {number(count), answer}, std::nullopt});
  }
  if (!m_share_answer.empty()) evidence.push_back({"configured-for-all", {m_share_answer}, std::nullopt});
  for (const Source& source : m_sources) {
    if (source.file.empty()) {
      evidence.push_back({"set-nowhere", {source.element}, std::nullopt});
    } else if (!source.is_set) {
      evidence.push_back({"not-set-at", {source.element, source.file, number(source.line)}, std::nullopt});
    } else {
      evidence.push_back(
          {"set-at", {source.file, number(source.line), shown_element(source.element, accounts)}, std::nullopt});
    }
  }
  if (!m_more_sources.empty()) {
    evidence.push_back({"set-elsewhere-too", {number(m_more_sources.size())}, std::nullopt});
  }
  evidence.insert(evidence.end(), m_statements.begin(), m_statements.end());
  for (const auto& [answer, logged] : m_logged) {
    evidence.push_back({"logged",
                        {number(logged.span.count), answer, logged.span.first.text(), logged.span.last.text()},
                        std::nullopt});
    if (const std::string clients = client_list(logged.clients); !clients.empty()) {
      evidence.push_back({"logged-clients", {answer, clients}, std::nullopt});
    }
  }
  if (m_arrived > 0) {
    evidence.push_back({"logged-later", {number(m_arrived), m_last_arrival.text()}, std::nullopt});
    const bool passes = about.cause == "iis.rate-limited" || about.cause == "httpsys.connection-limit";
    if (m_arrived == m_logged_names && !is_predicted() && !passes && severity == model::Severity::Error) {
      finding.severity = model::Severity::Note;
    }
  }
  finding.affected.count = m_predicted > 0 ? m_predicted : m_logged_names;
  finding.affected.examples = m_examples;
  return finding;
}

Draft& Drafts::of(const model::CauseRef& about) {
  const causes::Cause* const row = causes::find(about.cause);
  const auto kind = row == nullptr ? causes::ParameterKind::One : row->parameter;
  const bool is_one = kind != causes::ParameterKind::One || about.cause == "iis.hidden-file" ||
                      about.cause == "iis.redirects-to-https" || about.cause == "iis.redirects-elsewhere";
  auto [found, is_new] = m_drafts.try_emplace({about.cause, is_one ? std::vector<std::string>{} : about.parameters});
  Draft& draft = found->second;
  if (is_new) {
    draft.about.cause = about.cause;
    if (row != nullptr) draft.severity = row->severity;
  }
  const bool takes_one = kind == causes::ParameterKind::One || kind == causes::ParameterKind::Optional;
  auto& parameters = draft.about.parameters;
  for (const std::string& parameter : about.parameters) {
    if (takes_one && !parameters.empty()) break;
    const auto place = std::lower_bound(parameters.begin(), parameters.end(), parameter);
    const bool is_known = place != parameters.end() && *place == parameter;
    if (!is_known && parameters.size() < kMaxParameters) parameters.insert(place, parameter);
  }
  return draft;
}

const Draft* Drafts::find(const std::string& cause) const {
  const auto found = m_drafts.lower_bound({cause, {}});
  return found == m_drafts.end() || found->first.first != cause ? nullptr : &found->second;
}

std::vector<model::Finding> Drafts::finish(Accounts accounts) const {
  std::vector<model::Finding> findings;
  for (const auto& [key, draft] : m_drafts) findings.push_back(draft.finish(accounts));
  std::stable_sort(findings.begin(), findings.end(), [](const model::Finding& a, const model::Finding& b) {
    return std::tie(a.severity, a.about.cause, a.about.parameters) <
           std::tie(b.severity, b.about.cause, b.about.parameters);
  });
  return findings;
}

}  // namespace webcid::audit
