#include <webcid/causes/causes.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include <webcid/base/text.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/terms.hpp>

#include "concatenate.hpp"
#include "table/connection.hpp"
#include "table/gateways.hpp"
#include "table/http_sys.hpp"
#include "table/iis.hpp"
#include "table/iis_access.hpp"
#include "table/nodes.hpp"
#include "table/others.hpp"
#include "table/publication.hpp"

namespace webcid::causes {
namespace {

constexpr std::size_t kMostShown = 8;

// The one table. A new layer is a file in table/ and a name here; a new cause is a row there.
constexpr auto kCauses = concatenate(table::kConnection, table::kGateways, table::kNodes, table::kHttpSys, table::kIis,
                                     table::kIisAccess, table::kPublication, table::kOthers);

}  // namespace

std::span<const Cause> all() {
  return kCauses;
}

const Cause* find(std::string_view id) {
  const auto* const found =
      std::find_if(kCauses.begin(), kCauses.end(), [id](const Cause& cause) { return cause.id == id; });
  return found == kCauses.end() ? nullptr : found;
}

std::string join(std::span<const std::string> items, Language language) {
  const bool japanese = language == Language::Japanese;
  const std::size_t shown = std::min(items.size(), kMostShown);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last_of_all = i + 1 == items.size();
    if (i > 0) text += japanese ? "、" : (last_of_all ? " and " : ", ");
    text += base::printable(items[i]);
  }
  if (shown < items.size()) {
    const std::size_t rest = items.size() - shown;
    text += japanese ? fmt::format(" ほか{}件", rest) : fmt::format(" and {} more", rest);
  }
  return text;
}

std::string summary(const model::CauseRef& about, Language language) {
  const Cause* const cause = find(about.cause);
  if (cause == nullptr) return base::printable(about.cause);

  const std::string_view text = cause->summary.in(language);
  if (cause->parameter == ParameterKind::Optional) {
    if (about.parameters.empty()) return std::string(text);
    return fmt::format("{} ({})", text, join(about.parameters, language));
  }
  std::string parameter = language == Language::Japanese ? "(不明)" : "(unknown)";
  if (!about.parameters.empty()) {
    // What is unexplained is an answer or a transport error, and no name.
    const std::string& first = about.parameters.front();
    parameter = cause->parameter == ParameterKind::List
                    ? join(about.parameters, language)
                    : base::printable(cause->id == "unexplained" ? term_in(first, language) : first);
  }
  return fill(text, std::array{parameter});
}

}  // namespace webcid::causes
