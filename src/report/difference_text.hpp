// What machines of one name differ in, in words.
#pragma once

#include <string>

#include <webcid/causes/language.hpp>
#include <webcid/model/collection.hpp>

namespace webcid::report {

// "manifest.dat: written"; printable.
std::string aspect_text(const model::Difference& difference, causes::Language language);
// One of its values; printable, a digest by its beginning.
std::string value_text(const model::Difference& difference, const std::string& value, causes::Language language);

}  // namespace webcid::report
