// Reading IIS configuration elements: attributes with their types, collections with add, remove and clear. Private to
// this house; the only place that knows pugixml is behind it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/iis/configuration.hpp>

namespace webcid::iis {

// One file while it is merged. The first error ends the merging: later calls do nothing.
class ConfigReader {
 public:
  explicit ConfigReader(std::string_view text) : m_text(text) {}

  const std::optional<ConfigurationError>& error() const { return m_error; }
  std::vector<std::string>& ignored() { return m_ignored; }

  void fail(const pugi::xml_node& node, std::uint32_t hresult, std::string message);
  void ignore(const pugi::xml_node& node, std::string_view what);
  std::size_t line_of(std::ptrdiff_t offset) const;

  // Each reads an attribute that may be absent; `target` keeps its value then.
  void read(const pugi::xml_node& node, const char* attribute, bool& target);
  void read(const pugi::xml_node& node, const char* attribute, std::uint32_t& target);
  // Reports what is there and not among `known` as ignored, with the path of the node.
  void ignore_attributes_except(const pugi::xml_node& node, std::initializer_list<std::string_view> known);

  struct Collection {
    std::string_view element;                          // "mimeMap", "add"
    std::string_view key;                              // "fileExtension"
    std::string_view value;                            // "mimeType"; "" when the key is all
    std::function<bool(const std::string&)> contains;  // folded key
    std::function<void(const std::string& key, const pugi::xml_node&)> add;
    std::function<void(const std::string& key)> remove;
    std::function<void()> clear;
  };
  // Applies every child of `node`; children called `other...` are left to the caller.
  void merge(const pugi::xml_node& node, const Collection& collection);

 private:
  void merge_one(const pugi::xml_node& child, const Collection& collection, std::set<std::string>& added_here);

  std::string_view m_text;
  std::optional<ConfigurationError> m_error;
  std::vector<std::string> m_ignored;
};

// "system.webServer/security/requestFiltering": the elements from below <configuration> down to `node`.
std::string path_of(const pugi::xml_node& node);

}  // namespace webcid::iis
