// The forms of a report that --report writes: one row each; options, help, delivery and tests follow from the table.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <webcid/causes/language.hpp>
#include <webcid/model/collection.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report {

// What standard output is when a report goes there.
enum class Role : std::uint8_t {
  Document,  // the report; the exit code says how the run ended
  Plugin,    // what a monitoring plugin prints: its exit code is 0 to 3 whatever happens
};

// What a form shows beside the report's own lists.
enum class Shows : std::uint8_t {
  Findings,
  Chronicle,  // model::Report::chronicle, which costs memory during the run
};

struct Format {
  std::string_view name;       // "junit": --report junit=FILE
  std::string_view extension;  // of files that hold it: "junit.xml"
  Role role = Role::Document;
  // The whole document, printable UTF-8 with a final '\n'; the same for the same report.
  std::string (*render)(const model::Report& report, causes::Language language) = nullptr;
  // The same of several runs.
  std::string (*render_collection)(const model::Collection& collection, causes::Language language) = nullptr;
  Shows shows = Shows::Findings;
};

// Every form, in the order in which they are listed.
std::span<const Format> formats();

// The row called `name`; null for an unknown one.
const Format* find_format(std::string_view name);

}  // namespace webcid::report
