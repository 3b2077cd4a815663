// What a run may cost: see check::Budget.
#pragma once

#include <cstdint>
#include <string>

#include <webcid/base/result.hpp>
#include <webcid/check/check.hpp>

namespace CLI {
class App;
}

namespace webcid::cli {

struct BudgetOptions {
  std::uint64_t files = check::Budget{}.files;
  std::string bytes = "256G";
  int seconds = 24 * 60 * 60;

  void add_to(CLI::App& command);
  void add_reading_to(CLI::App& command);  // for what fetches no files
  base::Result<check::Budget> resolve() const;
};

}  // namespace webcid::cli
