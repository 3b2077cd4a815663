// What is to be mended: the one finding, and what the commands name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/causes/remedies.hpp>
#include <webcid/model/report.hpp>

namespace webcid::causes {

struct Subject {
  const model::CauseRef& about;
  const RemedyContext& context;

  // What the finding is about, each once; empty ones dropped.
  std::vector<std::string> parameters() const;
  // Those of them that commands and configuration can name: printable as they are, and not escaped by base::printable
  // before (a report that was read back has "\xff" where the name had a byte).
  std::vector<std::string> names() const;
};

// "Default Web Site" of "Default Web Site/SophosUpdate".
std::string site_of(const RemedyContext& context);
// A path below the share's physical folder, as Windows writes it; nothing for one that leads out of it or is a pattern.
std::optional<std::string> physical(const RemedyContext& context, std::string_view below);

}  // namespace webcid::causes
