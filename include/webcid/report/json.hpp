// A report as JSON, schema "webcid-report/1" (docs/report.schema.json), and back.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

// Reports larger than this are refused when read.
inline constexpr std::size_t kMaxReportBytes = 16U * 1024 * 1024;

// Indented JSON with a stable order of keys and a final '\n'. Texts are in `language`; statements and parameters are
// given beside them in no language. Bytes that are not printable UTF-8 are escaped (base::printable).
std::string render_json(const model::Report& report, causes::Language language);

// Reads what render_json writes, in any language; texts in it are ignored, since they are made again from the ids.
// Malformed with a place ("findings[3].severity: ...") for anything else; unknown keys are ignored, so that a newer
// minor version can be read.
base::Result<model::Report> read_json(std::string_view text);

}  // namespace webcid::report
