// Collections of configuration elements kept as rows in their order, or as a map by their key.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "config_reader.hpp"

namespace webcid::iis {

// Where an entry goes that a lower level adds: mergeAppend of the schema.
enum class Added : std::uint8_t {
  Behind,   // the inherited ones
  InFront,  // of them; those of one level keep their order
};

// What an entry is called and told apart by.
struct EntryForm {
  std::string_view element;
  std::vector<ConfigReader::Key> keys;
  std::string_view required = "";       // an attribute beside the keys
  ConfigReader::Names attributes = {};  // further ones
  ConfigReader::EntryCheck checks = ConfigReader::EntryCheck::Here;
};

// `key_of(row)` is the row's folded key as EntryForm::keys give it; `read(node)` makes a row of an element.
template <class Row, class KeyOf, class Read>
void merge_rows(ConfigReader& reader, const pugi::xml_node& node, EntryForm form, std::vector<Row>& rows, KeyOf key_of,
                Read read, Added where = Added::Behind) {
  std::size_t in_front = 0;
  std::unordered_set<std::string> keys;  // of what is there: lists of addresses are long
  for (const Row& row : rows) keys.insert(key_of(row));
  reader.merge(
      node,
      {form.element, std::move(form.keys), form.required, [&](const std::string& key) { return keys.contains(key); },
       [&](const std::string& key, const pugi::xml_node& child) {
         const bool is_front = where == Added::InFront;
         rows.insert(is_front ? rows.begin() + static_cast<std::ptrdiff_t>(in_front++) : rows.end(), read(child));
         keys.insert(key);
       },
       [&](const std::string& key) {
         if (keys.erase(key) == 0) return;
         const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return key_of(row) == key; });
         if (found == rows.end()) return;
         if (found - rows.begin() < static_cast<std::ptrdiff_t>(in_front)) --in_front;
         rows.erase(found);
       },
       [&] {
         rows.clear();
         keys.clear();
         in_front = 0;
       },
       form.attributes, form.checks});
}

// A map by folded key; `read(node)` gives the value.
template <class Value, class Read>
void merge_map(ConfigReader& reader, const pugi::xml_node& node, EntryForm form,
               std::map<std::string, Value, std::less<>>& map, Read read) {
  reader.merge(
      node,
      {form.element, std::move(form.keys), form.required, [&](const std::string& key) { return map.contains(key); },
       [&](const std::string& key, const pugi::xml_node& child) { map[key] = read(child); },
       [&](const std::string& key) { map.erase(key); }, [&] { map.clear(); }, form.attributes, form.checks});
}

// An element's boolean attribute with its default.
inline bool read_flag(ConfigReader& reader, const pugi::xml_node& node, const char* attribute, bool otherwise) {
  reader.read(node, attribute, otherwise);
  return otherwise;
}

}  // namespace webcid::iis
