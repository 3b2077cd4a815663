#include "features.hpp"

#include <algorithm>
#include <set>

#include <webcid/base/text.hpp>

namespace webcid::update {
namespace {

constexpr std::string_view kExtension = "ext:";
constexpr std::string_view kFolder = "folder:";
constexpr std::string_view kCharacter = "char:";
constexpr std::string_view kNonAscii = "non-ascii";

bool is_letter_or_digit(unsigned char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

// No rule of a server that anybody would write is about them.
bool is_plain(unsigned char byte) {
  return is_letter_or_digit(byte) || byte == '.' || byte == '-' || byte == '_';
}

// Folders of versions and dates are many and alike: "1.2.07" and "1.2.11" are both "1.2.0".
std::string folder_feature(std::string_view segment) {
  std::string folded;
  for (const char byte : base::to_lower(segment)) {
    const bool is_digit = byte >= '0' && byte <= '9';
    if (!is_digit) folded += byte;
    if (is_digit && (folded.empty() || folded.back() != '0')) folded += '0';
  }
  return std::string(kFolder) + folded;
}

std::vector<std::string> character_features(std::string_view text) {
  std::vector<std::string> features;
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    if (is_plain(value)) continue;
    features.push_back(std::string(kCharacter) + (value < 0x80 ? std::string(1, byte) : std::string(kNonAscii)));
  }
  return features;
}

bool has_character(std::string_view text, const std::string& feature) {
  const std::vector<std::string> all = character_features(text);
  return std::find(all.begin(), all.end(), feature) != all.end();
}

}  // namespace

std::vector<std::string> features_of(const base::RelativePath& path) {
  std::set<std::string> features{std::string(kExtension) + base::extension_of(path.text())};
  std::vector<std::string_view> segments = path.segments();
  for (const std::string_view segment : segments) {
    for (std::string& feature : character_features(segment)) features.insert(std::move(feature));
  }
  segments.pop_back();
  for (const std::string_view folder : segments) features.insert(folder_feature(folder));
  return {features.begin(), features.end()};
}

std::string_view place_of(const base::RelativePath& path, std::string_view feature) {
  const std::string wanted(feature);
  const std::string_view text = path.text();
  std::size_t begin = 0;
  for (std::size_t slash = text.find('/'); slash != std::string_view::npos; slash = text.find('/', begin)) {
    const std::string_view folder = text.substr(begin, slash - begin);
    if (folder_feature(folder) == wanted || has_character(folder, wanted)) {
      return text.substr(0, begin == 0 ? 0 : begin - 1);
    }
    begin = slash + 1;
  }
  return path.parent();
}

std::size_t url_length(const base::RelativePath& path) {
  const auto encoded = std::count_if(path.text().begin(), path.text().end(), [](char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return !is_plain(value) && byte != '/' && byte != '+';
  });
  return path.text().size() + 2 * static_cast<std::size_t>(encoded);
}

}  // namespace webcid::update
