// Misbehaviour below and beside IIS's rules: what happens to files on the disk and to bytes on the wire. Counted, never
// random: the same requests meet the same faults.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "testserver/content_tree.hpp"

namespace webcid::testserver {

enum class FaultKind : std::uint8_t {
  // On the disk: the catalogue says otherwise.
  Missing,  // the file is not there
  Alter,    // one byte differs, the size is right
  Resize,   // `bytes` more (or fewer) than published
  // On the wire.
  Empty,          // 200 and nothing
  TruncateAfter,  // the connection ends after `bytes` of the body
  WrongLength,    // Content-Length says `bytes` more (or fewer) than are sent
  Reset,          // the connection is reset before an answer
  CloseEarly,     // the connection ends before an answer
  Stall,          // no answer, the connection stays open
  Slow,           // `bytes` a second
  CatchAll,       // 200 with a page of the server's own instead of 404
};

struct FaultKindRow {
  FaultKind kind;
  std::string_view name;  // in scenario files
  bool is_on_disk;
  std::string_view what;
};
const std::vector<FaultKindRow>& fault_kinds();

struct Fault {
  FaultKind kind = FaultKind::Missing;
  // Which paths below the share: any of these patterns ('*' any text, '?' one byte, case ignored); none: every path.
  std::vector<std::string> paths;
  // Of the files that match, in the tree's order: number `from`, then every `every`th. 0: all of them. Catalogues and
  // cidsync.upd are never chosen by number.
  std::uint32_t every = 0;
  std::uint32_t from = 0;
  std::int64_t bytes = 0;   // see FaultKind
  std::uint32_t times = 0;  // only the first so many requests for each path; 0: always. Wire faults only.
};

// Whether `path` fits `pattern`.
bool matches_pattern(std::string_view pattern, std::string_view path);

// The faults of a run with their choice of files made.
class Faults {
 public:
  Faults() = default;
  // Numbers the files of `tree` once; keeps no reference to it.
  Faults(std::vector<Fault> faults, const ContentTree& tree);

  // The fault on the disk that `path` (as stored) has.
  const Fault* on_disk(std::string_view path) const;
  // The fault that this request for `path` (decoded, below the share; "" its root) meets; counts the request.
  const Fault* on_wire(std::string_view path);

  bool empty() const { return m_chosen.empty(); }

 private:
  struct Chosen {
    Fault fault;
    bool is_on_disk = false;
    std::unordered_map<std::string, bool> files;         // folded paths, when chosen by number
    std::unordered_map<std::string, std::uint32_t> met;  // folded paths, when limited by `times`
  };
  static bool applies(const Chosen& chosen, const std::string& folded);
  std::vector<Chosen> m_chosen;
};

}  // namespace webcid::testserver
