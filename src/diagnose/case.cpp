#include <webcid/diagnose/case.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include <webcid/base/url.hpp>

#include "explanation.hpp"
#include "findings.hpp"
#include "observations.hpp"
#include "planner.hpp"

namespace webcid::diagnose {
namespace {

void append(Findings& all, Findings more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Whether what a finding is about ended the walk and kept probes from being answered.
bool tells_limit(const model::Finding& finding) {
  return std::any_of(finding.to_decide.begin(), finding.to_decide.end(),
                     [](const model::Statement& statement) { return statement.id == "unseen-limited"; });
}

struct AddressCause {
  base::AddressProblem problem;
  std::string_view cause;
  std::string_view statement;
};

constexpr std::array<AddressCause, 5> kAddressCauses{{
    {base::AddressProblem::Missing, "address.missing", "address-empty"},
    {base::AddressProblem::NotHttp, "address.not-http", "address-scheme"},
    {base::AddressProblem::Unc, "address.unc", "address-share"},
    {base::AddressProblem::Malformed, "address.malformed", "address-no-url"},
    {base::AddressProblem::Credentials, "address.malformed", "address-credentials"},
}};

}  // namespace

struct Case::State {
  State(model::Target of, std::size_t max_probes) : target(std::move(of)), seen(target), ledger(max_probes) {}

  // Made anew only after something was added.
  const Explanation& explanation() {
    if (!explained) explained = explain(seen);
    return *explained;
  }

  model::Target target;
  Observations seen;
  Ledger ledger;
  std::optional<Explanation> explained;
};

Case::Case(model::Target target, std::size_t max_probes)
    : m_state(std::make_unique<State>(std::move(target), max_probes)) {}
Case::~Case() = default;
Case::Case(Case&&) noexcept = default;
Case& Case::operator=(Case&&) noexcept = default;

void Case::add(const model::Record& record, const model::Listing* listing, const model::Catalogue* catalogue) {
  m_state->seen.add(record, listing, catalogue);
  m_state->explained.reset();
}

void Case::end_early() {
  m_state->seen.end_early();
  m_state->explained.reset();
}

void Case::add(std::span<const model::ServerFact> facts) {
  m_state->seen.add(facts);
  m_state->explained.reset();
}

std::vector<std::string> Case::unnamed() const {
  return m_state->seen.unnamed();
}

void Case::add(const model::Reference& reference) {
  m_state->seen.add(reference);
  m_state->explained.reset();
}

std::vector<Case::Doubt> Case::doubts() const {
  return m_state->seen.doubts();
}

std::vector<ProbeWish> Case::wishes() {
  return plan(m_state->seen, m_state->explanation(), m_state->ledger);
}

std::vector<model::Finding> Case::findings() const {
  const Observations& seen = m_state->seen;
  const Explanation& explanation = m_state->explanation();
  Findings all = judge_connection(seen, m_state->target);
  append(all, judge_gateways(seen, m_state->target));
  append(all, judge_wrong_server(seen, m_state->target));
  append(all, judge_http_sys(seen, m_state->target));
  append(all, judge_verbs(seen));
  append(all, judge_changes(seen, explanation));
  Findings of_files = judge_rules(seen, explanation, m_state->target);
  append(of_files, judge_absences(seen, explanation, m_state->target));
  append(of_files, judge_contents(seen));
  Findings of_share = judge_access(seen, m_state->target);
  const auto limit = std::find_if(all.begin(), all.end(), tells_limit);
  if (limit != all.end()) {
    withhold_unconfirmed(of_files, Withheld::Unsure, *limit);
    // Who gets nothing at all is refused for another reason than a limit.
    withhold_unconfirmed(of_share, seen.served() > 0 ? Withheld::Unsure : Withheld::Passing, *limit);
  }
  append(all, std::move(of_files));
  append(all, std::move(of_share));
  append(all, judge_nodes(seen, m_state->target));
  append(all, judge_local(seen));
  append(all, judge_catalogues(seen, explanation, m_state->target));
  append(all, judge_listing(seen));
  append(all, judge_install_source(m_state->target));
  std::stable_sort(all.begin(), all.end(), [](const model::Finding& a, const model::Finding& b) {
    return std::tie(a.severity, a.about.cause, a.about.parameters) <
           std::tie(b.severity, b.about.cause, b.about.parameters);
  });
  return all;
}

std::vector<model::Statement> Case::notes() const {
  std::vector<model::Statement> notes;
  // What stands before the site hides what the site is.
  const bool is_known = m_state->seen.has_response() && !m_state->seen.is_hidden();
  if (is_known && !m_state->seen.is_iis()) notes.push_back({"not-iis", {server()}, std::nullopt});
  return notes;
}

std::vector<model::GuideStep> Case::guide() const {
  return judge_guide(m_state->seen, m_state->target, findings());
}

std::string Case::server() const {
  return m_state->seen.server();
}

std::vector<model::Finding> judge_address(const std::string& text) {
  const auto url = base::parse_address(text);
  if (url) return {};
  const auto* const row = std::find_if(kAddressCauses.begin(), kAddressCauses.end(),
                                       [&](const AddressCause& known) { return known.problem == url.error(); });
  model::Finding finding = finding_of(std::string(row->cause), {});
  finding.confidence = model::Confidence::Certain;
  finding.evidence.push_back({std::string(row->statement), {base::without_credentials(text)}, std::nullopt});
  return {std::move(finding)};
}

}  // namespace webcid::diagnose
