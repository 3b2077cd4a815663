// What is wrong with the words, in one line and in the reader's language.
#pragma once

#include <string>

#include <webcid/causes/language.hpp>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace webcid::cli {

std::string complaint(const CLI::App& app, const CLI::ParseError& error, causes::Language language);

}  // namespace webcid::cli
