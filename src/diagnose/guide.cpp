// The guide's steps as far as they can be seen from outside.
#include <webcid/causes/guide.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <webcid/base/url.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/diagnose/case.hpp>

#include "access.hpp"
#include "explanation.hpp"
#include "findings.hpp"

namespace webcid::diagnose {
namespace {

using model::GuideState;
using model::Statement;

using Proof = std::optional<Statement>;

Proof stands(std::string_view id, std::vector<std::string> arguments = {}, std::uint64_t exchange = 0) {
  Statement out{std::string(id), std::move(arguments), std::nullopt};
  if (exchange != 0) out.exchange = exchange;
  return out;
}

Proof file_was_served(const std::string& path) {
  return path.empty() ? Proof() : stands("guide-file-served", {path});
}

// The answer to a made-up file that one of the guide's filters would refuse; null without any that counts.
const Seen* filter_answer(const Observations& seen, const char* path) {
  const FilterVerb* const verb = filter_verb(seen);
  return verb == nullptr ? nullptr : seen.probe(verb->method, path);
}

Proof filter_lets_pass(const Observations& seen, const std::string& served, const char* path) {
  if (!served.empty()) return file_was_served(served);
  const Seen* const answer = filter_answer(seen, path);
  if (answer == nullptr || answer->status != filter_verb(seen)->passes) return {};
  const std::string verb(model::name_of(filter_verb(seen)->method));
  return stands("guide-made-up-passes", {verb, path, fmt::format("{}", answer->status)}, answer->exchange);
}

Proof files_were_served(const Observations& seen) {
  return seen.served() > 0 ? stands("guide-served", {fmt::format("{}", seen.served())}) : Proof();
}

Proof address_is_there(const Observations& seen) {
  const auto& address = seen.address_folder();
  // 403 is a folder that is not listed, unless files get it as well.
  const bool answers = address && (address->status == 200 || address->status == 403) && !is_share_refused(seen);
  if (answers) return stands("guide-folder-answers", {fmt::format("{}", address->status)}, address->exchange);
  return files_were_served(seen);
}

Proof everything_arrived(const Observations& seen) {
  const bool is_whole =
      seen.entries() > 0 && seen.symptoms().empty() && seen.spoiled().empty() && seen.local_failures().empty();
  return is_whole ? stands("guide-all-arrived", {fmt::format("{}", seen.entries())}) : Proof();
}

// What an endpoint's own settings say is what the policy made of them; an address that was typed is taken for the
// policy's in an acceptance only.
Proof address_is_good(const model::Target& target) {
  if (!base::parse_address(target.url)) return {};
  if (!target.settings.empty()) return stands("guide-address-in-settings", {target.url, target.settings});
  return target.is_acceptance ? stands("guide-address-good", {target.url}) : Proof();
}

Proof account_was_taken(const Observations& seen) {
  return seen.admitted_account() == 0 ? Proof() : stands("guide-account-taken", {}, seen.admitted_account());
}

Proof source_is_share(const model::Target& target) {
  const bool is_share = !target.install_source.empty() && judge_install_source(target).empty();
  return is_share ? stands("guide-source-is-share", {target.install_source}) : Proof();
}

// Of one step: what proves that it was done, and what to say when nothing did. Steps that are about IIS say nothing of
// another server: one that serves everything has no MIME map to be right about.
struct Row {
  std::string_view step;
  bool is_about_iis;
  Proof (*proof)(const Observations& seen, const model::Target& target);
  std::string_view unseen;  // a statement without places
};

using model::Target;
constexpr std::array<Row, 14> kRows{{
    {"guide.iis-answers", true,
     [](const Observations& seen, const Target&) {
       return seen.is_iis() ? stands("guide-iis", {seen.server()}) : Proof();
     },
     "guide-not-iis"},
    {"guide.virtual-directory", true, [](const Observations& seen, const Target&) { return address_is_there(seen); },
     "guide-no-answer"},
    {"guide.physical-path", true, [](const Observations& seen, const Target&) { return files_were_served(seen); },
     "guide-nothing-served"},
    {"guide.mime-any", true,
     [](const Observations& seen, const Target&) { return file_was_served(seen.served_kinds().unmapped); },
     "guide-no-such-file"},
    {"guide.mime-none", true,
     [](const Observations& seen, const Target&) { return file_was_served(seen.served_kinds().extensionless); },
     "guide-no-such-file"},
    {"guide.listing", true,
     [](const Observations& seen, const Target&) { return seen.has_listing("") ? stands("guide-listed") : Proof(); },
     "guide-not-listed"},
    {"guide.double-escaping", true,
     [](const Observations& seen, const Target&) {
       return filter_lets_pass(seen, seen.served_kinds().double_escaped, kDoubleEscapingProbe);
     },
     "guide-filter-not-asked"},
    {"guide.bin", true,
     [](const Observations& seen, const Target&) {
       return filter_lets_pass(seen, seen.served_kinds().below_bin, kBinProbe);
     },
     "guide-filter-not-asked"},
    {"guide.address-opens", false, [](const Observations& seen, const Target&) { return address_is_there(seen); },
     "guide-no-answer"},
    {"guide.extensionless-downloads", true,
     [](const Observations& seen, const Target&) { return file_was_served(seen.served_kinds().extensionless); },
     "guide-no-such-file"},
    {"guide.policy-address", false, [](const Observations&, const Target& target) { return address_is_good(target); },
     "guide-not-policy"},
    {"guide.policy-account", false, [](const Observations& seen, const Target&) { return account_was_taken(seen); },
     "guide-account-not-given"},
    {"guide.install-source", false, [](const Observations&, const Target& target) { return source_is_share(target); },
     "guide-source-not-given"},
    {"guide.endpoint-updates", false, [](const Observations& seen, const Target&) { return everything_arrived(seen); },
     "guide-not-whole"},
}};

// A filter of a fresh server that is still there, although nothing that is published suffers from it.
Proof filter_still_there(std::string_view step, const Observations& seen) {
  const char* const path = step == "guide.double-escaping" ? kDoubleEscapingProbe
                           : step == "guide.bin"           ? kBinProbe
                                                           : nullptr;
  const Seen* const answer = path == nullptr ? nullptr : filter_answer(seen, path);
  if (answer == nullptr || answer->status != 404) return {};
  const FilterVerb& verb = *filter_verb(seen);
  return stands("made-up-refused",
                {std::string(model::name_of(verb.method)), path, "404", kMadeUpName, fmt::format("{}", verb.passes)},
                answer->exchange);
}

Statement why_unseen(const Row& row, const Observations& seen, const model::Target& target) {
  if (row.is_about_iis && seen.has_response() && !seen.is_iis()) return {"guide-not-iis", {}, std::nullopt};
  const bool is_account = row.step == "guide.policy-account" && target.has_account && seen.challenge().refused == 0;
  return {is_account ? "guide-account-not-asked" : std::string(row.unseen), {}, std::nullopt};
}

void judge(const Row& row, const Observations& seen, const model::Target& target, model::GuideStep& step) {
  const bool applies = seen.is_iis() || !row.is_about_iis;
  if (const Proof proof = applies ? row.proof(seen, target) : Proof()) {
    step.state = GuideState::Ok;
    step.proof.push_back(*proof);
  } else if (const Proof filter = filter_still_there(row.step, seen); filter && target.is_acceptance) {
    step.state = GuideState::Deviates;
    step.proof.push_back(*filter);
  } else {
    step.proof.push_back(why_unseen(row, seen, target));
  }
}

// What was found counts for more than what went well. `is_about` says of the step of a finding's cause ("" where it has
// none) whether it is this one.
template <class IsAbout>
void judge(const Findings& findings, IsAbout is_about, model::GuideStep& step) {
  std::vector<Statement> found;
  for (const model::Finding& finding : findings) {
    const causes::Cause* cause = causes::find(finding.about.cause);
    if (!is_about(cause == nullptr ? std::string_view() : cause->guide_step, finding.severity)) continue;
    const bool broken = finding.severity == model::Severity::Error;
    if (broken || step.state != GuideState::Broken) step.state = broken ? GuideState::Broken : GuideState::Deviates;
    found.push_back({"guide-found", {finding.about.cause}, std::nullopt});
  }
  if (!found.empty()) step.proof = std::move(found);
}

// What keeps an update from going well and is about none of the guide's other steps is about its last one.
void judge_last(const Findings& findings, std::vector<model::GuideStep>& steps) {
  model::GuideStep& last = steps.back();
  const auto is_about_none = [](std::string_view its_step, model::Severity severity) {
    return its_step.empty() && severity != model::Severity::Note;
  };
  judge(findings, is_about_none, last);
  const bool follows = last.state == GuideState::NotSeen &&
                       std::any_of(steps.begin(), steps.end(),
                                   [](const model::GuideStep& step) { return step.state == GuideState::Broken; });
  if (follows) last.proof = {{"guide-follows", {}, std::nullopt}};
}

bool is_share(std::string_view text) {
  if (!text.starts_with(R"(\\)")) return false;
  text.remove_prefix(2);
  const auto slash = text.find('\\');
  return slash != 0 && slash != std::string_view::npos && slash + 1 < text.size() && text[slash + 1] != '\\';
}

}  // namespace

std::vector<model::Finding> judge_install_source(const model::Target& target) {
  if (target.install_source.empty() || is_share(target.install_source)) return {};
  model::Finding finding = finding_of("address.install-source-not-unc", {});
  finding.confidence = model::Confidence::Certain;
  finding.evidence.push_back({"install-source-no-share", {target.install_source}, std::nullopt});
  return {std::move(finding)};
}

std::vector<model::GuideStep> guide_of(const model::Target& target, const std::vector<model::Finding>& findings) {
  return judge_guide(Observations(target), target, findings);
}

std::vector<model::GuideStep> judge_guide(const Observations& seen, const model::Target& target,
                                          const Findings& findings) {
  std::vector<model::GuideStep> steps;
  for (const causes::GuideStep& step : causes::all_guide_steps()) {
    model::GuideStep out{std::string(step.id), GuideState::NotSeen, {}};
    const auto* const row =
        std::find_if(kRows.begin(), kRows.end(), [&](const Row& each) { return each.step == step.id; });
    if (row != kRows.end()) judge(*row, seen, target, out);
    judge(
        findings, [&](std::string_view its_step, model::Severity) { return its_step == step.id; }, out);
    if (!target.is_acceptance) out.proof.clear();
    steps.push_back(std::move(out));
  }
  if (target.is_acceptance) judge_last(findings, steps);
  return steps;
}

}  // namespace webcid::diagnose
