// The catalogue of causes: everything that can be wrong with an update share, one row each. Ids are API and never
// change. All texts of a cause are derived from its row; what mends it is in remedies.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::causes {

// How a cause's summary uses CauseRef::parameters.
enum class ParameterKind : std::uint8_t {
  None,      // no parameter
  One,       // {0} is the first parameter
  List,      // {0} is all parameters, joined for reading; at most 8 are shown, then how many more there are
  Optional,  // no {0}: the summary stands alone; parameters, if any, follow in brackets, joined as for List
};

struct Cause {
  std::string_view id;  // "iis.hidden-segment": layer, then the bad thing
  model::Severity severity = model::Severity::Error;
  ParameterKind parameter = ParameterKind::None;
  std::string_view parameter_name;  // "extensions", "segment", "host:port"; "" without a parameter
  Text summary;                     // what is wrong, in one line, with {0} where the parameter goes; proposes nothing
  Text why;                         // why that makes an update fail
  Text how_to_tell;                 // how it shows from outside
  Text endpoint_shows;              // what the user of the endpoint reads; empty where nothing is known
  std::string_view guide_step;      // id of guide.hpp, or "" where the guide has no step for it
  std::string_view reference;  // where the facts come from: documents by name and number, the same in every language
};

// Every cause, grouped by layer; no id twice.
std::span<const Cause> all();

// The row of `id`; null for an unknown one.
const Cause* find(std::string_view id);

// Ids that somebody who wrote `id` may have meant, the nearest first; at most `most`.
std::vector<std::string_view> nearest(std::string_view id, std::size_t most = 3);

// The summary of a cause with its parameters filled in, made printable. An unknown cause gives its id, a missing
// parameter that is not optional "(unknown)".
std::string summary(const model::CauseRef& about, Language language);

// `items` joined for reading, made printable: ".dat, .upd and 3 more" / 「.dat、.upd ほか3件」.
std::string join(std::span<const std::string> items, Language language);

}  // namespace webcid::causes
