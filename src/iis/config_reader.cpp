#include "config_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::iis {

std::string path_of(const pugi::xml_node& node) {
  std::vector<std::string_view> names;
  for (pugi::xml_node step = node; step && step.parent().type() != pugi::node_document; step = step.parent()) {
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

std::size_t ConfigReader::line_of(std::ptrdiff_t offset) const {
  const std::size_t end = std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)), m_text.size());
  return 1 +
         static_cast<std::size_t>(std::count(m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
}

void ConfigReader::fail(const pugi::xml_node& node, std::uint32_t hresult, std::string message) {
  if (!m_error) m_error = ConfigurationError{hresult, std::move(message), line_of(node.offset_debug())};
}

void ConfigReader::ignore(const pugi::xml_node& node, std::string_view what) {
  constexpr std::size_t kMaxIgnored = 100;
  if (m_ignored.size() >= kMaxIgnored) return;
  m_ignored.push_back(fmt::format("{}{} (line {})", path_of(node), what, line_of(node.offset_debug())));
}

void ConfigReader::read(const pugi::xml_node& node, const char* attribute, bool& target) {
  const pugi::xml_attribute found = node.attribute(attribute);
  if (!found) return;
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
  if (!found) return;
  const std::optional<std::uint64_t> number = base::parse_unsigned(found.value());
  if (!number || *number > std::numeric_limits<std::uint32_t>::max()) {
    return fail(node, kInvalidData,
                fmt::format("The '{}' attribute is invalid.  Not a valid unsigned integer", attribute));
  }
  target = static_cast<std::uint32_t>(*number);
}

void ConfigReader::ignore_attributes_except(const pugi::xml_node& node, std::initializer_list<std::string_view> known) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    ignore(node, fmt::format("/@{}", base::printable(name)));
  }
}

void ConfigReader::merge(const pugi::xml_node& node, const Collection& collection) {
  std::set<std::string> added_here;
  for (const pugi::xml_node& child : node.children()) {
    if (m_error) return;
    if (child.type() == pugi::node_element) merge_one(child, collection, added_here);
  }
}

void ConfigReader::merge_one(const pugi::xml_node& child, const Collection& collection,
                             std::set<std::string>& added_here) {
  const std::string_view name = child.name();
  if (name == "clear") {
    collection.clear();
    added_here.clear();
    return;
  }
  if (name != "remove" && name != collection.element) {
    return fail(child, kInvalidData, fmt::format("Unrecognized element '{}'", base::printable(name)));
  }
  const std::string raw = child.attribute(std::string(collection.key).c_str()).value();
  if (raw.empty()) {
    return fail(child, kInvalidData, fmt::format("Required attribute '{}' not found", collection.key));
  }
  const std::string key = fold_name(raw);
  if (name == "remove") {  // removing what is not there is tolerated (iis.md e.5)
    collection.remove(key);
    added_here.erase(key);
    return;
  }
  if (!collection.value.empty() && !child.attribute(std::string(collection.value).c_str())) {
    return fail(child, kInvalidData, fmt::format("Required attribute '{}' not found", collection.value));
  }
  const bool is_twice_here = !added_here.insert(key).second;
  if (is_twice_here || collection.contains(key)) {  // iis.md a.6: within one file 0x8007000d, with a parent 0x800700b7
    return fail(
        child, is_twice_here ? kInvalidData : kAlreadyExists,
        fmt::format("Cannot add duplicate collection entry of type '{}' with unique key attribute '{}' set to '{}'",
                    collection.element, collection.key, base::printable(raw)));
  }
  collection.add(key, child);
}

}  // namespace webcid::iis
