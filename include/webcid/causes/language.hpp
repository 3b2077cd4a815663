// The languages every text of this program exists in.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace webcid::causes {

enum class Language : std::uint8_t { English, Japanese };

std::string_view name_of(Language language);                    // "en", "ja": --lang, and "language" in reports
std::optional<Language> language_named(std::string_view name);  // the reverse; nothing for anything else

// One text in every language. UTF-8, printable, without a final full stop where it is a single sentence.
struct Text {
  std::string_view english;
  std::string_view japanese;

  std::string_view in(Language language) const { return language == Language::Japanese ? japanese : english; }
  bool empty() const { return english.empty() && japanese.empty(); }
};

}  // namespace webcid::causes
