// Reading IIS configuration elements: attributes with their types, collections with add, remove and clear, and what a
// higher file has locked. Private to this house; pugixml stays behind it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/iis/configuration.hpp>

namespace webcid::iis {

// What files have locked for those below them; each with the number of the file that did it (applicationHost.config is
// 0, its first web.config 1, ...): a lock binds files of higher numbers only.
struct Locks {
  std::map<std::string, int, std::less<>> sections;    // "system.webServer/security/access"
  std::map<std::string, int, std::less<>> attributes;  // "system.webServer/staticContent/@isDocFooterFileName"
  std::map<std::string, int, std::less<>> items;       // "system.webServer/modules#staticfilemodule"

  static bool binds(const std::map<std::string, int, std::less<>>& locks, std::string_view what, int file);
};

// Which element each setting of a place comes from, by its name: "system.webServer/staticContent" (the section's last
// element), ".../directoryBrowse/@enabled", ".../staticContent#.dat" (an entry, or the <remove> that took it away),
// ".../staticContent#" (the last <clear>).
struct Origins {
  struct Element {
    int file = 0;               // as in Locks
    std::ptrdiff_t offset = 0;  // of the element's name in the file's text
  };
  std::map<std::string, Element, std::less<>> elements;

  // Forgets the entries of a collection.
  void clear_entries(std::string_view collection);
};

// One file while it is merged. The first error ends the merging: later calls do nothing.
class ConfigReader {
 public:
  ConfigReader(std::string_view text, Locks& locks, Origins& origins, int file)
      : m_text(text), m_locks(locks), m_origins(origins), m_file(file) {}

  const std::optional<ConfigurationError>& error() const { return m_error; }
  const std::vector<std::string>& ignored() const { return m_ignored; }
  int file() const { return m_file; }

  void fail(const pugi::xml_node& node, std::uint32_t hresult, std::string message);
  // Notes that `what` ("" or "/@attribute") of the node has no effect here.
  void ignore(const pugi::xml_node& node, std::string_view what);
  // Notes the element as the one that `setting` comes from.
  void note_origin(const pugi::xml_node& node, std::string setting);

  // Each reads an attribute that may be absent; `target` keeps its value then.
  void read(const pugi::xml_node& node, const char* attribute, bool& target);
  void read(const pugi::xml_node& node, const char* attribute, std::uint32_t& target);
  void read(const pugi::xml_node& node, const char* attribute, std::string& target);
  // One word of `words`, whose number goes to `target`.
  template <class Enum>
  void read_enum(const pugi::xml_node& node, const char* attribute, std::initializer_list<std::string_view> words,
                 Enum& target) {
    if (const std::optional<std::size_t> number = word_of(node, attribute, words)) target = static_cast<Enum>(*number);
  }
  // The words of a flags attribute, each one of `words`; nothing when the attribute is absent.
  std::optional<std::set<std::size_t>> read_flags(const pugi::xml_node& node, const char* attribute,
                                                  std::initializer_list<std::string_view> words);
  using Names = std::initializer_list<std::string_view>;
  // Attributes of the schema: those with an effect here, and those without, which are reported as ignored. Any other
  // one is an error, as IIS has it (iis.md a.6). Locking attributes are everywhere.
  void check_attributes(const pugi::xml_node& node, Names effective, Names without_effect = {});
  // The same for child elements.
  void check_children(const pugi::xml_node& node, Names effective, Names without_effect = {});

  struct Key {
    std::string_view attribute;
    std::optional<std::string_view> absent{};  // its value when it is not there; nothing: it must be there
  };
  // Who looks for attributes that an entry cannot have.
  enum class EntryCheck : std::uint8_t { Here, Caller };
  struct Collection {
    std::string_view element;                          // "mimeMap", "add"
    std::vector<Key> keys;                             // one, or several that count together
    std::string_view required;                         // an attribute beside the keys; "": none
    std::function<bool(const std::string&)> contains;  // folded key, several joined by ", "
    std::function<void(const std::string& key, const pugi::xml_node&)> add;
    std::function<void(const std::string& key)> remove;
    std::function<void()> clear;
    Names attributes{};  // of an entry beside its keys and `required`
    EntryCheck checks = EntryCheck::Here;
    // Child elements that are no entries and left to the caller.
    Names others{};
  };
  // Applies every child of `node`.
  void merge(const pugi::xml_node& node, const Collection& collection);

 private:
  void merge_one(const pugi::xml_node& child, const Collection& collection, std::set<std::string>& added_here);
  void check_entry(const pugi::xml_node& child, const Collection& collection);
  std::optional<std::string> key_of(const pugi::xml_node& child, const Collection& collection);
  std::optional<std::size_t> word_of(const pugi::xml_node& node, const char* attribute,
                                     std::initializer_list<std::string_view> words);
  bool may_set(const pugi::xml_node& node, const char* attribute);
  void note_locked_attributes(const pugi::xml_node& node);

  std::string_view m_text;
  Locks& m_locks;
  Origins& m_origins;
  int m_file;
  std::optional<ConfigurationError> m_error;
  std::vector<std::string> m_ignored;
};

// The line, from 1, that a byte of the text is in.
std::size_t line_at(std::string_view text, std::ptrdiff_t offset);

// "system.webServer/security/requestFiltering": the elements from below <configuration> (or <location>) to `node`.
std::string path_of(const pugi::xml_node& node);

}  // namespace webcid::iis
