// Several runs in one report: of many endpoints, of several addresses, of the machines behind one name.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/model/report.hpp>

namespace webcid::model {

// A report and what it is called: a file's name, an address.
struct NamedReport {
  std::string name;
  Report report;
};

// What machines can differ in.
enum class Aspect : std::uint8_t {
  Answer,        // "answers", or the transport error
  Verdict,       // of the machine's own run
  Server,        // the Server header
  Finding,       // about: cause and parameters; "found", "not-found"
  GuideStep,     // about: its id; the state
  FileCount,     // published
  FailedCount,   // of them
  FileList,      // Publication::list, 16 hex digits
  Catalogue,     // about: its path; SHA-256, or "missing"
  CatalogueAge,  // about: its path; Last-Modified
  NewestFile,    // Publication::newest
};
std::string_view name_of(Aspect aspect);  // "answer", "file-list", ...

// Something in which machines of one name are not alike.
struct Difference {
  struct Value {
    std::string value;               // see Aspect; "" where the machine says nothing of it
    std::vector<std::string> nodes;  // the addresses with it
  };
  Aspect aspect = Aspect::Answer;
  std::string about;
  std::vector<Value> values;  // at least two; those with most machines first
};

struct Collection {
  std::vector<NamedReport> runs;
  Verdict verdict = Verdict::Unknown;
  // Of the machines of one name.
  std::string host;  // "": the runs are no machines of one name
  std::vector<Difference> differences;
  std::vector<Finding> findings;  // what the machines show together: nodes.*
  std::vector<Statement> notes;
};

// The worst of all: broken, unknown, deviates, healthy. Unknown of none.
Verdict worst_of(std::span<const NamedReport> runs);

}  // namespace webcid::model
