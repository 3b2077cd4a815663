// report_samples FOLDER: every sample report in every format and language as FOLDER/<name>.<language>.<ending>.
#include <cstdio>
#include <string>

#include <webcid/base/file.hpp>
#include <webcid/report/formats.hpp>
#include <webcid/store/atomic_file.hpp>

#include "samples/nodes.hpp"
#include "samples/situations.hpp"

namespace {

bool write(const std::string& folder, const std::string& name, webcid::causes::Language language,
           const webcid::report::Format& format, const std::string& text) {
  const std::string file =
      folder + "/" + name + "." + std::string(name_of(language)) + "." + std::string(format.extension);
  const auto written =
      webcid::store::write_atomically(webcid::base::to_native(file), text, webcid::store::Durability::None);
  if (!written) std::fputs((written.error().message + "\n").c_str(), stderr);
  return written.has_value();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 64;
  auto reports = webcid::samples::all_reports();
  for (auto& situation : webcid::samples::all_situations()) reports.push_back(std::move(situation));
  reports.emplace_back("names", webcid::samples::names_report());
  reports.emplace_back("deviating", webcid::samples::deviating_report());
  webcid::model::Collection several;
  for (const auto& [name, report] : webcid::samples::all_situations()) several.runs.push_back({name, report});
  several.verdict = worst_of(several.runs);
  const webcid::model::Collection nodes = webcid::samples::three_nodes();
  bool is_fine = true;
  for (const auto language : {webcid::causes::Language::English, webcid::causes::Language::Japanese}) {
    for (const webcid::report::Format& format : webcid::report::formats()) {
      for (const auto& [name, report] : reports) {
        is_fine = write(arguments[1], name, language, format, format.render(report, language)) && is_fine;
      }
      is_fine =
          write(arguments[1], "several", language, format, format.render_collection(several, language)) && is_fine;
      is_fine = write(arguments[1], "nodes", language, format, format.render_collection(nodes, language)) && is_fine;
    }
  }
  return is_fine ? 0 : 1;
}
