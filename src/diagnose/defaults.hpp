// What IIS serves, denies and hides out of the box: priors of the diagnosis, never proofs. Extensions are lower case.
#pragma once

#include <span>
#include <string_view>

namespace webcid::diagnose {

bool is_mapped_by_default(std::string_view extension);
bool is_denied_by_default(std::string_view extension);
bool is_hidden_by_default(std::string_view segment);
// As the server's configuration spells it; "" for a segment that is not hidden by default.
std::string_view spelling_of_hidden_default(std::string_view segment);

std::span<const std::string_view> extensions_mapped_by_default();
std::span<const std::string_view> extensions_denied_by_default();
std::span<const std::string_view> segments_hidden_by_default();

}  // namespace webcid::diagnose
