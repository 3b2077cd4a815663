// The whole command line: declared once, then parsed, explained and completed from the same app.
#pragma once

#include <map>

#include <webcid/causes/language.hpp>
#include <webcid/manual/sheet.hpp>

#include "command.hpp"

namespace webcid::cli {

using Actions = std::map<const CLI::App*, Action>;

// Every row of the table, with its texts in one language.
Actions declare_program(CLI::App& app, causes::Language language);

// What manual pages and completions are made of.
manual::Program program_sheet(const CLI::App& app);

}  // namespace webcid::cli
