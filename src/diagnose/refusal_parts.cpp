#include "refusal_parts.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/url.hpp>
#include <webcid/causes/causes.hpp>

namespace webcid::diagnose {
namespace {

// Causes that look the same from outside whenever the sub-status is not visible (design section 4).
struct LookAlike {
  std::string_view cause;
  std::string_view alternative;
};
constexpr std::array<LookAlike, 4> kLookAlikes{{
    {"iis.virtual-directory-missing", "iis.physical-path-wrong"},
    {"iis.virtual-directory-missing", "iis.handler-missing"},
    {kFileMissing, "iis.hidden-file"},
    // Where Read is missing the handler may drop out of the list (iis.md a.3).
    {"iis.handler-missing", "iis.read-denied"},
}};

}  // namespace

std::vector<std::string> RefusalParts::parameters_of(const std::vector<std::size_t>& hypotheses) const {
  std::vector<std::string> out;
  for (const std::size_t index : hypotheses) {
    const Hypothesis& hypothesis = m_explanation.hypotheses[index];
    if (hypothesis.is("iis.virtual-directory-missing") || hypothesis.is("iis.physical-path-wrong")) {
      return {alias_of(m_target)};
    }
    // From which length on, and the length that is needed.
    const std::size_t base = hypothesis.is("iis.url-too-long") ? address_length() : 0;
    if (hypothesis.longest > 0) {
      return {fmt::format("{}", base + hypothesis.shortest), fmt::format("{}", base + hypothesis.longest)};
    }
    if (out.size() == kMaxExtensions) break;
    if (!hypothesis.key.empty())
      out.push_back(hypothesis.rule->cause == "iis.hidden-segment" ? hypothesis.spelling : hypothesis.key);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::size_t RefusalParts::address_length() const {
  const auto url = base::parse_address(m_target.url);
  return url ? url->folder().path.size() : 0;
}

std::vector<std::string> RefusalParts::examples_of(const Groups& groups) const {
  std::vector<std::string> out;
  for (const std::size_t group : groups) {
    for (const std::string_view path : m_explanation.groups[group].paths) {
      if (out.size() == kMaxExamples) return out;
      out.emplace_back(path);
    }
  }
  return out;
}

void RefusalParts::count_affected(model::Finding& finding, const Groups& groups) const {
  for (const std::size_t index : groups) {
    const Group& group = m_explanation.groups[index];
    if (group.asked != Asked::File) continue;
    finding.affected.count += group.paths.size();
    for (const std::string_view path : group.paths) {
      if (finding.affected.examples.size() == kMaxExamples) break;
      if (!path.empty()) finding.affected.examples.emplace_back(path);
    }
  }
}

void RefusalParts::add_pattern(model::Finding& finding, const Groups& groups) const {
  for (const std::size_t index : groups) {
    const Group& group = m_explanation.groups[index];
    if (group.asked == Asked::Filter) continue;
    add_refused(finding, group);
    break;
  }
  if (m_seen.served() > 0) {
    finding.evidence.push_back({"others-arrive", {fmt::format("{}", m_seen.served())}, std::nullopt});
  }
}

void RefusalParts::add_refused(model::Finding& finding, const Group& group) const {
  const std::string answer = answer_text(group.seen);
  if (finding.affected.count > 0) {
    const std::string count = fmt::format("{}", finding.affected.count);
    finding.evidence.push_back({"refused-alike", {count, answer}, group.seen.exchange});
  } else {
    const std::string_view path = group.paths.front();
    const std::string where = path.empty() || path == "." ? m_target.url : std::string(path);
    finding.evidence.push_back({"address-refused", {where, answer}, group.seen.exchange});
  }
}

const Seen* RefusalParts::passed_member(const Groups& groups, std::string& path) const {
  if (m_verb == nullptr) return nullptr;
  for (const std::size_t index : groups) {
    const auto& paths = m_explanation.groups[index].paths;
    for (std::size_t i = 0; i < std::min(paths.size(), kMaxExamples); ++i) {
      path = paths[i];
      const Seen* const answer = m_seen.probe(m_verb->method, path);
      if (answer != nullptr && answer->status == m_verb->passes) return answer;
    }
  }
  return nullptr;
}

bool RefusalParts::add_reference(model::Finding& finding, const Groups& groups, Held held) const {
  std::string_view first;
  for (const std::size_t index : groups) {
    const Group& group = m_explanation.groups[index];
    if (group.asked != Asked::File) continue;
    if (group.held != held) return false;
    if (first.empty()) first = group.paths.front();
  }
  if (first.empty()) return false;
  const char* const statement = held == Held::Yes ? "reference-has" : "reference-has-not";
  finding.evidence.push_back({statement, {m_seen.reference().name(), std::string(first)}, std::nullopt});
  return true;
}

void RefusalParts::add_confirmations(model::Finding& finding, const Groups& groups) const {
  std::uint64_t same = 0;
  for (const std::size_t index : groups) {
    const Group& group = m_explanation.groups[index];
    for (const std::string_view path : group.paths) {
      const auto again = m_seen.confirmations().find(std::string(path));
      if (again != m_seen.confirmations().end() && again->second.status == group.seen.status) ++same;
    }
  }
  if (same > 0) finding.evidence.push_back({"confirmed", {fmt::format("{}", same)}, std::nullopt});
}

void RefusalParts::add_alternative(model::Finding& finding, model::CauseRef about) {
  auto& known = finding.alternatives;
  if (known.size() < kMaxExamples && std::find(known.begin(), known.end(), about) == known.end()) {
    known.push_back(std::move(about));
  }
}

void RefusalParts::add_deciders(model::Finding& finding) const {
  if (!m_seen.has_listing("")) add_decider(finding, "switch-listing-on");
  if (!m_seen.reference().is_given()) add_decider(finding, "give-reference");
  add_decider(finding, "ask-iis-log");
}

void RefusalParts::add_look_alikes(model::Finding& finding, const Groups& groups) const {
  const bool by_iis = std::any_of(groups.begin(), groups.end(),
                                  [&](std::size_t group) { return m_explanation.groups[group].seen.from_iis; });
  if (!by_iis) return;
  bool any = false;
  for (const LookAlike& row : kLookAlikes) {
    if (row.cause != finding.about.cause) continue;
    std::vector<std::string> parameters;
    if (row.alternative == "iis.physical-path-wrong") parameters.push_back(alias_of(m_target));
    if (row.alternative == "iis.hidden-file") {
      parameters = {finding.affected.examples.front()};
      if (!m_seen.reference().is_given()) add_decider(finding, "give-reference");
    }
    add_alternative(finding, {std::string(row.alternative), std::move(parameters)});
    any = true;
  }
  if (any) add_decider(finding, "ask-iis-log");
}

void add_decider(model::Finding& finding, const char* statement) {
  const model::Statement decider{statement, {}, std::nullopt};
  auto& known = finding.to_decide;
  if (std::find(known.begin(), known.end(), decider) == known.end()) known.push_back(decider);
}

model::Finding finding_of(std::string cause, std::vector<std::string> parameters) {
  model::Finding finding;
  if (const causes::Cause* row = causes::find(cause)) finding.severity = row->severity;
  finding.about = {std::move(cause), std::move(parameters)};
  return finding;
}

std::string alias_of(const model::Target& target) {
  const auto url = base::parse_address(target.url);
  if (!url) return {};
  std::string path = base::decode_percent(url->path);
  while (!path.empty() && path.back() == '/') path.pop_back();
  while (!path.empty() && path.front() == '/') path.erase(0, 1);
  return path;
}

std::string answer_text(const Seen& seen) {
  if (seen.error != model::TransportError::None) return std::string(model::name_of(seen.error));
  const std::string status =
      seen.sub_status ? fmt::format("{}.{}", seen.status, *seen.sub_status) : fmt::format("{}", seen.status);
  if (seen.family == PageFamily::Gateway && !seen.product.empty())
    return fmt::format("{} ({} page)", status, seen.product);
  if (seen.reason != HttpSysReason::None) {
    return fmt::format("{} ({}: {})", status, name_of(seen.family), name_of(seen.reason));
  }
  return seen.family == PageFamily::None ? status : fmt::format("{} ({})", status, name_of(seen.family));
}

}  // namespace webcid::diagnose
