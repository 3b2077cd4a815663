// The table of server rules that refuse some requests and let others pass: what each would refuse, at which stage it
// answers, and how usual it is. Hypotheses are rows of this table with a key; everything else follows from the rows.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include <webcid/diagnose/page.hpp>

namespace webcid::diagnose {

// What was asked for; decides which rules can have answered.
enum class Asked : std::uint8_t {
  File,        // GET of a file that is said to exist
  Folder,      // GET of a folder with its final slash
  BareFolder,  // GET of a folder without it: 301 when it exists
  Filter,      // OPTIONS or TRACE: answered after request filtering, before any file is looked for
};

// How far a request is known to have come. Each level includes those before it.
enum class Passed : std::uint8_t {
  Filter,  // request filtering let it pass
  Folder,  // the folder is there
  File,    // the file was served
};

// Where in IIS's order a rule answers (iis.md b.1), hence which successes contradict it.
enum class Stage : std::uint8_t {
  Filter,   // request filtering: before the file is looked for, on every verb
  Static,   // the static file handler: existing files, GET and HEAD only
  Program,  // a handler that runs existing files, on every verb
  Alias,    // nothing below the address exists
  Tree,     // the address exists, what should be below it does not
};

// Whether the rule can be told from outside at all.
enum class Visibility : std::uint8_t {
  ByPattern,    // by what fails and what succeeds
  BySubStatus,  // only where a page names the sub-status: without it something else looks the same
};

// Where a hypothesis' key comes from.
enum class Keyed : std::uint8_t {
  ByName,        // from the path alone: Rule::keys
  ByUrlLength,   // one key: the path, encoded, is longer than any that passed
  ByPathLength,  // one key: the path, in characters, is longer than any that was served
  BySequence,    // the sequences that probes have found in refused paths (sequences.hpp)
};

struct Rule {
  std::string_view cause;
  Stage stage;
  std::array<int, 2> sub_statuses;  // of 404; -1: unused
  Visibility visibility;
  Keyed keyed;
  // Calls `key` with each thing in `path` that the rule could be about: "" for a rule without parameter.
  void (*keys)(std::string_view path, Asked asked, const std::function<void(std::string_view)>& key);
  // How much evidence it takes to believe it: below 2 is usual on a stock server, above is somebody's own doing.
  double (*cost)(std::string_view key);
  std::array<int, 4> statuses{404, -1, -1, -1};  // -1: unused

  // Whether listings do not show what it refuses (iis.md d.3).
  bool is_unlisted() const { return cause == "iis.hidden-file"; }
};

std::span<const Rule> rules();

// Whether a request that came this far contradicts a rule of the stage. `is_root`: it asked for the address itself.
bool contradicts(Passed passed, Stage stage, bool is_root);

// Whether the rule could have given this refusal, by status and visible sub-status.
bool could_answer(const Rule& rule, Asked asked, int status, const std::optional<int>& sub_status);

// Whether a character beyond ASCII is in it.
bool has_high_bit(std::string_view path);
// Whether the permission Execute would make a program of it (iis.md a.4, 404.2).
bool is_program(std::string_view path);

// iis.md c.2: whether a second decoding would change the path, decoded once.
bool is_double_escaped(std::string_view path);

}  // namespace webcid::diagnose
