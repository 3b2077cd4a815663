// The forms of a script, each from the same mendings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/causes/remedies.hpp>
#include <webcid/model/report.hpp>

#include "mending.hpp"

namespace webcid::causes {

// A finding with what mends it.
struct Mended {
  const model::Finding* finding = nullptr;
  std::optional<Mending> mending{};
};

struct ScriptOf {
  const model::Report& report;
  const RemedyContext& context;
  std::vector<std::string> introduction;  // lines of comment
  std::vector<Mended> findings;
};

std::vector<Mended> mendings_of(const model::Report& report, const RemedyContext& context);

std::string web_config_of(const ScriptOf& script);
std::string commands_script(const ScriptOf& script, RemedyForm form);
std::string steps_of(const model::Report& report, const RemedyContext& context, Language language);

// Foreign text as a comment may hold it: printable ASCII without what a tool would read in it. Two things are the
// form's own: the command prompt expands % also there, and a comment of XML must not hold "--".
std::string as_comment(std::string_view text);
// "iis.hidden-segment: requests below ... are refused ... (certain)", and what else it could be, each a line.
std::vector<std::string> heading_of(const model::Finding& finding);
// That the mending is not for everything the finding is about.
std::string unnamed_note(const Mending& mending);
// The first line of the steps, for what the form cannot mend.
std::string first_step_of(const model::Finding& finding, const RemedyContext& context);

}  // namespace webcid::causes
