// What is wrong with the files of a folder or share. The bytes are the proof, so that everything is certain.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include <webcid/model/report.hpp>
#include <webcid/update/verify_folder.hpp>

#include "share_catalogues.hpp"

namespace webcid::check {

class ShareFindings {
 public:
  void add(const update::LocalOutcome& row);
  void add(const BadCatalogue& catalogue);
  // Errors by cause and parameters, as reports have them.
  std::vector<model::Finding> take();

 private:
  model::Finding& finding_of(std::string_view cause, std::vector<std::string> parameters);

  std::vector<model::Finding> m_findings;
};

}  // namespace webcid::check
