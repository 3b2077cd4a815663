// Findings about several machines behind one name.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "findings.hpp"

namespace webcid::diagnose {
namespace {

using model::Confidence;

class NodeJudge {
 public:
  NodeJudge(const Observations& seen, const model::Target& target)
      : m_seen(seen), m_nodes(seen.nodes()), m_target(target) {}

  Findings judge() {
    if (m_nodes.in_use().empty() || m_nodes.others().empty()) return {};
    judge_silent();
    judge_disagreement();
    return std::move(m_out);
  }

 private:
  // --- addresses that do not answer ---

  void judge_silent() {
    constexpr std::array kFamilies{Family::V4, Family::V6};
    for (const Family family : kFamilies) {
      if (is_broken(family)) tell_family(family);
    }
    for (const std::string& address : m_nodes.others()) {
      const NodeAnswers::Silence* const silence = m_nodes.silence(address);
      if (silence == nullptr || is_broken(family_of(address))) continue;
      // Only where another address of its family answers: a machine without that family reaches none of them.
      if (is_ours(*silence) && family_of(address) != family_of(m_nodes.in_use())) continue;
      model::Finding finding = finding_of("nodes.down", {address});
      finding.confidence = silence->attempts > 1 ? Confidence::Certain : Confidence::Likely;
      add_silence(finding, address, *silence);
      add_in_use(finding);
      m_out.push_back(std::move(finding));
    }
  }

  // "No route" at once is what a machine says that has no address of the family itself.
  static bool is_ours(const NodeAnswers::Silence& silence) {
    return silence.error == model::TransportError::Unreachable;
  }

  // All addresses of the family were tried in vain, while the other one answers.
  bool is_broken(Family family) const {
    if (family_of(m_nodes.in_use()) == family) return false;
    bool any = false;
    for (const std::string& address : m_nodes.others()) {
      if (family_of(address) != family) continue;
      const NodeAnswers::Silence* const silence = m_nodes.silence(address);
      if (silence == nullptr || is_ours(*silence)) return false;
      any = true;
    }
    return any;
  }

  void tell_family(Family family) {
    model::Finding finding = finding_of("network.one-family-broken", {family == Family::V6 ? "IPv6" : "IPv4"});
    finding.confidence = Confidence::Certain;
    for (const std::string& address : m_nodes.others()) {
      if (family_of(address) != family) continue;
      const NodeAnswers::Silence& silence = *m_nodes.silence(address);
      if (silence.attempts < 2) finding.confidence = Confidence::Likely;
      add_silence(finding, address, silence);
    }
    add_in_use(finding);
    m_out.push_back(std::move(finding));
  }

  static void add_silence(model::Finding& finding, const std::string& address, const NodeAnswers::Silence& silence) {
    finding.evidence.push_back(
        {"transport-error", {address, std::string(model::name_of(silence.error)), silence.text}, silence.exchange});
  }

  void add_in_use(model::Finding& finding) const {
    finding.evidence.push_back({"other-address-answers", {m_nodes.in_use()}, std::nullopt});
  }

  // --- addresses that answer otherwise ---

  void judge_disagreement() {
    model::Finding finding = finding_of("nodes.disagree", {m_nodes.in_use()});
    finding.confidence = Confidence::Likely;
    for (const std::string& address : m_nodes.others()) {
      const std::size_t before = finding.evidence.size();
      compare_folder(finding, address);
      compare_catalogue(finding, address);
      compare_sample(finding, address);
      compare_failed(finding, address);
      if (finding.evidence.size() > before) finding.about.parameters.push_back(address);
    }
    if (finding.evidence.empty()) return;
    for (const Symptom& symptom : m_seen.symptoms()) {
      if (m_seen.passing(symptom) == Passing::OneNode) count(finding, symptom.path);
    }
    for (const Spoiled& file : m_seen.spoiled()) {
      if (m_seen.passing(file) == Passing::OneNode) count(finding, file.path);
    }
    std::sort(finding.about.parameters.begin(), finding.about.parameters.end());
    finding.to_decide.push_back({"ask-one-node", {m_nodes.in_use()}, std::nullopt});
    m_out.push_back(std::move(finding));
  }

  static void count(model::Finding& finding, const std::string& path) {
    ++finding.affected.count;
    if (finding.affected.examples.size() < kMaxExamples) finding.affected.examples.push_back(path);
  }

  void compare_folder(model::Finding& finding, const std::string& address) const {
    const Seen* const other = m_seen.probe(model::Method::Get, "", model::Manner::OtherAddress, address);
    const auto& own = m_seen.address_folder();
    if (other == nullptr || !own || !own->answered() || !other->answered()) return;
    if (other->status == own->status) return;
    add(finding, m_target.url, address, answer_text(*own), answer_text(*other), other->exchange);
  }

  void compare_catalogue(model::Finding& finding, const std::string& address) const {
    const NodeAnswers::Difference* const difference = m_nodes.catalogue_difference(address);
    if (difference == nullptr) return;
    const bool is_text = difference->status == 200;
    const char* const id = is_text ? "node-other-bytes" : "node-other-answer";
    std::vector<std::string> arguments{difference->path, m_nodes.in_use(), address};
    if (!is_text)
      arguments = {difference->path, m_nodes.in_use(), "200", address, fmt::format("{}", difference->status)};
    finding.evidence.push_back({id, std::move(arguments), difference->exchange});
  }

  // What arrived right here, there.
  void compare_sample(model::Finding& finding, const std::string& address) const {
    const auto& sample = m_seen.parts().sample();
    if (!sample) return;
    const Confirmation* const other = m_seen.elsewhere(sample->path, address);
    if (other == nullptr || other->outcome == model::Outcome::Verified) return;
    add(finding, sample->path, address, std::string(name_of(model::Outcome::Verified)), text_of(*other),
        other->exchange);
  }

  // What failed here, there.
  void compare_failed(model::Finding& finding, const std::string& address) const {
    for (const Symptom& symptom : m_seen.symptoms()) {
      const Confirmation* const other = m_seen.elsewhere(symptom.path, address);
      const bool stands = is_same_again(symptom);
      if (other == nullptr || !stands || other->status == symptom.seen.status) continue;
      add(finding, symptom.path, address, answer_text(symptom.seen), text_of(*other), other->exchange);
    }
    for (const Spoiled& file : m_seen.spoiled()) {
      const Confirmation* const other = m_seen.elsewhere(file.path, address);
      const bool stands = m_seen.passing(file) == Passing::No || m_seen.passing(file) == Passing::OneNode;
      if (other == nullptr || !stands || other->is_like(file)) continue;
      if (m_seen.confirmations().count(file.path) > 0) finding.confidence = Confidence::Certain;
      add(finding, file.path, address, std::string(name_of(file.outcome)), text_of(*other), other->exchange);
    }
  }

  bool is_same_again(const Symptom& symptom) const {
    const Passing passing = m_seen.passing(symptom);
    return symptom.asked == Asked::File && !symptom.seen.is_before_site() &&
           (passing == Passing::No || passing == Passing::OneNode);
  }

  static std::string text_of(const Confirmation& other) {
    const bool is_refusal = other.outcome == model::Outcome::Refused || other.outcome == model::Outcome::Failed;
    return is_refusal ? fmt::format("{}", other.status) : std::string(name_of(other.outcome));
  }

  void add(model::Finding& finding, const std::string& what, const std::string& address, std::string own,
           std::string other, std::uint64_t exchange) const {
    finding.evidence.push_back(
        {"node-other-answer", {what, m_nodes.in_use(), std::move(own), address, std::move(other)}, exchange});
  }

  const Observations& m_seen;
  const NodeAnswers& m_nodes;
  const model::Target& m_target;
  Findings m_out;
};

}  // namespace

Findings judge_nodes(const Observations& seen, const model::Target& target) {
  return NodeJudge(seen, target).judge();
}

}  // namespace webcid::diagnose
