// Which exchange would tell the remaining hypotheses apart.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <webcid/diagnose/case.hpp>

#include "explanation.hpp"
#include "observations.hpp"

namespace webcid::diagnose {

// The wishes made so far, and how many more may be.
class Ledger {
 public:
  explicit Ledger(std::size_t max_probes) : m_max_probes(max_probes) {}

  // True when this wish is new and within the budget; it then counts as made.
  bool take(const ProbeWish& wish);

 private:
  std::size_t m_max_probes;
  std::set<std::tuple<model::Purpose, model::Method, std::string, model::Manner, std::string>> m_made;
  std::size_t m_probes = 0;
  std::size_t m_confirmations = 0;
};

// The next wishes: first what reveals the server's ways, then what splits hypotheses, last a second attempt on some
// members of each group. Each call sees the answers to the wishes before.
std::vector<ProbeWish> plan(const Observations& seen, const Explanation& explanation, Ledger& ledger);

}  // namespace webcid::diagnose
