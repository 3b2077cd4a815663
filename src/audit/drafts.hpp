// Findings while their evidence comes together.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <webcid/audit/audit.hpp>
#include <webcid/model/report.hpp>

#include "refusal.hpp"
#include "share.hpp"
#include "tally.hpp"

namespace webcid::audit {

// One finding.
class Draft {
 public:
  // What the configuration answers whatever is asked for, where no file is known.
  void add_share(const Refusal& refusal, const Source* source, const std::string& setting);
  // A file that the configuration refuses. `source`: the element that does; null: none, or unknown.
  void add_predicted(const Refusal& refusal, const Source* source, const std::string& setting);
  // What the logs have of one name.
  void add_logged(const Refusal& refusal, const Span& span, const Tally::Kind& kind);
  // Names for which there was no room, and requests without one.
  void add_logged(const std::string& answer, const Span& span, const Tally::Kind& kind);
  // They arrived after the last failure.
  void add_arrival(const Stamp& stamp);
  void add(model::Statement statement);
  void add_decider(const char* statement);

  model::CauseRef about;
  model::Severity severity = model::Severity::Error;
  model::Confidence confidence = model::Confidence::Certain;
  std::vector<model::CauseRef> alternatives;

  bool is_predicted() const { return m_predicted > 0 || !m_share_answer.empty(); }
  model::Finding finish(Accounts accounts) const;

 private:
  static constexpr std::size_t kMaxExamples = 5;
  static constexpr std::size_t kMaxSources = 4;
  struct Logged {
    Span span;
    std::set<const Tally::Kind*> kinds;  // of which the clients were added
    std::map<std::string, std::uint64_t> clients;
  };
  void add_example(const std::string& path);
  void add_source(const Source* source, const std::string& setting);
  void add_clients(Logged& logged, const Tally::Kind& kind);

  std::uint64_t m_predicted = 0;
  std::string m_share_answer;
  std::uint64_t m_logged_names = 0;
  std::map<std::string, std::uint64_t> m_answers;
  std::vector<Source> m_sources;
  std::set<std::string> m_more_sources;  // by what they would be shown as; bounded
  std::map<std::string, Logged> m_logged;
  std::uint64_t m_arrived = 0;
  Stamp m_last_arrival;
  std::vector<model::Statement> m_statements;
  std::vector<model::Statement> m_deciders;
  std::vector<std::string> m_examples;
};

class Drafts {
 public:
  // The finding of a cause: one for all, where the cause's parameters are a list or a detail, else one a parameter.
  Draft& of(const model::CauseRef& about);
  const Draft* find(const std::string& cause) const;
  bool empty() const { return m_drafts.empty(); }

  // In the report's order.
  std::vector<model::Finding> finish(Accounts accounts) const;

 private:
  std::map<std::pair<std::string, std::vector<std::string>>, Draft> m_drafts;
};

// A start tag without what accounts are called; passwords are never shown.
std::string shown_element(const std::string& element, Accounts accounts);

}  // namespace webcid::audit
