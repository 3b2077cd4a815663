// What several runs found alike.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <webcid/model/collection.hpp>

namespace webcid::report {

// A cause with its parameters, and which runs have it.
struct SharedFinding {
  const model::Finding* first = nullptr;  // as the first of them has it
  const model::Report* of = nullptr;      // that run
  std::vector<std::string> names;
};

// Errors first; within one severity those of most runs first.
std::vector<SharedFinding> shared_findings(std::span<const model::NamedReport> runs);

}  // namespace webcid::report
