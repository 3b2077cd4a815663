// What is said on standard error, in the reader's language: the command line's own messages beside those of the houses
// below it (causes/messages.hpp).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <webcid/causes/language.hpp>
#include <webcid/causes/messages.hpp>

namespace webcid::cli {

// Of this house, and of CLI11 in its words; the latter are short enough to fit nearly anything and come last.
std::span<const causes::Message> own_messages();
std::span<const causes::Message> usage_messages();

// A whole message, whoever made it. What has no row stays English. `first` holds rows that mean more where they are
// said than in general.
std::string said_in(std::string_view english, causes::Language language, std::span<const causes::Message> first = {});

}  // namespace webcid::cli
