#include <webcid/causes/language.hpp>

namespace webcid::causes {

std::string_view name_of(Language language) {
  return language == Language::Japanese ? "ja" : "en";
}

std::optional<Language> language_named(std::string_view name) {
  if (name == "en") return Language::English;
  if (name == "ja") return Language::Japanese;
  return std::nullopt;
}

}  // namespace webcid::causes
