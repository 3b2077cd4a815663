#include "rules.hpp"

#include <algorithm>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "defaults.hpp"

namespace webcid::diagnose {
namespace {

using KeySink = std::function<void(std::string_view)>;

void every_segment(std::string_view path, Asked, const KeySink& key) {
  for (const std::string_view segment : base::split(path, '/')) {
    if (!segment.empty()) key(base::to_lower(segment));
  }
}

void double_escape(std::string_view path, Asked, const KeySink& key) {
  if (is_double_escaped(path)) key("");
}

void plus_sign(std::string_view path, Asked, const KeySink& key) {
  if (path.find('+') != std::string_view::npos) key("+");
}

bool names_a_file(std::string_view path, Asked asked) {
  return (asked == Asked::File || asked == Asked::Filter) && !path.empty() && path.back() != '/';
}

void extension(std::string_view path, Asked asked, const KeySink& key) {
  if (!names_a_file(path, asked)) return;
  if (const std::string found = base::extension_of(path); !found.empty()) key(found);
}

void no_extension(std::string_view path, Asked asked, const KeySink& key) {
  if (names_a_file(path, asked) && base::extension_of(path).empty()) key("");
}

void everything(std::string_view, Asked asked, const KeySink& key) {
  if (asked != Asked::Filter) key("");
}

void everything_below(std::string_view path, Asked asked, const KeySink& key) {
  const bool is_root = path.empty() || path == ".";
  if (asked != Asked::Filter && !is_root) key("");
}

double hidden_segment_cost(std::string_view key) {
  return is_hidden_by_default(key) ? 1.0 : 3.0;
}
double denied_extension_cost(std::string_view key) {
  return is_denied_by_default(key) ? 0.9 : 2.6;
}
double unmapped_cost(std::string_view key) {
  if (is_denied_by_default(key)) return 1.5;
  return is_mapped_by_default(key) ? 2.5 : 1.0;
}
double usual(std::string_view) {
  return 1.0;
}
double rare(std::string_view) {
  return 3.0;
}
double wrong_alias(std::string_view) {
  return 1.5;
}
double wrong_folder(std::string_view) {
  return 2.0;
}

// Sub-statuses: iis.md a.4.
constexpr std::array<Rule, 8> kRules{{
    {"iis.hidden-segment", Stage::Filter, {8, -1}, every_segment, hidden_segment_cost},
    {"iis.double-escaping-refused", Stage::Filter, {11, -1}, double_escape, usual},
    {"iis.extension-denied", Stage::Filter, {7, -1}, extension, denied_extension_cost},
    {"iis.url-sequence-denied", Stage::Filter, {5, -1}, plus_sign, rare},
    {"iis.mime-map-missing", Stage::Static, {3, -1}, extension, unmapped_cost},
    {"iis.extensionless-not-served", Stage::Static, {3, 17}, no_extension, usual},
    {"iis.virtual-directory-missing", Stage::Alias, {0, -1}, everything, wrong_alias},
    {"iis.physical-path-wrong", Stage::Tree, {0, -1}, everything_below, wrong_folder},
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
      return passed == Passed::File;
    case Stage::Alias:
      return passed >= Passed::Folder;
    case Stage::Tree:
      return passed >= Passed::Folder && !is_root;
  }
  return false;
}

bool could_answer(const Rule& rule, Asked asked, int status, const std::optional<int>& sub_status) {
  if (status != 404) return false;
  if (asked == Asked::Filter && rule.stage != Stage::Filter) return false;
  if (asked != Asked::File && rule.stage == Stage::Static) return false;
  return !sub_status || *sub_status == rule.sub_statuses[0] || *sub_status == rule.sub_statuses[1];
}

bool is_double_escaped(std::string_view path) {
  return path.find('+') != std::string_view::npos || base::decode_percent(path) != path;
}

}  // namespace webcid::diagnose
