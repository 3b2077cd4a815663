#include "web_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include <webcid/base/text.hpp>

#include "quoting.hpp"

namespace webcid::causes {
namespace {

struct Element {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes{};  // values escaped
  std::vector<std::string> entries{};                             // of its collection, complete
  bool is_cleared = false;
  std::vector<Element> children{};
};

Element& child_named(Element& parent, std::string_view name) {
  const auto known = std::find_if(parent.children.begin(), parent.children.end(),
                                  [name](const Element& child) { return child.name == name; });
  if (known != parent.children.end()) return *known;
  parent.children.push_back({std::string(name)});
  return parent.children.back();
}

std::optional<std::string> attributes_text(const std::vector<Attribute>& attributes) {
  std::string text;
  for (const Attribute& attribute : attributes) {
    const auto escaped = xml_attribute(attribute.value);
    if (!escaped) return std::nullopt;
    text += fmt::format(" {}=\"{}\"", attribute.name, *escaped);
  }
  return text;
}

bool can_be_written(const Edit& edit) {
  return edit.section.home == Home::WebConfig && attributes_text(edit.keys) && attributes_text(edit.values);
}

void write(const Edit& edit, Element& element) {
  const std::string keys = attributes_text(edit.keys).value_or("");
  const std::string values = attributes_text(edit.values).value_or("");
  switch (edit.act) {
    case Act::Set:
      element.attributes.emplace_back(edit.values.front().name, xml_attribute(edit.values.front().value).value_or(""));
      return;
    case Act::Clear:
      element.entries.emplace_back("<clear />");
      element.is_cleared = true;
      return;
    case Act::Put:
      if (!element.is_cleared) element.entries.push_back(fmt::format("<remove{} />", keys));
      element.entries.push_back(fmt::format("<{}{}{} />", edit.entry, keys, values));
      return;
    case Act::Remove:
      element.entries.push_back(fmt::format("<remove{} />", keys));
      return;
  }
}

void append(const Element& element, const std::string& indent, std::vector<std::string>& lines) {
  std::string tag = element.name;
  for (const auto& [name, value] : element.attributes) tag += fmt::format(" {}=\"{}\"", name, value);
  if (element.entries.empty() && element.children.empty()) {
    lines.push_back(fmt::format("{}<{} />", indent, tag));
    return;
  }
  lines.push_back(fmt::format("{}<{}>", indent, tag));
  for (const std::string& entry : element.entries) lines.push_back(indent + "  " + entry);
  for (const Element& child : element.children) append(child, indent + "  ", lines);
  lines.push_back(fmt::format("{}</{}>", indent, element.name));
}

}  // namespace

std::vector<std::string> web_config_lines(std::span<const Edit> edits) {
  Element root{"system.webServer"};
  for (const Edit& edit : edits) {
    if (!can_be_written(edit)) continue;
    Element* element = &root;
    bool is_root = true;
    for (const std::string_view step : base::split(edit.section.path, '/')) {
      if (!std::exchange(is_root, false)) element = &child_named(*element, step);
    }
    if (!edit.part.empty()) element = &child_named(*element, edit.part);
    write(edit, *element);
  }
  std::vector<std::string> lines;
  for (const Element& section : root.children) append(section, "", lines);
  return lines;
}

std::string web_config(std::span<const Edit> edits, std::span<const std::string> head) {
  const std::vector<std::string> lines = web_config_lines(edits);
  if (lines.empty()) return {};
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  for (const std::string& line : head) text += line + "\n";
  text += "<configuration>\n  <system.webServer>\n";
  for (const std::string& line : lines) text += "    " + line + "\n";
  text += "  </system.webServer>\n</configuration>\n";
  return text;
}

}  // namespace webcid::causes
