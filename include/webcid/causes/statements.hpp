// Sentences of evidence, alternatives and notes. Whoever observes or judges writes a model::Statement (an id and raw
// arguments); the words are here, one row a sentence.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::causes {

struct StatementText {
  std::string_view id;  // "listed-but-refused"
  std::string_view english;
  std::string_view japanese;  // the same places {0}, {1}, ..., in any order
};

// Every sentence, in the order of the table (src/causes/statements.cpp).
std::span<const StatementText> all_statements();

// The row of `id`; null for an unknown one.
const StatementText* find_statement(std::string_view id);

// How many arguments a text takes: one more than the highest place {n} in it, 0 without any.
std::size_t count_places(std::string_view text);

// Whether the id exists and the number of arguments is the one its text takes.
bool is_known(const model::Statement& statement);

// The sentence with its arguments, made printable. A statement that is not known (is_known) becomes
// "id(argument, argument)": shown as it is rather than lost.
std::string sentence(const model::Statement& statement, Language language);

}  // namespace webcid::causes
