#include "planner.hpp"

#include <array>
#include <utility>

#include "asking.hpp"

namespace webcid::diagnose {
namespace {

// In this order; a step is asked once those before it wish for nothing more.
constexpr std::array kSteps{ask_ways,      ask_past_proxy, ask_access,          ask_filters, ask_existence,
                            ask_sequences, ask_head,       confirm_before_site, confirm,     ask_changes,
                            ask_spellings, ask_nodes,      ask_contents,        ask_guide};

}  // namespace

bool Ledger::take(const ProbeWish& wish) {
  const bool confirms = wish.purpose == model::Purpose::Confirm;
  std::size_t& count = confirms ? m_confirmations : m_probes;
  if (count == (confirms ? Case::kMaxConfirmations : m_max_probes)) return false;
  if (!m_made.emplace(wish.purpose, wish.method, wish.path, wish.manner, wish.address).second) return false;
  ++count;
  return true;
}

std::vector<ProbeWish> plan(const Observations& seen, const Explanation& explanation, Ledger& ledger) {
  if (!seen.has_response()) return {};
  Asking asking(seen, explanation, ledger);
  for (const auto& step : kSteps) {
    step(asking);
    if (asking.has_wishes()) break;
  }
  return asking.take();
}

}  // namespace webcid::diagnose
