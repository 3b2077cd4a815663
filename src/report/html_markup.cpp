#include "html_markup.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/causes/places.hpp>

namespace webcid::report::html {
namespace {

using causes::Language;
using causes::Text;

// No text of ours is longer; one that is made of names from outside may be.
constexpr std::size_t kMaxText = 3000;

std::string escaped(std::string_view printable) {
  std::string out;
  out.reserve(printable.size() + printable.size() / 8);
  for (const char c : printable) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool is_inside_character(std::string_view utf8, std::size_t at) {
  return at < utf8.size() && (static_cast<unsigned char>(utf8[at]) & 0xC0U) == 0x80U;
}

// "a|b" and "a|b|c" at their first bars.
std::pair<std::string_view, std::string_view> at_bar(std::string_view text) {
  const auto bar = text.find('|');
  return {text.substr(0, bar), bar == std::string_view::npos ? std::string_view() : text.substr(bar + 1)};
}

}  // namespace

std::string shortened(std::string_view bytes, std::size_t most) {
  std::string printable = base::printable(bytes);
  if (printable.size() <= most) return printable;
  std::size_t head = most * 2 / 3;
  std::size_t tail = printable.size() - (most - head);
  while (head > 0 && is_inside_character(printable, head)) --head;
  while (is_inside_character(printable, tail)) ++tail;
  return printable.substr(0, head) + " … " + printable.substr(tail);
}

Markup Markup::text(std::string_view bytes) {
  return Markup(escaped(shortened(bytes, kMaxText)));
}

Markup Markup::whole(std::string_view bytes) {
  return Markup(escaped(base::printable(bytes)));
}

Markup Pen::both(const Text& words) const {
  return both([&words](Language language) { return std::string(words.in(language)); });
}

Markup Pen::both(const Words& words) const {
  const Markup english = Markup::text(words(Language::English));
  const Markup japanese = Markup::text(words(Language::Japanese));
  if (english.html() == japanese.html()) return english;
  return Markup::tags(
      fmt::format(R"(<span lang="en">{}</span><span lang="ja">{}</span>)", english.html(), japanese.html()));
}

Markup Pen::blocks(const std::function<Markup(Language)>& make) const {
  const Markup english = make(Language::English);
  const Markup japanese = make(Language::Japanese);
  if (english.html() == japanese.html()) return english;
  return Markup::tags(
      fmt::format(R"(<div lang="en">{}</div><div lang="ja">{}</div>)", english.html(), japanese.html()));
}

Markup Pen::attribute(std::string_view name, const Words& words) const {
  const Language other = m_start == Language::English ? Language::Japanese : Language::English;
  const std::string here = Markup::text(words(m_start)).html();
  const std::string there = Markup::text(words(other)).html();
  if (here == there) return Markup::tags(fmt::format(R"({}="{}")", name, here));
  return Markup::tags(fmt::format(R"({0}="{1}" data-swaps="{0}" data-other="{2}")", name, here, there));
}

Markup Pen::option(std::string_view value, const Text& words) const {
  const Language other = m_start == Language::English ? Language::Japanese : Language::English;
  return Markup::tags(fmt::format("<option value=\"{}\" data-swaps=\"text\" data-other=\"{}\">{}</option>\n",
                                  Markup::text(value).html(), Markup::text(words.in(other)).html(),
                                  Markup::text(words.in(m_start)).html()));
}

Markup Pen::slot(std::string_view name, std::span<const Slot> slots) const {
  if (name.starts_with('@')) {
    const auto [attribute_name, texts] = at_bar(name.substr(1));
    const auto [english, japanese] = at_bar(texts);
    const Text words{english, japanese};
    return attribute(attribute_name, [&words](Language language) { return std::string(words.in(language)); });
  }
  const auto found = std::find_if(slots.begin(), slots.end(), [name](const Slot& row) { return row.name == name; });
  return found == slots.end() ? Markup::text(name) : found->content;
}

Markup Pen::fill(std::string_view html_template, std::span<const Slot> slots) const {
  Markup out;
  while (!html_template.empty()) {
    const std::size_t open = std::min(html_template.find("{{"), html_template.find("[["));
    out += html_template.substr(0, open);
    if (open == std::string_view::npos) break;
    const bool is_slot = html_template[open] == '{';
    const std::size_t close = html_template.find(is_slot ? "}}" : "]]", open);
    const std::string_view inside = html_template.substr(open + 2, close - open - 2);
    if (is_slot) {
      out += slot(inside, slots);
    } else {
      const auto [english, japanese] = at_bar(inside);
      out += R"(<span lang="en">)";
      out += fill(english, slots);
      out += R"(</span><span lang="ja">)";
      out += fill(japanese, slots);
      out += "</span>";
    }
    html_template.remove_prefix(close + 2);
  }
  return out;
}

Markup term(const Pen& pen, const Text& label, const Markup& value) {
  Markup out;
  if (value.empty()) return out;
  out += "<div><dt>";
  out += pen.both(
      [&label](Language language) { return sentence_case(std::string(label.in(language)), label.in(language)); });
  out += "</dt><dd>";
  out += value;
  out += "</dd></div>\n";
  return out;
}

Markup code(std::string_view bytes, std::size_t most) {
  Markup out = Markup::tags("<code>");
  out += Markup::text(shortened(bytes, most));
  out += "</code>";
  return out;
}

std::string sentence_case(std::string sentence, std::string_view own_beginning) {
  const bool is_own = !own_beginning.empty() && own_beginning.front() >= 'a' && own_beginning.front() <= 'z' &&
                      !own_beginning.starts_with("web") && !own_beginning.starts_with("http:") && !sentence.empty() &&
                      sentence.front() == own_beginning.front();
  if (is_own) sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
  return sentence;
}

}  // namespace webcid::report::html
