#include "edits.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <webcid/base/text.hpp>

namespace webcid::causes {
namespace {

// What an edit is about, as one text: two edits with the same one cannot both stay.
std::string place_of(const Edit& edit) {
  constexpr char kBetween = '\0';
  std::string place = std::string(edit.section.path) + kBetween + std::string(edit.part) + kBetween;
  if (edit.act == Act::Clear) return place + "*";
  if (edit.act == Act::Set) return place + "@" + std::string(edit.values.front().name);
  for (const Attribute& key : edit.keys) place += std::string(key.name) + kBetween + key.value + kBetween;
  return base::to_lower(place);
}

}  // namespace

Edit set_attribute(Section section, std::string_view part, Attribute attribute, std::string_view former_value) {
  Edit edit;
  edit.act = Act::Set;
  edit.section = section;
  edit.part = part;
  edit.values = {std::move(attribute)};
  edit.former_value = former_value;
  if (!former_value.empty()) edit.former = Former::Known;
  return edit;
}

Edit put_entry(Section section, std::string_view part, std::string_view entry, std::vector<Attribute> keys,
               std::vector<Attribute> values, Former former) {
  Edit edit;
  edit.act = Act::Put;
  edit.section = section;
  edit.part = part;
  edit.entry = entry;
  edit.keys = std::move(keys);
  edit.values = std::move(values);
  edit.former = former;
  return edit;
}

Edit remove_entry(Section section, std::string_view part, std::vector<Attribute> keys) {
  Edit edit;
  edit.act = Act::Remove;
  edit.section = section;
  edit.part = part;
  edit.entry = "add";
  edit.keys = std::move(keys);
  edit.former = Former::Known;
  return edit;
}

Edit clear_entries(Section section, std::string_view part) {
  Edit edit;
  edit.act = Act::Clear;
  edit.section = section;
  edit.part = part;
  return edit;
}

Edit put_mime_map(std::string extension) {
  return put_entry(sections::kStaticContent, "", "mimeMap", {{"fileExtension", std::move(extension)}},
                   {{"mimeType", "application/octet-stream"}}, Former::Known);
}

std::vector<Edit> merged(std::vector<Edit> edits) {
  std::vector<Edit> kept;
  std::unordered_map<std::string, std::size_t> places;
  for (Edit& edit : edits) {
    const auto [known, is_new] = places.try_emplace(place_of(edit), kept.size());
    if (is_new) {
      kept.push_back(std::move(edit));
    } else {
      kept[known->second] = std::move(edit);
    }
  }
  return kept;
}

std::vector<Edit> taken_back(const Edit& edit) {
  if (edit.former == Former::Unknown) return {};
  switch (edit.act) {
    case Act::Set:
      return {set_attribute(edit.section, edit.part, {edit.values.front().name, std::string(edit.former_value)})};
    case Act::Put:
      return {remove_entry(edit.section, edit.part, edit.keys)};
    case Act::Remove:
      return {put_entry(edit.section, edit.part, edit.entry, edit.keys, {}, Former::Unknown)};
    case Act::Clear:
      break;
  }
  return {};
}

}  // namespace webcid::causes
