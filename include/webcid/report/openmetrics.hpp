// A report as numbers for monitoring.
#pragma once

#include <string>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

// Gauges only, without timestamps and ending in "# EOF": OpenMetrics 1.0 and Prometheus' text format 0.0.4
// (node_exporter's textfile collector) both take it. Every sample carries the address as label "target"; the other
// labels take their values from tables of ours, so that no server can invent series. The same in every language,
// because a collector refuses files whose help texts differ.
std::string render_openmetrics(const model::Report& report, causes::Language language);

}  // namespace webcid::report
