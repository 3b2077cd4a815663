// The table of causes that refuse whoever asks, and what is left of it for one scope.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

#include "access.hpp"
#include "defaults.hpp"
#include "explanation.hpp"

namespace webcid::diagnose {
namespace {

constexpr auto kOpen = Expected::Open;
constexpr auto kSame = Expected::Same;
constexpr auto kPasses = Expected::Passes;

// Sub-statuses: iis.md a.2, a.3, a.6. Before the file is looked for (b.1 steps 4 to 7), OPTIONS fares as GET does; ACLs
// and the access policy are asked by the static file handler only (step 10), so that OPTIONS passes.
constexpr auto kEither = Challenged::Either;
constexpr auto kAnyone = Account::Either;
constexpr auto kAccessRules = std::to_array<AccessRule>({
    {"iis.user-agent-refused", 403, {-1, -1, -1, -1}, kEither, kAnyone, kSame, kOpen, kPasses},
    {"iis.user-agent-refused", 404, {19, -1, -1, -1}, kEither, kAnyone, kSame, kOpen, kPasses},
    // Names in the address itself, which the site's own filtering refuses.
    {"iis.hidden-segment", 404, {8, -1, -1, -1}, kEither, kAnyone, kSame, kOpen, kSame, kSame},
    {"iis.double-escaping-refused", 404, {11, -1, -1, -1}, kEither, kAnyone, kSame, kOpen, kSame, kSame},
    {"iis.url-sequence-denied", 404, {5, -1, -1, -1}, kEither, kAnyone, kSame, kOpen, kSame, kSame},
    {"iis.high-bit-refused", 404, {12, -1, -1, -1}, kEither, kAnyone, kSame, kOpen, kSame, kSame},
    {"iis.address-denied", 404, {503, 504, -1, -1}, kEither, kAnyone, kSame, kOpen, kSame, kPasses, kSame},
    {"iis.extension-denied", 404, {7, -1, -1, -1}, kEither, kAnyone, kSame, kOpen, kSame, kPasses, kPasses},
    {"iis.virtual-directory-missing", 404, {0, -1, -1, -1}, kEither, kAnyone, kPasses, kOpen, kSame},
    {"iis.credentials-required", 401, {2, -1, -1, -1}, Challenged::Yes, Account::NotSent, kSame, kOpen, kOpen},
    {"iis.credentials-rejected", 401, {1, -1, -1, -1}, Challenged::Yes, Account::Sent, kOpen, kOpen, kOpen},
    {"iis.acl-denied", 401, {3, -1, -1, -1}, kEither, kAnyone, kPasses, kOpen, kOpen},
    // Asked for an account and given none, nobody can say what a rule would make of it.
    {"iis.authorization-denied", 401, {2, -1, -1, -1}, kEither, Account::Sent, kSame, kOpen, kOpen},
    {"iis.authorization-denied", 401, {2, -1, -1, -1}, Challenged::No, Account::NotSent, kSame, kOpen, kOpen},
    {"iis.address-denied", 401, {503, 504, -1, -1}, Challenged::No, kAnyone, kSame, kOpen, kOpen},
    {"iis.address-denied", 403, {6, 8, 503, 504}, kEither, kAnyone, kSame, kSame, kSame},
    {"iis.ssl-required", 403, {4, 5, 7, -1}, kEither, kAnyone, kSame, kPasses, kSame},
    {"iis.read-denied", 403, {1, 2, -1, -1}, kEither, kAnyone, kPasses, kSame, kSame},
    {"iis.configuration-invalid", 500, {19, -1, -1, -1}, kEither, kAnyone, kSame, kOpen, kOpen},
    // A handler that fails is asked for GET; whether OPTIONS comes to it depends on its verbs.
    {"iis.module-failed", 500, {0, 21, 50, 100}, kEither, kAnyone, kOpen, kOpen, kOpen},
    {"iis.module-failed", 500, {22, 23, 24, -1}, kEither, kAnyone, kOpen, kOpen, kOpen},
    {"iis.module-failed", 500, {51, 52, 53, -1}, kEither, kAnyone, kOpen, kOpen, kOpen},
    {"iis.redirects-to-https", kRedirect, {-1, -1, -1, -1}, kEither, kAnyone, kOpen, kOpen, kOpen},
    {"iis.redirects-elsewhere", kRedirect, {-1, -1, -1, -1}, kEither, kAnyone, kOpen, kOpen, kOpen},
});

bool is_redirect(const Seen& seen) {
  constexpr std::array<int, 5> kStatuses{301, 302, 303, 307, 308};
  return !seen.location.empty() && std::find(kStatuses.begin(), kStatuses.end(), seen.status) != kStatuses.end();
}

bool leads_to_https(const Seen& seen) {
  return base::starts_with_ignoring_case(seen.location, "https:");
}

bool is_kind(const Seen& seen) {
  const bool by_iis = seen.from_iis || (seen.family == PageFamily::IisRedirect && is_redirect(seen));
  return by_iis && (seen.status == 401 || seen.status == 403 || seen.status == 500 || is_redirect(seen));
}

bool names(const AccessRule& rule, int sub_status) {
  return std::find(rule.sub_statuses.begin(), rule.sub_statuses.end(), sub_status) != rule.sub_statuses.end();
}

bool fits(const AccessRule& rule, const Seen& answer, const Observations& seen) {
  if (rule.status == kRedirect) {
    return is_redirect(answer) && leads_to_https(answer) == (rule.cause == "iis.redirects-to-https");
  }
  if (rule.status != answer.status) return false;
  if (answer.sub_status && !names(rule, *answer.sub_status)) return false;
  if (rule.challenged != Challenged::Either && (rule.challenged == Challenged::Yes) != answer.challenges) return false;
  const bool sent = seen.challenge().with_account > 0;
  return rule.account == Account::Either || (rule.account == Account::Sent) == sent;
}

// What a varied request shows against the answer that it is compared with.
Shown shown_by(const Seen* answer, int refused, int passes) {
  if (answer == nullptr) return Shown::NotAsked;
  if (!answer->answered() || answer->is_before_site()) return Shown::Void;
  if (answer->status == refused) return Shown::Same;
  return answer->status == passes ? Shown::Passes : Shown::Void;
}

// Where the root of the site refuses the verb as well, it says nothing about the share.
bool is_refused_at_root(const Observations& seen, const FilterVerb& verb) {
  const Seen* const root = seen.probe(verb.method, kMadeUpAtRoot);
  return root != nullptr && root->status != verb.passes;
}

// OPTIONS, else TRACE. Without an account a refusal says only that one is wanted.
void read_verb(const Scope& scope, const Observations& seen, AccessReading& reading) {
  for (const FilterVerb& verb : filter_verbs()) {
    const Seen* const answer = seen.probe(verb.method, scope.made_up());
    const Shown shown = shown_by(answer, scope.answer.status, verb.passes);
    if (shown == Shown::NotAsked) continue;
    reading.verb = shown;
    reading.verb_answer = answer;
    reading.verb_method = verb.method;
    const bool lacks_account = shown == Shown::Same && scope.answer.carried_credentials && !answer->carried_credentials;
    if (lacks_account || (shown == Shown::Same && is_refused_at_root(seen, verb))) reading.verb = Shown::Void;
    if (reading.verb != Shown::Void) return;
  }
}

// Over TLS another site may answer: only what a share would say counts.
void read_tls(const Scope& scope, const Observations& seen, AccessReading& reading) {
  const Seen* const answer = seen.probe(model::Method::Head, scope.unlisted(), model::Manner::Tls);
  if (answer == nullptr) return;
  reading.tls_answer = answer;
  const bool is_other = answer->status >= 500 || answer->status == 404 || answer->status == 400;
  reading.tls = !answer->answered() || is_other         ? Shown::Void
                : answer->status == scope.answer.status ? Shown::Same
                                                        : Shown::Passes;
}

void read_agent(const Scope& scope, const Observations& seen, AccessReading& reading) {
  const Seen* const answer = seen.probe(model::Method::Get, scope.path, model::Manner::OtherAgent);
  if (answer == nullptr) return;
  reading.agent_answer = answer;
  // Let past the rule, it meets whatever else is there: a listing that is off, a logon, another refusal.
  reading.agent = !answer->answered() || answer->is_before_site() ? Shown::Void
                  : answer->status == scope.answer.status         ? Shown::Same
                                                                  : Shown::Passes;
}

// The address' last folder below a made-up one: refused there too, it is the name that is refused.
void read_name(const Scope& scope, const Observations& seen, AccessReading& reading) {
  if (scope.reach != Reach::Share || scope.answer.status != 404 || seen.address_name().empty()) return;
  const Seen* const answer = seen.probe(model::Method::Options, elsewhere(seen.address_name()));
  reading.name_answer = answer;
  reading.name = shown_by(answer, 404, 200);
}

// Made-up names of other types: a list of allowed extensions that lacks one may have another.
void read_types(const Scope& scope, const Observations& seen, AccessReading& reading) {
  if (scope.reach != Reach::Share || scope.answer.status != 404) return;
  for (const char* const path : kMadeUpTypes) {
    const Seen* const answer = seen.probe(model::Method::Options, path);
    const Shown shown = shown_by(answer, 404, 200);
    if (shown == Shown::NotAsked || reading.type == Shown::Passes) continue;
    reading.type = shown;
    reading.type_answer = answer;
    reading.type_path = path;
  }
}

// Whether a rule about names could refuse this one at all.
bool could_refuse_name(const AccessRule& rule, const std::string& name) {
  if (rule.cause == "iis.hidden-segment") return is_hidden_by_default(name);
  if (rule.cause == "iis.double-escaping-refused") return is_double_escaped(name);
  // A sequence could be anything in any name: only a page can say so.
  return rule.cause == "iis.high-bit-refused" && has_high_bit(name);
}

bool agrees(Expected expected, Shown shown) {
  if (expected == Expected::Open || shown == Shown::NotAsked || shown == Shown::Void) return true;
  return (expected == Expected::Passes) == (shown == Shown::Passes);
}

}  // namespace

std::string elsewhere(std::string_view name) {
  return fmt::format("/zz-webcid/{}/{}", name, kMadeUpName);
}

std::string Scope::made_up() const {
  return reach == Reach::File ? path : path + kMadeUpName;
}

std::string Scope::unlisted() const {
  if (reach == Reach::Share) return ".";
  return reach == Reach::File ? path : path.substr(0, path.size() - 1);
}

AccessReading read_access(const Scope& scope, const Observations& seen) {
  AccessReading reading;
  read_verb(scope, seen, reading);
  read_tls(scope, seen, reading);
  read_agent(scope, seen, reading);
  read_name(scope, seen, reading);
  read_types(scope, seen, reading);
  reading.is_named = scope.answer.sub_status.has_value();
  for (const AccessRule& rule : kAccessRules) {
    if (!fits(rule, scope.answer, seen)) continue;
    const bool contradicted = !agrees(rule.verb, reading.verb) || !agrees(rule.tls, reading.tls) ||
                              !agrees(rule.agent, reading.agent) || !agrees(rule.name, reading.name) ||
                              !agrees(rule.type, reading.type) ||
                              (rule.name == Expected::Same && !could_refuse_name(rule, seen.address_name()));
    const bool is_proved = (rule.agent != Expected::Passes || reading.agent == Shown::Passes) &&
                           (rule.name != Expected::Same || reading.name == Shown::Same) &&
                           (rule.type != Expected::Passes || reading.type == Shown::Passes);
    if (!is_proved && !reading.is_named) continue;
    // What a page names needs no probe.
    if (contradicted && !reading.is_named) {
      reading.is_split = true;
      continue;
    }
    const bool known = std::any_of(reading.possible.begin(), reading.possible.end(),
                                   [&](const AccessRule* other) { return other->cause == rule.cause; });
    if (!known) reading.possible.push_back(&rule);
  }
  return reading;
}

bool may_be_hidden(const Observations& seen) {
  const auto& address = seen.address_folder();
  if (!seen.is_address_absent() || !address->from_iis || seen.has_success_below("")) return false;
  if (address->sub_status) return *address->sub_status != 0 && *address->sub_status != 4;
  const Seen* const options = seen.probe(model::Method::Options, kMadeUpName);
  return options != nullptr && options->status == 404;
}

namespace {

// Whether the 404 of everything does come from a rule: named, or another agent is let in, or the verbs are refused here
// and not at the root of the site, or everything of the site is refused.
bool is_hidden_by_rule(const Observations& seen) {
  if (!may_be_hidden(seen)) return false;
  if (seen.address_folder()->sub_status) return true;
  const Seen* const agent = seen.probe(model::Method::Get, "", model::Manner::OtherAgent);
  if (agent != nullptr && agent->answered() && agent->status != 404) return true;
  if (filter_verb(seen) != nullptr) return false;
  const auto passes_at_root = [&](const FilterVerb& verb) {
    const Seen* const root = seen.probe(verb.method, kMadeUpAtRoot);
    return root != nullptr && root->status == verb.passes;
  };
  const auto& verbs = filter_verbs();
  if (std::any_of(verbs.begin(), verbs.end(), passes_at_root)) return true;
  const bool is_root_asked = seen.probe(model::Method::Options, kMadeUpAtRoot) != nullptr;
  return is_root_asked && seen.site_root() && seen.site_root()->status == 404;
}

}  // namespace

bool is_share_refused(const Observations& seen) {
  const auto& address = seen.address_folder();
  if (!address || seen.has_success_below("")) return false;
  if (address->status == 404) return is_hidden_by_rule(seen);
  if (!is_kind(*address)) return false;
  // A folder that is not listed says nothing about its files: some file must have been refused alike.
  return address->status != 403 || seen.is_any_refused_as_address();
}

namespace {

// Where nothing of the share arrives, files refused with 401 or 500 or sent away need no folder to agree: a 403 might
// come from elsewhere.
bool is_of_share(const Symptom& symptom, const Observations& seen) {
  if (is_share_refused(seen) && symptom.seen.status == seen.address_folder()->status) return true;
  return symptom.asked == Asked::File && symptom.seen.status != 403 && !seen.has_success_below("");
}

}  // namespace

bool is_about_access(const Symptom& symptom, const Observations& seen) {
  if (symptom.seen.status == 404) return is_share_refused(seen) && seen.address_folder()->status == 404;
  if (!is_kind(symptom.seen)) return false;
  if (is_of_share(symptom, seen)) return true;
  if (symptom.asked != Asked::File) return !seen.refused_part(symptom.path + "/").empty();
  // NTFS permissions may be a single file's; nothing else here is.
  return symptom.seen.status == 401 || !seen.refused_part(symptom.path).empty();
}

std::vector<Scope> access_scopes(const Observations& seen) {
  std::vector<Scope> scopes;
  std::map<std::tuple<std::string, int, int, bool>, std::size_t> index;
  const auto scope_for = [&](Reach reach, const std::string& path, const Seen& answer) -> Scope& {
    // What refuses the whole share refuses it with one status; the rest of the answer may be invisible on folders.
    const bool share = reach == Reach::Share;
    const int sub_status = share ? -1 : answer.sub_status.value_or(-1);
    const auto [found, fresh] =
        index.try_emplace({path, answer.status, sub_status, share || answer.challenges}, scopes.size());
    if (fresh) scopes.push_back({reach, path, answer, {}});
    return scopes[found->second];
  };
  if (is_share_refused(seen)) scope_for(Reach::Share, "", *seen.address_folder());
  for (const Symptom& symptom : seen.symptoms()) {
    if (symptom.asked == Asked::Filter || seen.is_taken_back(symptom) || !is_about_access(symptom, seen)) continue;
    const bool share = is_of_share(symptom, seen);
    const bool is_file = symptom.asked == Asked::File;
    const std::string part = share ? std::string() : seen.refused_part(symptom.path + (is_file ? "" : "/"));
    const Reach reach = share ? Reach::Share : part.empty() ? Reach::File : Reach::Folder;
    Scope& scope = scope_for(reach, reach == Reach::File ? symptom.path : part, symptom.seen);
    if (is_file) scope.files.push_back(symptom.path);
    // A file's answer may say more than its folder's.
    if (symptom.seen.sub_status && !scope.answer.sub_status) scope.answer = symptom.seen;
  }
  std::sort(scopes.begin(), scopes.end(), [](const Scope& a, const Scope& b) {
    return std::tie(a.path, a.answer.status, a.answer.sub_status) <
           std::tie(b.path, b.answer.status, b.answer.sub_status);
  });
  for (Scope& scope : scopes) std::sort(scope.files.begin(), scope.files.end());
  return scopes;
}

}  // namespace webcid::diagnose
