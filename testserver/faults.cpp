#include "testserver/faults.hpp"

#include <algorithm>
#include <limits>
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
    chosen.row = &row_of(fault.kind);
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
    if (chosen.row->place == FaultPlace::File && applies(chosen, folded)) return &chosen.fault;
  }
  return nullptr;
}

const Fault* Faults::of_kind(FaultKind kind, std::string_view path) const {
  if (!has(kind)) return nullptr;
  const std::string folded = iis::fold_name(path);
  for (const Chosen& chosen : m_chosen) {
    if (chosen.fault.kind == kind && applies(chosen, folded)) return &chosen.fault;
  }
  return nullptr;
}

bool Faults::has(FaultKind kind) const {
  return std::any_of(m_chosen.begin(), m_chosen.end(),
                     [kind](const Chosen& chosen) { return chosen.fault.kind == kind; });
}

bool Faults::reaches(const Chosen& chosen, const std::optional<std::string>& folded) {
  if (folded) return applies(chosen, *folded);
  return chosen.row->reach == FaultReach::Everywhere && chosen.fault.every == 0 && chosen.fault.paths.empty();
}

// Counts one more, and says whether it is one of those that are struck.
bool Faults::strikes(Chosen& chosen, const std::string& folded) {
  const Fault& fault = chosen.fault;
  if (fault.times == 0 && fault.after == 0 && fault.nth == 0) return true;
  std::uint32_t* met = &chosen.met_together;
  if (chosen.row->count == FaultCount::EachPath) {
    // A client that makes up paths must not fill the memory: what is beyond the limit is not struck any more.
    constexpr std::size_t kMostPaths = 1UL << 20U;
    if (chosen.met.size() >= kMostPaths && !chosen.met.contains(folded)) return false;
    met = &chosen.met[folded];
  }
  if (*met == std::numeric_limits<std::uint32_t>::max()) return fault.times == 0;
  std::uint32_t number = ++*met;
  if (number <= fault.after) return false;
  number -= fault.after;
  if (fault.nth > 1) {
    if (number % fault.nth != 0) return false;
    number /= fault.nth;
  }
  return fault.times == 0 || number <= fault.times;
}

const Fault* Faults::on_connection() {
  for (Chosen& chosen : m_chosen) {
    if (chosen.row->place == FaultPlace::Connection && strikes(chosen, "")) return &chosen.fault;
  }
  return nullptr;
}

const Fault* Faults::on_wire(std::optional<std::string_view> path, std::uint32_t connections) {
  if (m_chosen.empty()) return nullptr;
  if (m_requests != std::numeric_limits<std::uint32_t>::max()) ++m_requests;
  std::optional<std::string> folded;
  if (path) folded = iis::fold_name(*path);
  for (Chosen& chosen : m_chosen) {
    if (chosen.row->place != FaultPlace::Answer || !reaches(chosen, folded)) continue;
    if (chosen.fault.connections != 0 && connections <= chosen.fault.connections) continue;
    if (strikes(chosen, folded.value_or(""))) return &chosen.fault;
  }
  return nullptr;
}

bool Faults::is_rotated() const {
  return std::any_of(m_chosen.begin(), m_chosen.end(), [this](const Chosen& chosen) {
    return chosen.fault.kind == FaultKind::Rotate && m_requests > chosen.fault.after;
  });
}

}  // namespace webcid::testserver
