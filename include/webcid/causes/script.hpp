// The remedies of a whole report as one script: backup, changes, and what takes them back.
#pragma once

#include <string>

#include <webcid/base/result.hpp>
#include <webcid/causes/language.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/model/report.hpp>

namespace webcid::causes {

// Everything for the findings of the report in this form, ready to be saved; each change once, and a second run does no
// harm. Scripts and the web.config are pure ASCII, hence English: a comment in another encoding than the tool expects
// could swallow the line behind it. Steps are in `language`. What the form cannot mend stands in it as a comment.
// Usage, naming the option, where the site, folder or pool cannot be written safely in this form.
base::Result<std::string> script(const model::Report& report, RemedyForm form, const RemedyContext& context,
                                 Language language);

}  // namespace webcid::causes
