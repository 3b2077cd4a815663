// report_samples FOLDER: every sample report in every format and language as FOLDER/<name>.<language>.<ending>.
#include <cstdio>
#include <string>

#include <webcid/base/file.hpp>
#include <webcid/report/collection.hpp>
#include <webcid/report/formats.hpp>
#include <webcid/store/atomic_file.hpp>

#include "samples/situations.hpp"

int main(int count, char** arguments) {
  if (count != 2) return 64;
  auto reports = webcid::samples::all_reports();
  for (auto& situation : webcid::samples::all_situations()) reports.push_back(std::move(situation));
  reports.emplace_back("names", webcid::samples::names_report());
  reports.emplace_back("deviating", webcid::samples::deviating_report());
  for (const auto language : {webcid::causes::Language::English, webcid::causes::Language::Japanese}) {
    for (const auto& [name, report] : reports) {
      for (const webcid::report::Format& format : webcid::report::formats()) {
        const std::string file = std::string(arguments[1]) + "/" + name + "." + std::string(name_of(language)) + "." +
                                 std::string(format.extension);
        const auto written = webcid::store::write_atomically(
            webcid::base::to_native(file), format.render(report, language), webcid::store::Durability::None);
        if (written) continue;
        std::fputs((written.error().message + "\n").c_str(), stderr);
        return 1;
      }
    }
  }
  std::vector<webcid::report::NamedReport> several;
  for (const auto& [name, report] : webcid::samples::all_situations()) several.push_back({name, report});
  const auto written = webcid::store::write_atomically(
      webcid::base::to_native(std::string(arguments[1]) + "/several.en.json"),
      webcid::report::render_collection_json(several, webcid::causes::Language::English),
      webcid::store::Durability::None);
  return written ? 0 : 1;
}
