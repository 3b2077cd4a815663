// Several catalogues of one share made into one list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <webcid/base/path.hpp>
#include <webcid/model/catalogue.hpp>

namespace webcid::catalogue {

// A catalogue, where its paths start, and what to call it in messages.
struct Source {
  model::Catalogue catalogue;
  std::string folder;  // bytes, relative to the address, without slashes at its ends; "" is the address's own folder
  std::string name;    // "savxp/manifest.dat"
};

// Two catalogues that say different things about one file. `what` in words:
// "size 5, not 4" or "sha1 aa..., not bb..." (b's value, then a's).
struct Disagreement {
  base::RelativePath path;
  std::string source_a;  // the one that wins: earlier in the list
  std::string source_b;
  std::string what;
};

struct Refusal {
  std::string path;  // bytes, folder and path joined
  std::string source;
  std::string why;  // which rule of base::RelativePath the joined path breaks
};

struct Merged {
  std::vector<model::Entry> entries;        // byte-wise by path, no path twice
  std::vector<Disagreement> disagreements;  // in that order too, at most kMaxReported
  std::uint64_t disagreement_count = 0;     // all of them
  std::vector<Refusal> refusals;            // at most kMaxReported
  std::uint64_t refusal_count = 0;
  std::vector<std::string> never_published;  // web.config and the like that the sources list, joined paths, each once
  bool is_signed = false;                    // any of them is
};

inline constexpr std::size_t kMaxReported = 1000;

// Takes the entries out of `sources` (moved, not copied). For a path that several sources list, digests are united and
// the first source that says a fact wins; what a later one says otherwise becomes a Disagreement.
Merged merge(std::vector<Source> sources);

}  // namespace webcid::catalogue
