#include "usage_error.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace webcid::cli {
namespace {

// Most telling first: CLI11 reports a missing argument before an unknown one.
std::string one_line_of(const CLI::App& app, const CLI::ParseError& error) {
  for (const CLI::App* const command : app.get_subcommands()) {
    if (const auto unknown = command->remaining(); !unknown.empty()) {
      return fmt::format("{}: unknown argument {}", command->get_name(), unknown.front());
    }
  }
  if (const auto unknown = app.remaining(); !unknown.empty()) {
    return fmt::format("unknown command or option {}", unknown.front());
  }
  return one_line(error.what());
}

}  // namespace

std::string one_line(std::string message) {
  for (char& c : message) {
    if (c == '\n') c = ' ';
  }
  while (!message.empty() && (message.back() == '.' || message.back() == ' ')) message.pop_back();
  const auto lower = [](char& c) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  };
  if (!message.empty()) lower(message.front());
  if (const auto value = message.find(": Value "); value != std::string::npos) lower(message[value + 2]);
  return message;
}

std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  return one_line_of(app, error) + "; see `webcid --help`";
}

}  // namespace webcid::cli
