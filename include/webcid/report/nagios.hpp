// A report as what a monitoring plugin prints.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <webcid/causes/language.hpp>
#include <webcid/model/collection.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

// The states of a service; their numbers are exit codes.
enum class PluginState : std::uint8_t { Ok = 0, Warning = 1, Critical = 2, Unknown = 3 };
std::string_view name_of(PluginState state);  // "OK", ...

// Critical where an update fails. Unknown where the run does not tell: undecided, interrupted, or failed by this
// machine.
PluginState plugin_state(const model::Report& report);
PluginState plugin_state(const model::Collection& collection);

// "OK - healthy: 9,123 files verified ... | time=12.345s;;;0 ...", then a line for each finding and what it affects. A
// '|' in a text would begin the performance data: it is written \x7C.
std::string render_nagios(const model::Report& report, causes::Language language);

}  // namespace webcid::report
