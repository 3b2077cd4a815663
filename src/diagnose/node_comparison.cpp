#include <webcid/diagnose/node_comparison.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/clock.hpp>

#include "findings.hpp"
#include "node_answers.hpp"

namespace webcid::diagnose {
namespace {

using model::Aspect;
using model::Difference;
using model::NamedReport;

constexpr std::string_view kMissing = "missing";  // of a catalogue that could not be read

// Why a machine did not answer at all, as its own run tells it.
struct Silence {
  std::string error;  // model::TransportError's name
  std::string text;
};

bool is_silence(const model::Finding& finding) {
  constexpr std::array kCauses{"network.refused", "network.unreachable", "network.stalled", "network.reset"};
  return std::find(kCauses.begin(), kCauses.end(), finding.about.cause) != kCauses.end();
}

std::optional<Silence> silence_of(const model::Report& report) {
  if (report.summary.verified > 0 || !report.server.empty()) return std::nullopt;
  for (const model::Finding& finding : report.findings) {
    if (!is_silence(finding)) continue;
    for (const model::Statement& seen : finding.evidence) {
      if (seen.id == "transport-error" && seen.arguments.size() == 3)
        return Silence{seen.arguments[1], seen.arguments[2]};
    }
    return Silence{"other", ""};
  }
  return std::nullopt;
}

struct Node {
  const std::string* address = nullptr;
  const model::Report* report = nullptr;
  std::optional<Silence> silence;

  // What a machine says that has no address of the family itself.
  bool has_no_route() const { return silence && silence->error == name_of(model::TransportError::Unreachable); }
};

std::string about_text(const model::CauseRef& about) {
  std::string parameters;
  for (const std::string& parameter : about.parameters) parameters += (parameters.empty() ? "" : ", ") + parameter;
  return parameters.empty() ? about.cause : fmt::format("{} ({})", about.cause, parameters);
}

std::string joined(const std::vector<std::string>& addresses) {
  std::string out;
  for (const std::string& address : addresses) out += (out.empty() ? "" : ", ") + address;
  return out;
}

std::string date_of(const std::optional<base::Time>& time) {
  return time ? base::format_time_seconds(*time) : std::string();
}

class NodeComparer {
 public:
  explicit NodeComparer(model::Collection& collection) : m_out(collection) {
    for (const NamedReport& run : collection.runs) {
      m_nodes.push_back({&run.name, &run.report, silence_of(run.report)});
    }
    for (const Node& node : m_nodes) {
      if (!node.silence) m_answering.push_back(&node);
    }
  }

  void compare() {
    m_out.verdict = worst_of(m_out.runs);
    if (m_answering.empty()) return;
    tabulate();
    judge_silent();
    judge_disagreement();
    m_out.verdict = verdict();
    take_over_silence();
  }

 private:
  // --- the table ---

  // One row, if there is more than one value.
  template <class Value>
  void row(const std::vector<const Node*>& nodes, Aspect aspect, std::string about, Value value) {
    Difference difference{aspect, std::move(about), {}};
    for (const Node* node : nodes) {
      std::string text = value(*node);
      auto& values = difference.values;
      auto known = std::find_if(values.begin(), values.end(), [&](const auto& one) { return one.value == text; });
      if (known == values.end()) known = values.insert(values.end(), {std::move(text), {}});
      known->nodes.push_back(*node->address);
    }
    if (difference.values.size() < 2) return;
    std::stable_sort(difference.values.begin(), difference.values.end(),
                     [](const auto& a, const auto& b) { return a.nodes.size() > b.nodes.size(); });
    m_out.differences.push_back(std::move(difference));
  }

  void tabulate() {
    std::vector<const Node*> all;
    for (const Node& node : m_nodes) all.push_back(&node);
    row(all, Aspect::Answer, "", [](const Node& node) { return node.silence ? node.silence->error : "answers"; });
    const auto answering = [this](Aspect aspect, std::string about, auto value) {
      row(m_answering, aspect, std::move(about), [&](const Node& node) -> std::string { return value(*node.report); });
    };
    using model::Report;
    answering(Aspect::Verdict, "", [](const Report& report) { return std::string(name_of(report.verdict)); });
    answering(Aspect::Server, "", [](const Report& report) { return report.server; });
    for (const model::CauseRef& about : causes_found()) {
      answering(Aspect::Finding, about_text(about),
                [&](const Report& report) { return find(report, about) == nullptr ? "not-found" : "found"; });
    }
    for (const std::string& step : steps_seen()) {
      answering(Aspect::GuideStep, step, [&](const Report& report) { return state_of(report, step); });
    }
    answering(Aspect::FileCount, "", [](const Report& report) { return fmt::format("{}", report.summary.files); });
    answering(Aspect::FailedCount, "", [](const Report& report) { return fmt::format("{}", report.summary.failed); });
    // Of a machine that was not asked for all of it there is no list.
    const bool has_lists = std::all_of(m_answering.begin(), m_answering.end(),
                                       [](const Node* node) { return node->report->published.list != 0; });
    if (has_lists) {
      answering(Aspect::FileList, "",
                [](const Report& report) { return fmt::format("{:016x}", report.published.list); });
    }
    for (const std::string& path : catalogues_seen()) {
      answering(Aspect::Catalogue, path, [&](const Report& report) {
        const auto* const catalogue = find_catalogue(report.published, path);
        return catalogue == nullptr ? std::string(kMissing) : catalogue->sha256;
      });
      answering(Aspect::CatalogueAge, path, [&](const Report& report) {
        const auto* const catalogue = find_catalogue(report.published, path);
        return catalogue == nullptr ? std::string() : date_of(catalogue->modified);
      });
    }
    // The newest file is that of the tree only where all of it arrived.
    const bool all_arrived = std::all_of(m_answering.begin(), m_answering.end(),
                                         [](const Node* node) { return node->report->summary.failed == 0; });
    if (all_arrived) {
      answering(Aspect::NewestFile, "", [](const Report& report) { return date_of(report.published.newest); });
    }
  }

  std::vector<model::CauseRef> causes_found() const {
    std::vector<model::CauseRef> out;
    for (const Node* node : m_answering) {
      for (const model::Finding& finding : node->report->findings) {
        if (std::find(out.begin(), out.end(), finding.about) == out.end()) out.push_back(finding.about);
      }
    }
    return out;
  }

  // Steps that were seen at every machine: what one could not see is no difference.
  std::vector<std::string> steps_seen() const {
    std::vector<std::string> out;
    for (const model::GuideStep& step : m_answering.front()->report->guide) {
      const bool everywhere = std::all_of(m_answering.begin(), m_answering.end(), [&](const Node* node) {
        const std::string state = state_of(*node->report, step.id);
        return !state.empty() && state != name_of(model::GuideState::NotSeen);
      });
      if (everywhere) out.push_back(step.id);
    }
    return out;
  }

  std::set<std::string> catalogues_seen() const {
    std::set<std::string> out;
    for (const Node* node : m_answering) {
      for (const auto& catalogue : node->report->published.catalogues) out.insert(catalogue.path);
    }
    return out;
  }

  static std::string state_of(const model::Report& report, const std::string& step) {
    for (const model::GuideStep& row : report.guide) {
      if (row.id == step) return std::string(name_of(row.state));
    }
    return {};
  }

  static const model::Finding* find(const model::Report& report, const model::CauseRef& about) {
    for (const model::Finding& finding : report.findings) {
      if (finding.about == about) return &finding;
    }
    return nullptr;
  }

  // --- machines that do not answer ---

  void judge_silent() {
    std::set<Family> told;
    for (const Node& node : m_nodes) {
      if (!node.silence) continue;
      const Family family = family_of(*node.address);
      const std::string family_name = family == Family::V6 ? "IPv6" : "IPv4";
      const bool answers = std::any_of(m_answering.begin(), m_answering.end(),
                                       [&](const Node* other) { return family_of(*other->address) == family; });
      if (answers) {
        model::Finding finding = finding_of("nodes.down", {*node.address});
        finding.confidence = model::Confidence::Certain;
        add_silence(finding, node);
        m_out.findings.push_back(std::move(finding));
      } else if (node.has_no_route()) {
        m_out.notes.push_back({"node-no-route", {*node.address, family_name}, std::nullopt});
      } else if (told.insert(family).second) {
        model::Finding finding = finding_of("network.one-family-broken", {family_name});
        finding.confidence = model::Confidence::Certain;
        for (const Node& other : m_nodes) {
          if (other.silence && family_of(*other.address) == family) add_silence(finding, other);
        }
        m_out.findings.push_back(std::move(finding));
      }
    }
  }

  void add_silence(model::Finding& finding, const Node& node) const {
    finding.evidence.push_back(
        {"transport-error", {*node.address, node.silence->error, node.silence->text}, std::nullopt});
    finding.evidence.push_back({"other-address-answers", {*m_answering.front()->address}, std::nullopt});
  }

  // What a machine that is silent found is told for the name, once: an endpoint can reach the others.
  void take_over_silence() {
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
      if (!m_nodes[i].silence) continue;
      model::Report& report = m_out.runs[i].report;
      std::erase_if(report.findings, is_silence);
      report.verdict = model::Verdict::Unknown;
      report.notes.push_back({"node-silent", {m_nodes[i].silence->error, m_nodes[i].silence->text}, std::nullopt});
    }
  }

  // --- machines that answer otherwise ---

  void judge_disagreement() {
    model::Finding finding = finding_of("nodes.disagree", {});
    finding.confidence = model::Confidence::Certain;
    for (const Difference& difference : m_out.differences) add_evidence(finding, difference);
    if (finding.evidence.empty()) return;
    for (const Node* node : m_answering) finding.about.parameters.push_back(*node->address);
    m_out.findings.push_back(std::move(finding));
  }

  // What depends on how much was asked of a machine at that moment, and would be gone, or elsewhere, the next time.
  static bool is_of_the_moment(std::string_view about) {
    constexpr std::array kCauses{
        "network.", "iis.rate-limited", "httpsys.connection-limit", "publication.changing", "publication.file-locked",
        "proxy."};
    return std::any_of(kCauses.begin(), kCauses.end(),
                       [&](std::string_view cause) { return about.starts_with(cause); });
  }

  // What an endpoint would meet. Server headers, dates of equal contents and notes change nothing for it.
  void add_evidence(model::Finding& finding, const Difference& difference) const {
    const auto& most = difference.values.front();
    switch (difference.aspect) {
      case Aspect::Finding:
        return add_finding_evidence(finding, difference);
      case Aspect::FileList:
        for (std::size_t i = 1; i < difference.values.size(); ++i) {
          const auto& other = difference.values[i];
          finding.evidence.push_back({"node-other-list", {joined(other.nodes), joined(most.nodes)}, std::nullopt});
        }
        return;
      case Aspect::Catalogue:
        add_contents(finding, difference);
        return add_ages(finding, difference.about);
      default:
        return;
    }
  }

  // What could not be read has a finding of its own; those that could are compared with what most of them have.
  static void add_contents(model::Finding& finding, const Difference& difference) {
    auto read = difference.values;
    std::erase_if(read, [](const auto& one) { return one.value == kMissing; });
    for (std::size_t i = 1; i < read.size(); ++i) {
      finding.evidence.push_back(
          {"node-other-contents", {difference.about, joined(read[i].nodes), joined(read.front().nodes)}, std::nullopt});
    }
  }

  void add_finding_evidence(model::Finding& finding, const Difference& difference) const {
    const auto is_note = [&](const Node* node) {
      return std::any_of(node->report->findings.begin(), node->report->findings.end(), [&](const auto& one) {
        return about_text(one.about) == difference.about && one.severity == model::Severity::Note;
      });
    };
    if (is_of_the_moment(difference.about) || std::any_of(m_answering.begin(), m_answering.end(), is_note)) return;
    const auto nodes_with = [&](std::string_view value) {
      for (const auto& row : difference.values) {
        if (row.value == value) return joined(row.nodes);
      }
      return std::string();
    };
    finding.evidence.push_back(
        {"node-finding", {difference.about, nodes_with("found"), nodes_with("not-found")}, std::nullopt});
  }

  // Which of the catalogues that differ are older than the youngest.
  void add_ages(model::Finding& finding, const std::string& path) const {
    struct Dated {
      base::Time modified;
      std::string sha256;
      std::string address;
    };
    std::vector<Dated> dated;
    for (const Node* node : m_answering) {
      const auto* const catalogue = find_catalogue(node->report->published, path);
      if (catalogue != nullptr && catalogue->modified) {
        dated.push_back({*catalogue->modified, catalogue->sha256, *node->address});
      }
    }
    if (dated.empty()) return;
    const Dated& youngest = *std::max_element(dated.begin(), dated.end(),
                                              [](const auto& a, const auto& b) { return a.modified < b.modified; });
    for (const Dated& each : dated) {
      if (each.modified == youngest.modified || each.sha256 == youngest.sha256) continue;
      finding.evidence.push_back({"node-older",
                                  {path, each.address, base::format_time_seconds(each.modified), youngest.address,
                                   base::format_time_seconds(youngest.modified)},
                                  std::nullopt});
    }
  }

  // --- the whole ---

  model::Verdict verdict() const {
    std::vector<NamedReport> judged;
    const auto add = [&](model::Verdict verdict) {
      judged.emplace_back();
      judged.back().report.verdict = verdict;
    };
    for (const Node* node : m_answering) add(node->report->verdict);
    for (const model::Finding& finding : m_out.findings) {
      if (finding.severity == model::Severity::Error) add(model::Verdict::Broken);
      if (finding.severity == model::Severity::Warning) add(model::Verdict::Deviates);
    }
    return worst_of(judged);
  }

  model::Collection& m_out;
  std::vector<Node> m_nodes;
  std::vector<const Node*> m_answering;
};

}  // namespace

void compare_nodes(model::Collection& collection) {
  const bool is_whole = std::none_of(collection.runs.begin(), collection.runs.end(),
                                     [](const NamedReport& run) { return run.report.interrupted; });
  if (!is_whole) {
    collection.verdict = worst_of(collection.runs);
    return;
  }
  NodeComparer(collection).compare();
}

}  // namespace webcid::diagnose
