// A report as one HTML file that people look at.
#pragma once

#include <string>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

// A document that loads nothing, in every language of ours, shown in `start` until the reader switches; readable with
// scripts off. With the report's chronicle it shows the tree, the exchanges and the files as well. Whatever comes from
// outside is made printable and escaped. At most about 5 MB; what is left out is said in it.
std::string render_html(const model::Report& report, causes::Language start);

}  // namespace webcid::report
