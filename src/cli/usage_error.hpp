// What is wrong with the words, in one line.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace webcid::cli {

// CLI11's texts are sentences over several lines; ours is one line, lower case, no full stop.
std::string one_line(std::string message);

std::string complaint(const CLI::App& app, const CLI::ParseError& error);

}  // namespace webcid::cli
