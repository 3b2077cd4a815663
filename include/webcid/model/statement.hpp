// What is said, in no language.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace webcid::model {

// A sentence in no language: the id of a text in the table of statements (causes/statements.hpp), and what fills its
// places {0}, {1}, ... Arguments are raw bytes; whoever renders makes them printable.
struct Statement {
  std::string id;
  std::vector<std::string> arguments;
  std::optional<std::uint64_t> exchange;  // Exchange::id that shows it
  friend bool operator==(const Statement&, const Statement&) = default;
};

}  // namespace webcid::model
