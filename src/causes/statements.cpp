// The table of sentences. A row: id, English, Japanese; the same places in both. Sentences of evidence say what was
// seen, sentences of "to decide" say what would tell or could not be seen; none proposes how to mend.
#include <webcid/causes/statements.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include <webcid/base/text.hpp>
#include <webcid/causes/places.hpp>

#include "concatenate.hpp"
#include "statements/access.hpp"
#include "statements/activities.hpp"
#include "statements/changes.hpp"
#include "statements/contents.hpp"
#include "statements/deciders.hpp"
#include "statements/gateways.hpp"
#include "statements/guide.hpp"
#include "statements/local_share.hpp"
#include "statements/nodes.hpp"
#include "statements/notes.hpp"
#include "statements/proxies.hpp"
#include "statements/refusals.hpp"
#include "statements/server_files.hpp"
#include "statements/settings.hpp"
#include "statements/share.hpp"
#include "terms.hpp"

namespace webcid::causes {
namespace {

// The one table. A new theme is a file in statements/ and a name here; a new sentence is a row there.
constexpr auto kStatements = concatenate(
    statements::kRefusals, statements::kAccess, statements::kContents, statements::kShare, statements::kLocalShare,
    statements::kGateways, statements::kChanges, statements::kNodes, statements::kServerFiles, statements::kSettings,
    statements::kProxies, statements::kDeciders, statements::kGuide, statements::kNotes, statements::kActivities);

}  // namespace

std::span<const StatementText> all_statements() {
  return kStatements;
}

const StatementText* find_statement(std::string_view id) {
  const auto* const found =
      std::find_if(kStatements.begin(), kStatements.end(), [id](const StatementText& row) { return row.id == id; });
  return found == kStatements.end() ? nullptr : found;
}

bool is_known(const model::Statement& statement) {
  const StatementText* const row = find_statement(statement.id);
  return row != nullptr && count_places(row->english) == statement.arguments.size();
}

std::string sentence(const model::Statement& statement, Language language) {
  std::vector<std::string> arguments;
  arguments.reserve(statement.arguments.size());
  for (std::size_t place = 0; place < statement.arguments.size(); ++place) {
    arguments.push_back(base::printable(argument_in(statement, place, language)));
  }

  if (is_known(statement)) {
    const StatementText* const row = find_statement(statement.id);
    return fill(language == Language::Japanese ? row->japanese : row->english, arguments);
  }
  std::string raw = base::printable(statement.id) + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) raw += (i == 0 ? "" : ", ") + arguments[i];
  return raw + ")";
}

}  // namespace webcid::causes
