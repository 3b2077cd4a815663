// What splits the causes that refuse whoever asks.
#include <algorithm>

#include "access.hpp"
#include "asking.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kScopesAsked = 6;

// Whether an answer to the probe could strike out any of what is left.
bool predicts(const AccessReading& reading, Expected AccessRule::*probe) {
  return std::any_of(reading.possible.begin(), reading.possible.end(),
                     [&](const AccessRule* rule) { return rule->*probe != Expected::Open; });
}

void ask_verb(Asking& asking, const Scope& scope) {
  const std::string path = scope.made_up();
  for (const FilterVerb& verb : filter_verbs()) {
    const std::string name(model::name_of(verb.method));
    asking.wish(model::Purpose::Probe, verb.method, path, {"activity-verb", {name}, {}});
    const Seen* const answer = asking.seen.probe(verb.method, path);
    // The next verb only once this one has turned out to be blocked.
    if (answer == nullptr || answer->status == verb.passes || answer->status == scope.answer.status) return;
  }
}

void ask_agent(Asking& asking, const std::string& path) {
  ProbeWish wish;
  wish.path = path;
  wish.manner = model::Manner::OtherAgent;
  wish.activity = {"activity-agent", {}, {}};
  asking.wish(std::move(wish));
}

void ask_tls(Asking& asking, const std::string& path) {
  ProbeWish wish;
  wish.method = model::Method::Head;
  wish.path = path;
  wish.manner = model::Manner::Tls;
  wish.activity = {"activity-tls", {}, {}};
  asking.wish(std::move(wish));
}

// Everything gets 404, and so do the verbs: an alias that is merely missing would let them pass.
void ask_hidden(Asking& asking) {
  ask_agent(asking, "");
  for (const FilterVerb& verb : filter_verbs()) {
    if (asking.seen.probe(verb.method, kMadeUpName) == nullptr) continue;
    const std::string name(model::name_of(verb.method));
    asking.wish(model::Purpose::Probe, verb.method, kMadeUpAtRoot, {"activity-verb", {name}, {}});
  }
  for (const char* const path : kMadeUpTypes) {
    asking.wish(model::Purpose::Probe, model::Method::Options, path, {"activity-past-filter", {path}, {}});
  }
  const std::string& folder = asking.seen.address_name();
  if (folder.empty()) return;
  asking.wish(model::Purpose::Probe, model::Method::Options, elsewhere(folder),
              {"activity-filter", {"iis.hidden-segment", folder}, {}});
}

}  // namespace

void ask_access(Asking& asking) {
  if (may_be_hidden(asking.seen) && !asking.seen.address_folder()->sub_status) ask_hidden(asking);
  std::size_t asked = 0;
  for (const Scope& scope : access_scopes(asking.seen)) {
    const AccessReading reading = read_access(scope, asking.seen);
    if (reading.is_named || reading.possible.size() < 2) continue;
    if (++asked > kScopesAsked) return;
    if (predicts(reading, &AccessRule::verb)) ask_verb(asking, scope);
    if (asking.has_wishes() || scope.answer.status != 403) continue;
    if (predicts(reading, &AccessRule::tls)) ask_tls(asking, scope.unlisted());
    if (scope.reach == Reach::Share) ask_agent(asking, scope.path);
  }
}

}  // namespace webcid::diagnose
