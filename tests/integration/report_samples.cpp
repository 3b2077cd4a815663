// Prints one JSON object: the name of every sample report and language, to the report as this program renders it.
#include <cstdio>
#include <string>

#include <webcid/report/json.hpp>

#include "samples/report.hpp"

int main() {
  std::string out;
  for (const auto language : {webcid::causes::Language::English, webcid::causes::Language::Japanese}) {
    for (const auto& [name, report] : webcid::samples::all_reports()) {
      out += out.empty() ? "{" : ",";
      out += "\"" + name + "." + std::string(name_of(language)) + "\":" + webcid::report::render_json(report, language);
    }
  }
  out += "}\n";
  return std::fwrite(out.data(), 1, out.size(), stdout) == out.size() ? 0 : 1;
}
