#include <webcid/causes/script.hpp>

#include <fmt/format.h>

#include <array>
#include <utility>

#include <webcid/base/clock.hpp>
#include <webcid/base/text.hpp>

#include "commands.hpp"
#include "script_parts.hpp"

namespace webcid::causes {
namespace {

// The names that are assumed until an option gives them.
struct Assumption {
  std::string_view option;
  std::string_view what;
  std::string RemedyContext::*name;
};
constexpr std::array<Assumption, 3> kAssumptions{{
    {"--site", "site and alias", &RemedyContext::site},
    {"--physical-path", "physical path", &RemedyContext::physical_path},
    {"--app-pool", "application pool", &RemedyContext::pool},
}};

base::Result<void> check_names(const RemedyContext& context, RemedyForm form) {
  if (form != RemedyForm::Appcmd && form != RemedyForm::PowerShell) return {};
  for (const Assumption& assumption : kAssumptions) {
    const std::string& name = context.*assumption.name;
    if (!name.empty() && quoted_for(form, name)) continue;
    const std::string why = fmt::format("{} \"{}\": cannot be written safely in a script of {}; give another one",
                                        assumption.option, base::printable(name), name_of(form));
    return base::fail(base::ErrorKind::Usage, form == RemedyForm::Appcmd
                                                  ? fmt::format("{}, PowerShell may take it (--as powershell)", why)
                                                  : why);
  }
  return {};
}

std::vector<std::string> introduction(const model::Report& report, const RemedyContext& context) {
  std::vector<std::string> lines{fmt::format("webcid fix: for what was found at {}", as_comment(report.target.url)),
                                 fmt::format("in the check that ended {}", base::format_time_seconds(report.finished)),
                                 "Assumed, since it cannot be seen from outside; give yours by the option:"};
  for (const Assumption& assumption : kAssumptions) {
    lines.push_back(
        fmt::format("  {} ({}): {}", assumption.what, assumption.option, as_comment(context.*assumption.name)));
  }
  return lines;
}

}  // namespace

base::Result<std::string> script(const model::Report& report, RemedyForm form, const RemedyContext& context,
                                 Language language) {
  if (auto checked = check_names(context, form); !checked) return tl::make_unexpected(std::move(checked.error()));
  const ScriptOf of{report, context, introduction(report, context), mendings_of(report, context)};
  switch (form) {
    case RemedyForm::Steps:
      return steps_of(report, context, language);
    case RemedyForm::WebConfig:
      return web_config_of(of);
    case RemedyForm::Appcmd:
    case RemedyForm::PowerShell:
      break;
  }
  return commands_script(of, form);
}

}  // namespace webcid::causes
