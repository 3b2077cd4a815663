// Files that arrive otherwise than promised, by kind: what is alike has one origin.
#pragma once

#include <compare>
#include <string>

#include "observations.hpp"

namespace webcid::diagnose {

struct SpoilKind {
  model::Outcome outcome = model::Outcome::WrongHash;
  bool is_page = false;
  bool is_from_cache = false;
  bool is_from_gateway = false;
  std::string encoding;
  friend auto operator<=>(const SpoilKind&, const SpoilKind&) = default;
};

inline SpoilKind kind_of(const Spoiled& file) {
  return {file.outcome, file.is_page, file.is_from_cache, file.is_from_gateway, file.content_encoding};
}

}  // namespace webcid::diagnose
