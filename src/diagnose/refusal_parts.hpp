// What findings about refusals have in common: what is affected, what was seen, what else it could be.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "explanation.hpp"
#include "findings.hpp"
#include "observations.hpp"

namespace webcid::diagnose {

inline constexpr std::string_view kFileMissing = "publication.file-missing";

class RefusalParts {
 public:
  RefusalParts(const Observations& seen, const Explanation& explanation, const model::Target& target)
      : m_seen(seen), m_explanation(explanation), m_target(target), m_verb(filter_verb(seen)) {}

 protected:
  using Groups = std::set<std::size_t>;  // indices into Explanation::groups

  std::vector<std::string> parameters_of(const std::vector<std::size_t>& hypotheses) const;
  std::size_t address_length() const;  // bytes of the address' path, with its final slash
  std::vector<std::string> examples_of(const Groups& groups) const;

  void count_affected(model::Finding& finding, const Groups& groups) const;
  // "all 812 requests of this kind get 404 (IIS custom page)", and what contrasts with it.
  void add_pattern(model::Finding& finding, const Groups& groups) const;
  void add_refused(model::Finding& finding, const Group& group) const;
  // The answer of a probe that shows one of the refused to be past request filtering; null when none does.
  const Seen* passed_member(const Groups& groups, std::string& path) const;
  // Whether --reference has (or has not) the files of every group, said by the first of them.
  bool add_reference(model::Finding& finding, const Groups& groups, Held held) const;
  void add_confirmations(model::Finding& finding, const Groups& groups) const;
  // Each alternative once.
  static void add_alternative(model::Finding& finding, model::CauseRef about);
  void add_deciders(model::Finding& finding) const;
  // Causes that look the same from outside whenever the sub-status is not visible.
  void add_look_alikes(model::Finding& finding, const Groups& groups) const;

  const Observations& m_seen;
  const Explanation& m_explanation;
  const model::Target& m_target;
  const FilterVerb* m_verb;
};

}  // namespace webcid::diagnose
