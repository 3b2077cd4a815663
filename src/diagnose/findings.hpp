// From an explanation to findings: parameters, evidence, confidence, alternatives and what would decide.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/model/report.hpp>

#include "explanation.hpp"
#include "observations.hpp"

namespace webcid::diagnose {

using Findings = std::vector<model::Finding>;

inline constexpr std::size_t kMaxExamples = 5;
inline constexpr std::size_t kMaxPaths = 50;         // in parameters; the rest is counted
inline constexpr std::size_t kMaxExtensions = 1000;  // in parameters

// A finding of this cause, with the severity of its row.
model::Finding finding_of(std::string cause, std::vector<std::string> parameters);

// Says once what would decide, or could not be seen.
void add_decider(model::Finding& finding, const char* statement);

// "404 (IIS custom page)", or "404.8 (IIS detailed page)".
std::string answer_text(const Seen& seen);

// That the refusal's sub-status is known, and from where.
model::Statement sub_status_of(const Seen& seen);

// The address' path as an administrator knows it: "SophosUpdate".
std::string alias_of(const model::Target& target);

// What request filtering would do to such names, were there any: evidence beside another finding, none by itself, since
// nobody knows what is there.
void add_guide_filters(const Observations& seen, model::Finding& finding);

// Refusals that rules of the server explain.
Findings judge_rules(const Observations& seen, const Explanation& explanation, const model::Target& target);
// Files that are not there, refusals that nothing explains.
Findings judge_absences(const Observations& seen, const Explanation& explanation, const model::Target& target);

// What answers in the server's place: proxies, gateways, portals.
Findings judge_gateways(const Observations& seen, const model::Target& target);
// An address that leads to another server than the one that publishes.
Findings judge_wrong_server(const Observations& seen, const model::Target& target);
// HTTP.sys, the kernel's part of IIS, answering before any site is asked.
Findings judge_http_sys(const Observations& seen, const model::Target& target);
// IIS refuses whoever asks, or sends away: 401, 403, 500 and redirects, for the whole share or a part of it.
Findings judge_access(const Observations& seen, const model::Target& target);
// Takes out of `findings` what the limit on requests that `limit` tells kept from being confirmed, and says there how
// many files that is about.
enum class Withheld : std::uint8_t {
  Unsure,   // what is possible only, or one of several
  Passing,  // what happens to one answer and not to the next
};
void withhold_unconfirmed(Findings& findings, Withheld what, model::Finding& limit);
// What differs between attempts: limits, files held open, a tree that is being published.
Findings judge_changes(const Observations& seen, const Explanation& explanation);
// A verb that is refused where GET is served.
Findings judge_verbs(const Observations& seen);
// Several machines behind one name.
Findings judge_nodes(const Observations& seen, const model::Target& target);

// Files that arrived, but not as the catalogue promises; and a server that answers anything.
Findings judge_contents(const Observations& seen);

// Nothing answered at all; this machine could not write; no catalogue, an unreadable
// one; no listing.
Findings judge_connection(const Observations& seen, const model::Target& target);
Findings judge_local(const Observations& seen);
Findings judge_catalogues(const Observations& seen, const Explanation& explanation, const model::Target& target);
Findings judge_listing(const Observations& seen);

// The guide's steps: broken or deviating where a finding says so, ok where something was seen that proves it. Proof is
// for acceptances, which also see a filter that nothing suffers from.
std::vector<model::GuideStep> judge_guide(const Observations& seen, const model::Target& target,
                                          const Findings& findings);

}  // namespace webcid::diagnose
