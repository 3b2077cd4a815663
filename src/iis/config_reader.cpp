#include "config_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::iis {
namespace {

constexpr std::string_view kLockViolation = "Lock violation";

bool is_among(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string joined(std::initializer_list<std::string_view> words) {
  std::string text;
  for (std::string_view word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

}  // namespace

bool Locks::binds(const std::map<std::string, int, std::less<>>& locks, std::string_view what, int file) {
  const auto found = locks.find(what);
  return found != locks.end() && found->second < file;
}

std::string path_of(const pugi::xml_node& node) {
  std::vector<std::string_view> names;
  for (pugi::xml_node step = node; step && step.parent().type() != pugi::node_document; step = step.parent()) {
    if (std::string_view(step.name()) == "location") break;
    names.emplace_back(step.name());
    if (names.size() >= 16) break;
  }
  std::string path;
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    if (!path.empty()) path.push_back('/');
    path.append(*name);
  }
  return base::printable(path.substr(0, 200));
}

std::size_t line_at(std::string_view text, std::ptrdiff_t offset) {
  const std::size_t end = std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)), text.size());
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
}

void Origins::clear_entries(std::string_view collection) {
  const std::string prefix = std::string(collection) + "#";
  const auto first = elements.lower_bound(prefix);
  auto last = first;
  while (last != elements.end() && last->first.compare(0, prefix.size(), prefix) == 0) ++last;
  elements.erase(first, last);
}

void ConfigReader::note_origin(const pugi::xml_node& node, std::string setting) {
  m_origins.elements.insert_or_assign(std::move(setting), Origins::Element{m_file, node.offset_debug()});
}

void ConfigReader::fail(const pugi::xml_node& node, std::uint32_t hresult, std::string message) {
  if (!m_error)
    m_error = ConfigurationError{hresult, std::move(message), line_at(m_text, node.offset_debug()), "", false};
}

void ConfigReader::ignore(const pugi::xml_node& node, std::string_view what) {
  constexpr std::size_t kMaxIgnored = 400;
  if (m_ignored.size() >= kMaxIgnored) return;
  m_ignored.push_back(fmt::format("{}{} (line {})", path_of(node), what, line_at(m_text, node.offset_debug())));
}

bool ConfigReader::may_set(const pugi::xml_node& node, const char* attribute) {
  if (m_locks.attributes.empty()) return true;
  if (!Locks::binds(m_locks.attributes, fmt::format("{}/@{}", path_of(node), attribute), m_file)) return true;
  fail(node, kLocked, std::string(kLockViolation));
  return false;
}

void ConfigReader::read(const pugi::xml_node& node, const char* attribute, bool& target) {
  const pugi::xml_attribute found = node.attribute(attribute);
  if (!found || !may_set(node, attribute)) return;
  const std::string_view value = found.value();
  if (value != "true" && value != "false") {
    // Two blanks: IIS's own wording (laboratory reading of a.6's 0x8007000d).
    return fail(node, kInvalidData,
                fmt::format("The '{}' attribute is invalid.  Boolean must be either 'true' or 'false'", attribute));
  }
  target = value == "true";
}

void ConfigReader::read(const pugi::xml_node& node, const char* attribute, std::uint32_t& target) {
  const pugi::xml_attribute found = node.attribute(attribute);
  if (!found || !may_set(node, attribute)) return;
  const std::optional<std::uint64_t> number = base::parse_unsigned(found.value());
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) {
    return fail(node, kInvalidData,
                fmt::format("The '{}' attribute is invalid.  Not a valid unsigned integer", attribute));
  }
  target = static_cast<std::uint32_t>(*number);
}

void ConfigReader::read(const pugi::xml_node& node, const char* attribute, std::string& target) {
  const pugi::xml_attribute found = node.attribute(attribute);
  if (found && may_set(node, attribute)) target = found.value();
}

std::optional<std::size_t> ConfigReader::word_of(const pugi::xml_node& node, const char* attribute,
                                                 std::initializer_list<std::string_view> words) {
  const pugi::xml_attribute found = node.attribute(attribute);
  if (!found || !may_set(node, attribute)) return std::nullopt;
  const auto* word = std::find(words.begin(), words.end(), std::string_view(found.value()));
  if (word != words.end()) return static_cast<std::size_t>(word - words.begin());
  fail(node, kInvalidData,
       fmt::format("The '{}' attribute is invalid.  Enum must be one of {}", attribute, joined(words)));
  return std::nullopt;
}

std::optional<std::set<std::size_t>> ConfigReader::read_flags(const pugi::xml_node& node, const char* attribute,
                                                              std::initializer_list<std::string_view> words) {
  const pugi::xml_attribute found = node.attribute(attribute);
  if (!found || !may_set(node, attribute)) return std::nullopt;
  std::set<std::size_t> flags;
  for (std::string_view item : base::split(found.value(), ',')) {
    const auto* word = std::find(words.begin(), words.end(), base::trim(item));
    if (word == words.end()) {
      fail(node, kInvalidData,
           fmt::format("The '{}' attribute is invalid.  Flags must be some combination of {}", attribute,
                       joined(words)));
      return std::nullopt;
    }
    flags.insert(static_cast<std::size_t>(word - words.begin()));
  }
  return flags;
}

void ConfigReader::note_locked_attributes(const pugi::xml_node& node) {
  if (const pugi::xml_attribute locked = node.attribute("lockAttributes")) {
    for (std::string_view name : base::split(locked.value(), ',')) {
      m_locks.attributes.emplace(fmt::format("{}/@{}", path_of(node), base::trim(name)), m_file);
    }
  }
}

void ConfigReader::check_attributes(const pugi::xml_node& node, Names effective, Names without_effect) {
  constexpr std::array<std::string_view, 5> kLocking{"lockAttributes", "lockAllAttributesExcept", "lockElements",
                                                     "lockAllElementsExcept", "lockItem"};
  note_locked_attributes(node);
  // An entry of a collection is noted by its key.
  const std::string_view element = node.name();
  const bool is_entry = element == "add" || element == "error" || element == "filteringRule";
  const std::string prefix = is_entry ? "" : path_of(node) + "/@";
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (!is_entry) note_origin(node, prefix + std::string(name));
    if (is_among(name, effective) || name == "lockAttributes" || name == "lockItem") continue;
    if (!is_among(name, without_effect) && std::find(kLocking.begin(), kLocking.end(), name) == kLocking.end()) {
      return fail(node, kInvalidData, fmt::format("Unrecognized attribute '{}'", base::printable(name)));
    }
    if (!may_set(node, attribute.name())) return;
    ignore(node, fmt::format("/@{}", base::printable(name)));
  }
}

void ConfigReader::check_children(const pugi::xml_node& node, Names effective, Names without_effect) {
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() != pugi::node_element || is_among(child.name(), effective)) continue;
    if (!is_among(child.name(), without_effect)) {
      return fail(child, kInvalidData, fmt::format("Unrecognized element '{}'", base::printable(child.name())));
    }
    ignore(child, "");
  }
}

void ConfigReader::merge(const pugi::xml_node& node, const Collection& collection) {
  std::set<std::string> added_here;
  for (const pugi::xml_node& child : node.children()) {
    if (m_error) return;
    if (child.type() != pugi::node_element || is_among(child.name(), collection.others)) continue;
    merge_one(child, collection, added_here);
  }
}

std::optional<std::string> ConfigReader::key_of(const pugi::xml_node& child, const Collection& collection) {
  std::string key;
  for (const Key& part : collection.keys) {
    const pugi::xml_attribute found = child.attribute(std::string(part.attribute).c_str());
    const std::string_view raw = found ? found.value() : std::string_view();
    if (raw.empty() && !part.absent) {
      fail(child, kInvalidData, fmt::format("Required attribute '{}' not found", part.attribute));
      return std::nullopt;
    }
    if (!key.empty() || &part != collection.keys.data()) key += ", ";
    key += raw.empty() ? *part.absent : raw;
  }
  return key;
}

void ConfigReader::check_entry(const pugi::xml_node& child, const Collection& collection) {
  for (const pugi::xml_attribute& attribute : child.attributes()) {
    const std::string_view name = attribute.name();
    const bool is_key = std::any_of(collection.keys.begin(), collection.keys.end(),
                                    [&](const Key& key) { return key.attribute == name; });
    if (is_key || name == collection.required || is_among(name, collection.attributes) || name == "lockItem" ||
        name == "lockAttributes") {
      continue;
    }
    return fail(child, kInvalidData, fmt::format("Unrecognized attribute '{}'", base::printable(name)));
  }
}

void ConfigReader::merge_one(const pugi::xml_node& child, const Collection& collection,
                             std::set<std::string>& added_here) {
  const std::string_view name = child.name();
  const std::string section = path_of(child.parent());
  const auto is_item_locked = [&](const std::string& key) {
    return Locks::binds(m_locks.items, section + "#" + key, m_file);
  };
  if (name == "clear") {
    for (const auto& [item, file] : m_locks.items) {
      if (file < m_file && item.compare(0, section.size() + 1, section + "#") == 0) {
        return fail(child, kLocked, std::string(kLockViolation));
      }
    }
    collection.clear();
    added_here.clear();
    m_origins.clear_entries(section);
    note_origin(child, section + "#");
    return;
  }
  if (name != "remove" && name != collection.element) {
    return fail(child, kInvalidData, fmt::format("Unrecognized element '{}'", base::printable(name)));
  }
  const std::optional<std::string> raw = key_of(child, collection);
  if (!raw) return;
  if (name != "remove" && collection.checks == EntryCheck::Here) check_entry(child, collection);
  if (m_error) return;
  const std::string key = fold_name(*raw);
  if (name == "remove") {  // removing what is not there is tolerated (iis.md e.5)
    if (is_item_locked(key)) return fail(child, kLocked, std::string(kLockViolation));
    collection.remove(key);
    added_here.erase(key);
    note_origin(child, section + "#" + key);
    return;
  }
  if (!collection.required.empty() && !child.attribute(std::string(collection.required).c_str())) {
    return fail(child, kInvalidData, fmt::format("Required attribute '{}' not found", collection.required));
  }
  const bool is_twice_here = !added_here.insert(key).second;
  if (is_twice_here || collection.contains(key)) {  // iis.md a.6: within one file 0x8007000d, with a parent 0x800700b7
    std::string names;
    for (const Key& part : collection.keys) names.append(names.empty() ? "" : ", ").append(part.attribute);
    return fail(
        child, is_twice_here ? kInvalidData : kAlreadyExists,
        fmt::format("Cannot add duplicate collection entry of type '{}' with {} '{}' {}set to '{}'", collection.element,
                    collection.keys.size() == 1 ? "unique key attribute" : "combined key attributes", names,
                    collection.keys.size() == 1 ? "" : "respectively ", base::printable(*raw)));
  }
  if (std::string_view(child.attribute("lockItem").value()) == "true") {
    m_locks.items.emplace(section + "#" + key, m_file);
  }
  note_origin(child, section + "#" + key);
  collection.add(key, child);
}

}  // namespace webcid::iis
