// What --reference says of the files that a run wonders about: what should be there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/model/catalogue.hpp>

namespace webcid::model {

// What a reference is, and so how far it tells what the server has.
enum class ReferenceKind : std::uint8_t {
  Folder,  // a folder or share as it is now: that of the server itself, or another that should be like it
  List,    // a list that was true when it was written
};
std::string_view name_of(ReferenceKind kind);  // "folder", "list"
std::optional<ReferenceKind> reference_kind_named(std::string_view name);

// One path of the run.
struct ReferenceFact {
  std::string path;  // bytes, as Record::path of an entry
  bool is_there = false;
  std::optional<std::uint64_t> size;   // bytes, of a file that is there
  std::vector<Digest> digests;         // of its bytes, as far as they were asked for or the list has them
  std::optional<base::Time> modified;  // of a Folder's file: when it was last written, to the second
  friend bool operator==(const ReferenceFact&, const ReferenceFact&) = default;
};

inline constexpr std::size_t kMaxReferenceFacts = 10'000;

struct Reference {
  std::string name;  // as the user gave it
  ReferenceKind kind = ReferenceKind::Folder;
  std::vector<ReferenceFact> facts;  // in the order in which they were asked for, no path twice
  friend bool operator==(const Reference&, const Reference&) = default;
};

}  // namespace webcid::model
