// From refusals to the smallest set of rules that explains them all and contradicts no success.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "observations.hpp"
#include "rules.hpp"

namespace webcid::diagnose {

// A rule with what it is about, not contradicted by any success.
struct Hypothesis {
  const Rule* rule = nullptr;
  std::string key;       // lower case
  std::string spelling;  // as the refused paths spell it
  double cost = 0;
  // By length: the shortest and the longest refused path, as Keyed measures them.
  std::size_t shortest = 0;
  std::size_t longest = 0;

  bool is(std::string_view cause) const { return rule->cause == cause; }
};

// Refusals that the same hypotheses could explain.
struct Group {
  std::vector<std::size_t> hypotheses;  // indices into Explanation::hypotheses, ascending
  Asked asked = Asked::File;
  Listed listed = Listed::Unknown;
  Held held = Held::Unknown;            // by --reference
  Seen seen;                            // of the first
  bool may_be_missing = false;          // "the file is not on the server" would explain it
  bool may_be_misspelt = false;         // and so would "it is there in another case", as others are
  std::vector<std::string_view> paths;  // of every refusal in it; they live in Observations
};

// That files are missing, or there in another case, needs no rule: it explains one group.
enum class GroupVerdict : std::uint8_t { Explained, Missing, Misspelt, Unexplained };

struct Explanation {
  std::vector<Hypothesis> hypotheses;
  std::vector<Group> groups;
  std::vector<std::vector<std::size_t>> groups_of;  // one a hypothesis: what it could explain
  std::vector<std::size_t> selected;                // hypotheses, ascending
  std::vector<std::size_t> explained_by;            // one a group: how many of the selected explain it
  std::vector<GroupVerdict> verdicts;               // one a group
  std::size_t members_asked = 0;                    // refused files that the verb was tried on

  bool covers(std::size_t hypothesis, std::size_t group) const;
  bool is_selected(std::size_t hypothesis) const;
  // Groups that only this selected hypothesis explains.
  std::vector<std::size_t> groups_of_alone(std::size_t hypothesis) const;
};

// Requests of one verb that reveal request filtering, and whether they count at all on this server.
struct FilterVerb {
  model::Method method = model::Method::Options;
  int passes = 200;  // the status that shows that filtering let it by
};
// OPTIONS, then TRACE.
std::span<const FilterVerb> filter_verbs();
// OPTIONS (200), else TRACE (501: filtering lets it pass, the server does not do it); none while unknown or void.
const FilterVerb* filter_verb(const Observations& seen);

// Made-up files that the guide's filters would refuse on a fresh server: asked about where nothing else is known.
inline constexpr const char* kBinProbe = "bin/zz-webcid-probe.txt";
inline constexpr const char* kDoubleEscapingProbe = "zz+webcid-probe.txt";
inline constexpr std::array<const char*, 2> kGuideFilterProbes{kBinProbe, kDoubleEscapingProbe};

// The path of a made-up file that this filtering rule would refuse ("bin/zz-webcid-probe.txt"); "" for other rules.
std::string made_up_path(const Hypothesis& hypothesis);
// The same with the feature made harmless ("binzz/..."), or in another form that the same rule must refuse
// ("zz%20..."): tells the rule from a neighbour that looks alike. "" where there is none.
std::string contrast_path(const Hypothesis& hypothesis);

// Valid until `seen` changes.
Explanation explain(const Observations& seen);

}  // namespace webcid::diagnose
