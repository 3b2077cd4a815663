#include "testserver/faults.hpp"

#include <algorithm>
#include <utility>
#include <webcid/base/path.hpp>
#include <webcid/catalogue/well_known.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::testserver {
namespace {

bool is_choosable(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return catalogue::find(name) == nullptr && name != "webcid-catalogue.txt" && !base::is_never_published(name);
}

bool fits_any(const std::vector<std::string>& patterns, std::string_view path) {
  return patterns.empty() || std::any_of(patterns.begin(), patterns.end(),
                                         [&](const std::string& pattern) { return matches_pattern(pattern, path); });
}

}  // namespace

const std::vector<FaultKindRow>& fault_kinds() {
  static const std::vector<FaultKindRow> kKinds{
      {FaultKind::Missing, "missing", true, "the file is not there"},
      {FaultKind::Alter, "alter", true, "one byte differs, the size is right"},
      {FaultKind::Resize, "resize", true, "\"bytes\" more or fewer than published"},
      {FaultKind::Empty, "empty", false, "200 and nothing"},
      {FaultKind::TruncateAfter, "truncate_after", false, "the connection ends after \"bytes\" of the body"},
      {FaultKind::WrongLength, "wrong_length", false, "Content-Length says \"bytes\" more or fewer than are sent"},
      {FaultKind::Reset, "reset", false, "the connection is reset before an answer"},
      {FaultKind::CloseEarly, "close_early", false, "the connection ends before an answer"},
      {FaultKind::Stall, "stall", false, "no answer, the connection stays open"},
      {FaultKind::Slow, "slow", false, "\"bytes\" a second"},
      {FaultKind::CatchAll, "catch_all", false, "200 with a page of the server's own instead of 404"},
  };
  return kKinds;
}

bool matches_pattern(std::string_view pattern, std::string_view path) {
  const std::string p = iis::fold_name(pattern);
  const std::string t = iis::fold_name(path);
  // Greedy with one step back to the last '*': linear in practice, never exponential.
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t star = std::string::npos;
  std::size_t resume = 0;
  while (j < t.size()) {
    if (i < p.size() && p[i] == '*') {
      star = i++;
      resume = j;
    } else if (i < p.size() && (p[i] == '?' || p[i] == t[j])) {
      ++i;
      ++j;
    } else if (star != std::string::npos) {
      i = star + 1;
      j = ++resume;
    } else {
      return false;
    }
  }
  while (i < p.size() && p[i] == '*') ++i;
  return i == p.size();
}

Faults::Faults(std::vector<Fault> faults, const ContentTree& tree) {
  bool is_numbered = false;
  for (Fault& fault : faults) {
    Chosen chosen;
    for (const FaultKindRow& row : fault_kinds()) {
      if (row.kind == fault.kind) chosen.is_on_disk = row.is_on_disk;
    }
    is_numbered = is_numbered || fault.every != 0;
    chosen.fault = std::move(fault);
    m_chosen.push_back(std::move(chosen));
  }
  if (!is_numbered) return;
  std::vector<std::uint32_t> seen(m_chosen.size(), 0);
  for_each_file(tree, "", [&](const iis::Node& node) {
    if (!is_choosable(node.path)) return;
    for (std::size_t i = 0; i < m_chosen.size(); ++i) {
      Chosen& chosen = m_chosen[i];
      if (chosen.fault.every == 0 || !fits_any(chosen.fault.paths, node.path)) continue;
      const std::uint32_t number = seen[i]++;
      if (number >= chosen.fault.from && (number - chosen.fault.from) % chosen.fault.every == 0) {
        chosen.files.emplace(iis::fold_name(node.path), true);
      }
    }
  });
}

bool Faults::applies(const Chosen& chosen, const std::string& folded) {
  if (chosen.fault.every != 0) return chosen.files.contains(folded);
  return fits_any(chosen.fault.paths, folded);
}

const Fault* Faults::on_disk(std::string_view path) const {
  if (m_chosen.empty()) return nullptr;
  const std::string folded = iis::fold_name(path);
  for (const Chosen& chosen : m_chosen) {
    if (chosen.is_on_disk && applies(chosen, folded)) return &chosen.fault;
  }
  return nullptr;
}

const Fault* Faults::on_wire(std::string_view path) {
  if (m_chosen.empty()) return nullptr;
  const std::string folded = iis::fold_name(path);
  for (Chosen& chosen : m_chosen) {
    if (chosen.is_on_disk || !applies(chosen, folded)) continue;
    if (chosen.fault.times != 0 && ++chosen.met[folded] > chosen.fault.times) continue;
    return &chosen.fault;
  }
  return nullptr;
}

}  // namespace webcid::testserver
