#include "testserver/web_config_text.hpp"

#include <string_view>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/pages.hpp>

namespace webcid::testserver {
namespace {

struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::vector<std::string> texts;
  std::vector<Element> children;
};

Element& child_named(Element& parent, std::string_view name) {
  for (Element& child : parent.children) {
    if (child.name == name) return child;
  }
  parent.children.push_back({std::string(name), {}, {}, {}});
  return parent.children.back();
}

void write(const Element& element, const std::string& indent, std::string& out) {
  out += indent + "<" + element.name;
  for (const auto& [name, value] : element.attributes)
    out.append(" ").append(name).append("=\"").append(value).append("\"");
  if (element.texts.empty() && element.children.empty()) {
    out += " />\r\n";
    return;
  }
  out += ">\r\n";
  for (const std::string& text : element.texts) out += indent + "  " + text + "\r\n";
  for (const Element& child : element.children) write(child, indent + "  ", out);
  out += indent + "</" + element.name + ">\r\n";
}

void add_pieces(Element& root, const std::vector<ConfigPiece>& pieces) {
  child_named(root, "system.webServer");
  for (const ConfigPiece& piece : pieces) {
    Element* element = &root.children.front();
    for (std::string_view step : base::split(piece.section, '/')) element = &child_named(*element, step);
    for (const auto& [name, value] : piece.attributes) element->attributes[name] = value;
    if (!piece.text.empty()) element->texts.push_back(piece.text);
  }
}

}  // namespace

std::string web_config_text(const std::vector<ConfigPiece>& pieces) {
  Element root{"configuration", {}, {}, {}};
  add_pieces(root, pieces);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n";
  write(root, "", out);
  return out;
}

std::string location_text(const std::string& path, const std::vector<ConfigPiece>& pieces) {
  if (pieces.empty()) return "";
  Element location{"location", {{"path", iis::escape_html(path)}}, {}, {}};
  add_pieces(location, pieces);
  std::string out;
  write(location, "  ", out);
  return out;
}

}  // namespace webcid::testserver
