#include "rules.hpp"

#include <algorithm>
#include <cstddef>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "defaults.hpp"

namespace webcid::diagnose {
namespace {

using KeySink = std::function<void(std::string_view)>;

// Hidden segments are names of folders; a file's own name counts only where IIS hides it by default, or every file
// would be a hypothesis of its own.
void every_segment(std::string_view path, Asked asked, const KeySink& key) {
  constexpr std::size_t kMostSegments = 64;
  const bool names_file = (asked == Asked::File || asked == Asked::Filter) && !path.empty() && path.back() != '/';
  const auto segments = base::split(path, '/');
  for (std::size_t i = 0; i < std::min(segments.size(), kMostSegments); ++i) {
    const bool is_name = names_file && i + 1 == segments.size();
    if (segments[i].empty() || segments[i] == "." || (is_name && !is_hidden_by_default(segments[i]))) continue;
    key(base::to_lower(segments[i]));
  }
}

void double_escape(std::string_view path, Asked, const KeySink& key) {
  if (is_double_escaped(path)) key("");
}

void high_bit(std::string_view path, Asked, const KeySink& key) {
  if (has_high_bit(path)) key("");
}

void program(std::string_view path, Asked asked, const KeySink& key) {
  if (asked == Asked::File && is_program(path)) key(base::extension_of(path));
}

bool names_a_file(std::string_view path, Asked asked) {
  return (asked == Asked::File || asked == Asked::Filter) && !path.empty() && path.back() != '/';
}

void extension(std::string_view path, Asked asked, const KeySink& key) {
  if (!names_a_file(path, asked)) return;
  if (const std::string found = base::extension_of(path); !found.empty() && found != ".") key(found);
}

void no_extension(std::string_view path, Asked asked, const KeySink& key) {
  if (names_a_file(path, asked) && base::extension_of(path).empty()) key("");
}

void the_file(std::string_view path, Asked asked, const KeySink& key) {
  if (asked == Asked::File) key(base::to_lower(path));
}

void everything(std::string_view, Asked asked, const KeySink& key) {
  if (asked != Asked::Filter) key("");
}

void everything_below(std::string_view path, Asked asked, const KeySink& key) {
  const bool is_root = path.empty() || path == ".";
  if (asked != Asked::Filter && !is_root) key("");
}

double hidden_segment_cost(std::string_view key) {
  return is_hidden_by_default(key) ? 1.0 : 4.0;
}
double denied_extension_cost(std::string_view key) {
  return is_denied_by_default(key) ? 0.9 : 4.0;
}
double unmapped_cost(std::string_view key) {
  if (is_denied_by_default(key)) return 1.5;
  return is_mapped_by_default(key) ? 4.0 : 1.0;
}
double usual(std::string_view) {
  return 1.0;
}
double rare(std::string_view) {
  return 3.0;
}
double rarest(std::string_view) {
  return 4.5;
}
double wrong_alias(std::string_view) {
  return 1.5;
}
double wrong_folder(std::string_view) {
  return 2.0;
}

// Sub-statuses: iis.md a.4.
constexpr Visibility kPattern = Visibility::ByPattern;
constexpr Visibility kNamed = Visibility::BySubStatus;
constexpr Keyed kName = Keyed::ByName;
constexpr std::array<Rule, 15> kRules{{
    {"iis.hidden-segment", Stage::Filter, {8, -1}, kPattern, kName, every_segment, hidden_segment_cost},
    {"iis.double-escaping-refused", Stage::Filter, {11, -1}, kPattern, kName, double_escape, usual},
    {"iis.extension-denied", Stage::Filter, {7, -1}, kPattern, kName, extension, denied_extension_cost},
    {"iis.url-sequence-denied", Stage::Filter, {5, -1}, kPattern, Keyed::BySequence, nullptr, rare},
    {"iis.high-bit-refused", Stage::Filter, {12, -1}, kPattern, kName, high_bit, rare},
    {"iis.url-too-long", Stage::Filter, {14, -1}, kPattern, Keyed::ByUrlLength, nullptr, rare},
    {"iis.mime-map-missing", Stage::Static, {3, -1}, kPattern, kName, extension, unmapped_cost},
    {"iis.extensionless-not-served", Stage::Static, {3, 17}, kPattern, kName, no_extension, usual},
    {"iis.cgi-isapi-restricted", Stage::Program, {2, -1}, kPattern, kName, program, rarest, {404, 500, 502, -1}},
    {"iis.path-too-long", Stage::Static, {0, -1}, kPattern, Keyed::ByPathLength, nullptr, rare},
    {"iis.virtual-directory-missing", Stage::Alias, {0, -1}, kPattern, kName, everything, wrong_alias},
    {"iis.physical-path-wrong", Stage::Tree, {0, -1}, kPattern, kName, everything_below, wrong_folder},
    {"iis.handler-missing", Stage::Tree, {4, -1}, kNamed, kName, everything, usual},
    {"iis.hidden-file", Stage::Static, {9, -1}, kNamed, kName, the_file, usual},
    {"iis.read-denied", Stage::Tree, {4, -1}, kNamed, kName, everything, rare},
}};

}  // namespace

std::span<const Rule> rules() {
  return kRules;
}

bool contradicts(Passed passed, Stage stage, bool is_root) {
  switch (stage) {
    case Stage::Filter:
      return true;
    case Stage::Static:
    case Stage::Program:
      return passed == Passed::File;
    case Stage::Alias:
      return passed >= Passed::Folder;
    case Stage::Tree:
      return passed >= Passed::Folder && !is_root;
  }
  return false;
}

bool could_answer(const Rule& rule, Asked asked, int status, const std::optional<int>& sub_status) {
  if (std::find(rule.statuses.begin(), rule.statuses.end(), status) == rule.statuses.end()) return false;
  if (rule.visibility == Visibility::BySubStatus && !sub_status) return false;
  if (asked == Asked::Filter && rule.stage != Stage::Filter) return false;
  if (asked != Asked::File && (rule.stage == Stage::Static || rule.stage == Stage::Program)) return false;
  if (sub_status && status != 404) return false;
  return !sub_status || *sub_status == rule.sub_statuses[0] || *sub_status == rule.sub_statuses[1];
}

bool has_high_bit(std::string_view path) {
  return std::any_of(path.begin(), path.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool is_program(std::string_view path) {
  const std::string extension = base::extension_of(path);
  return extension == ".exe" || extension == ".dll";
}

bool is_double_escaped(std::string_view path) {
  return path.find('+') != std::string_view::npos || base::decode_percent(path) != path;
}

}  // namespace webcid::diagnose
