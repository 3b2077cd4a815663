// HTML that is safe by its type: text from anywhere enters a Markup only escaped, and templates take nothing else.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <webcid/causes/language.hpp>

namespace webcid::report::html {

class Markup {
 public:
  Markup() = default;

  // Any bytes, made printable and escaped for text and for attributes in double quotes; a very long one is cut.
  static Markup text(std::string_view bytes);
  // The same, never cut: what a reader copies.
  static Markup whole(std::string_view bytes);
  // Tags of our own. Only what stands in our sources, and numbers.
  static Markup tags(std::string html) { return Markup(std::move(html)); }

  Markup& operator+=(const Markup& other) {
    m_html += other.m_html;
    return *this;
  }
  Markup& operator+=(std::string_view own_tags) {
    m_html += own_tags;
    return *this;
  }
  const std::string& html() const { return m_html; }
  std::size_t size() const { return m_html.size(); }
  bool empty() const { return m_html.empty(); }

 private:
  explicit Markup(std::string html) : m_html(std::move(html)) {}

  std::string m_html;
};

// Printable, and cut in the middle where it is longer than `most` bytes.
std::string shortened(std::string_view bytes, std::size_t most);

// Gives the words of one language; called once for each.
using Words = std::function<std::string(causes::Language)>;

struct Slot {
  std::string_view name;
  Markup content;
};

// Writes texts in every language; style sheet and script show one of them.
class Pen {
 public:
  explicit Pen(causes::Language start) : m_start(start) {}

  causes::Language start() const { return m_start; }
  // The text in each language; without any markup when they are the same.
  Markup both(const causes::Text& words) const;
  Markup both(const Words& words) const;
  // The same for texts that are blocks: `make` gives each language's markup.
  Markup blocks(const std::function<Markup(causes::Language)>& make) const;
  // An attribute in the language of the start, with the other one beside it for the switch.
  Markup attribute(std::string_view name, const Words& words) const;
  // A choice of a select, which takes no markup inside.
  Markup option(std::string_view value, const causes::Text& words) const;
  // A template of ours: {{name}} is a slot, [[English|Japanese]] a text in both languages, {{@name|English|Japanese}}
  // an attribute in both.
  Markup fill(std::string_view html_template, std::span<const Slot> slots) const;

 private:
  Markup slot(std::string_view name, std::span<const Slot> slots) const;

  causes::Language m_start;
};

inline constexpr std::array kLanguages{causes::Language::English, causes::Language::Japanese};

// <dt>label</dt><dd>value</dd>; nothing where the value is empty.
Markup term(const Pen& pen, const causes::Text& label, const Markup& value);
// <code>...</code> of a name from outside.
Markup code(std::string_view bytes, std::size_t most = 200);
// With a capital where the sentence begins with one of our words; "webcid" and "web.config" keep their letters.
std::string sentence_case(std::string sentence, std::string_view own_beginning);

}  // namespace webcid::report::html
