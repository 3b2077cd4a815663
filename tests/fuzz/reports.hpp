// What must hold of every report.
#pragma once

#include <webcid/model/report.hpp>

namespace webcid::fuzz {

// No finding without evidence, or of a cause that there is not.
void require_well_founded(const model::Report& report);
// Every form, in both languages: printable, and JSON reads back.
void require_renders(const model::Report& report);

}  // namespace webcid::fuzz
