// Is it the proxy, and does it last? Of what gateways and HTTP.sys refused.
#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "asking.hpp"
#include "gateways.hpp"
#include "teller.hpp"

namespace webcid::diagnose {
namespace {

void ask_directly(Asking& asking, const std::string& path, bool is_entry) {
  ProbeWish wish;
  wish.purpose = is_entry ? model::Purpose::Confirm : model::Purpose::Probe;
  wish.path = path;
  wish.activity = {"activity-direct", {path}, {}};
  wish.manner = model::Manner::Direct;
  asking.wish(std::move(wish));
}

}  // namespace

// The same request once past the configured proxy: an entry where one was refused, since its content proves more.
void ask_past_proxy(Asking& asking) {
  if (!asking.seen.has_proxy()) return;
  const Symptom* refused = nullptr;
  for (const Symptom& symptom : asking.seen.symptoms()) {
    if (teller_of(symptom, asking.seen) != Teller::Gateway) continue;
    if (refused == nullptr || (refused->asked != Asked::File && symptom.asked == Asked::File)) refused = &symptom;
    if (refused->asked == Asked::File) break;
  }
  if (refused != nullptr) return ask_directly(asking, refused->path, refused->asked == Asked::File);
  const auto& spoiled = asking.seen.spoiled();
  const auto page = std::find_if(spoiled.begin(), spoiled.end(),
                                 [&](const Spoiled& file) { return is_block_page(file, asking.seen); });
  if (page != spoiled.end()) return ask_directly(asking, page->path, true);
  if (asking.seen.is_hidden()) ask_directly(asking, "", false);
}

// A second attempt on what was refused before the site: a limit passes, a rule does not.
void confirm_before_site(Asking& asking) {
  std::map<std::pair<Teller, int>, std::size_t> asked;
  for (const Symptom& symptom : asking.seen.symptoms()) {
    const Teller teller = teller_of(symptom, asking.seen);
    const bool is_before_site = teller == Teller::Gateway || teller == Teller::HttpSys;
    // An account's lock-out may come closer with each attempt.
    const bool is_about_account = symptom.seen.status == 401 || symptom.seen.status == 407;
    if (!is_before_site || symptom.asked != Asked::File || is_about_account) continue;
    if (asked[{teller, symptom.seen.status}]++ >= Case::kConfirmedPerGroup) continue;
    asking.wish(model::Purpose::Confirm, model::Method::Get, symptom.path, {"activity-confirm", {symptom.path}, {}});
  }
}

}  // namespace webcid::diagnose
