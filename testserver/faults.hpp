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
#include "testserver/fault_kinds.hpp"

namespace webcid::testserver {

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
  // The fault of this kind that the file at `path` (as stored) has, whatever was requested before.
  const Fault* of_kind(FaultKind kind, std::string_view path) const;
  bool has(FaultKind kind) const;

  // The fault that a new connection meets; counts it.
  const Fault* on_connection();
  // The fault that this request for `path` (decoded, below the share; "" its root; nothing for a target outside) meets
  // while so many connections are open; counts the request.
  const Fault* on_wire(std::optional<std::string_view> path, std::uint32_t connections = 1);
  // Whether the tree has been replaced by a newer one, since enough requests have been counted.
  bool is_rotated() const;

  bool empty() const { return m_chosen.empty(); }

 private:
  struct Chosen {
    Fault fault;
    const FaultKindRow* row = nullptr;
    std::unordered_map<std::string, bool> files;         // folded paths, when chosen by number
    std::unordered_map<std::string, std::uint32_t> met;  // folded paths, where each is counted
    std::uint32_t met_together = 0;
  };
  static bool reaches(const Chosen& chosen, const std::optional<std::string>& folded);
  static bool strikes(Chosen& chosen, const std::string& folded);
  static bool applies(const Chosen& chosen, const std::string& folded);
  std::vector<Chosen> m_chosen;
  std::uint32_t m_requests = 0;
};

}  // namespace webcid::testserver
