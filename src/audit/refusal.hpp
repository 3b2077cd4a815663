// From a refusal, predicted or logged, to the cause of it, and to the setting that is to blame.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/iis/configuration.hpp>
#include <webcid/model/report.hpp>

namespace webcid::audit {

// A request that did not get its file. Facts only.
struct Refusal {
  int status = 0;
  int sub_status = -1;  // -1: unknown
  std::uint32_t win32 = 0;
  std::string http_sys;        // HTTP.sys's reason, as in HTTPERR; "": the site answered
  std::string url_path;        // from the site's root, decoded: what filtering looks at
  std::string path;            // below the share
  std::string location{};      // of a redirect
  std::string agent{};         // User-Agent
  bool is_dropped = false;     // the connection was, instead of an answer
  bool is_by_program = false;  // ASP.NET or another program answered in the file's place
};

struct Culprit {
  model::CauseRef about;
  std::string setting;  // as Level::origin_of takes it; "": none
  model::Confidence confidence = model::Confidence::Certain;
};

// `rules`: those of the place, null where no configuration is known: then the setting stays empty, and a parameter that
// only the rules could tell is left out. What no row of the table is about is "unexplained".
Culprit culprit_of(const Refusal& refusal, const iis::Configuration* rules);

// "404.8", "404", "503 (AppOffline)", "dropped": how the refusal is written in evidence.
std::string answer_text(const Refusal& refusal);

}  // namespace webcid::audit
