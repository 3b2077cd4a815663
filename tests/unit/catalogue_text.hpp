// Catalogues and problems as lines of text, so that tests compare whole results.
#pragma once

#include <string>

#include <fmt/format.h>

#include <webcid/catalogue/read.hpp>

#include "catch.hpp"

namespace webcid::test {

inline const std::string kMd5(32, 'a');
inline const std::string kSha1(40, 'b');
inline const std::string kSha256(64, 'c');
inline const std::string kSha384(96, 'd');
inline const std::string kSha512(128, 'e');

// "path size alg:first-hex-digit..." a line, then what was skipped and whether there is a signature.
inline std::string shown(const model::Catalogue& catalogue) {
  std::string text;
  for (const model::Entry& entry : catalogue.entries) {
    text += entry.path.text() + " " + (entry.size ? std::to_string(*entry.size) : "-");
    for (const model::Digest& digest : entry.digests) {
      text += fmt::format(" {}:{}", model::name_of(digest.algorithm), digest.hex().substr(0, 2));
    }
    text += "\n";
  }
  for (const std::string& name : catalogue.never_published) text += "never " + name + "\n";
  if (catalogue.is_signed) text += "signed\n";
  return text;
}

inline std::string shown(const model::ParseProblem& problem) {
  return fmt::format("{}:{}: {} | {}", problem.line, problem.column, problem.message, problem.excerpt);
}

inline std::string shown(const catalogue::ReadResult& result) {
  return result ? shown(*result) : shown(result.error());
}

}  // namespace webcid::test
