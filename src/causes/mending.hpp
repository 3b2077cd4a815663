// What IIS can be told, to mend a cause: data from which every form of a remedy is derived. The table is in
// mending.cpp, one row a cause.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/causes/language.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/model/report.hpp>

#include "actions.hpp"
#include "edits.hpp"

namespace webcid::causes {

// What is to be mended, and where.
struct Subject {
  const model::CauseRef& about;
  const RemedyContext& context;

  // What the finding is about, each once; empty ones dropped.
  std::vector<std::string> parameters() const;
  // Those of them that commands and configuration can name: printable as they are, and not escaped by base::printable
  // before (a report that was read back has "\xff" where the name had a byte).
  std::vector<std::string> names() const;
};

// One way to change the configuration.
struct Variant {
  Text title;  // of its web.config
  std::vector<Edit> edits;
};

struct Mending {
  std::vector<Variant> variants;  // the first is what commands and scripts do, the others are offered beside it
  std::vector<Action> actions;
  Applied applied = Applied::AtOnce;  // ByHand: somebody has to decide that this is what is wanted
  Text caution{};                     // what the change costs, and the other way out; empty where it costs nothing
};

// Nothing where IIS has no setting for it, or where the finding does not name what to change.
std::optional<Mending> mending_of(const Subject& subject);

// "Default Web Site" of "Default Web Site/SophosUpdate".
std::string site_of(const RemedyContext& context);
// A path below the share's physical folder, as Windows writes it; nothing for one that leads out of it or is a pattern.
std::optional<std::string> physical(const RemedyContext& context, std::string_view below);

}  // namespace webcid::causes
