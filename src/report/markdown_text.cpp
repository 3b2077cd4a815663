#include "markdown_text.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

namespace webcid::report::markdown {
namespace {

constexpr std::string_view kOpen = "\xEE\x80\x80";     // U+E000
constexpr std::string_view kClose = "\xEE\x80\x81";    // U+E001
constexpr std::string_view kNoBreak = "\xE2\x81\xA0";  // U+2060 WORD JOINER: seen by nobody, yet between two characters

// CommonMark section 2.4: a backslash makes these themselves. '.', '-', '+', '(' and others are markup only where a
// line begins, '#' too, and no sentence begins with one.
constexpr std::string_view kMarkup = "\\`*_[]<>|~$&";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  for (std::size_t at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
    out += text.substr(0, at);
    out += to;
    text.remove_prefix(at + from.size());
  }
  return out += text;
}

// Words, numbers, extensions and the like, which need no code span to be shown as they are.
bool is_plain(std::string_view text) {
  const auto is_word = [](char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_letter || c == ' ' || c == '(' || c == ')';
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), is_word);
}

std::size_t longest_run_of_backticks(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// "@team" calls people, "#1" and "!1" link tickets, even with a backslash before them.
bool is_reference(std::string_view text) {
  const char first = text.front();
  if (first == '@') return true;
  return (first == '#' || first == '!') && text.size() > 1 && text[1] >= '0' && text[1] <= '9';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (; !text.empty(); text.remove_prefix(1)) {
    if (kMarkup.find(text.front()) != std::string_view::npos) out += '\\';
    out += text.front();
    if (is_reference(text)) out += kNoBreak;
  }
  return out;
}

// Where an address begins that GitHub and GitLab make a link of, and how long it is; npos without one.
struct Address {
  std::size_t begin = std::string_view::npos;
  std::size_t length = 0;
};
Address address_in(std::string_view text) {
  Address out;
  for (const std::string_view start : {"http://", "https://", "ftp://", "www."}) {
    out.begin = std::min(out.begin, text.find(start));
  }
  if (out.begin == std::string_view::npos) return out;
  const auto end_after = [text](std::size_t from) {
    std::size_t end = text.size();
    for (const std::string_view stop : {" ", "\"", "'", "(", ")", "<", ">", ",", "、", "。", "「", "」"}) {
      end = std::min(end, text.find(stop, from));
    }
    return end;
  };
  std::size_t end = end_after(out.begin);
  // "http://<IP address>/SophosUpdate": what stands for a name belongs to the address.
  while (end < text.size() && text[end] == '<') {
    const std::size_t close = text.find('>', end);
    if (close == std::string_view::npos) break;
    end = end_after(close + 1);
  }
  out.length = end - out.begin;
  return out;
}

std::string escaped_with_addresses(std::string_view text) {
  std::string out;
  for (Address found = address_in(text); found.length > 0; found = address_in(text)) {
    out += escaped(text.substr(0, found.begin)) + code(text.substr(found.begin, found.length));
    text.remove_prefix(found.begin + found.length);
  }
  return out + escaped(text);
}

}  // namespace

std::string marked(std::string_view foreign) {
  std::string shown = base::printable(foreign);
  if (is_plain(shown)) return shown;
  shown = replaced(replaced(shown, kOpen, "\\u{E000}"), kClose, "\\u{E001}");
  return fmt::format("{}{}{}", kOpen, shown, kClose);
}

std::vector<std::string> marked(const std::vector<std::string>& foreign) {
  std::vector<std::string> out;
  for (const std::string& one : foreign) out.push_back(marked(one));
  return out;
}

std::string prose(std::string_view sentence) {
  const std::string shown = base::printable(sentence);
  std::string_view rest = shown;
  std::string out;
  while (true) {
    const std::size_t open = std::min(rest.find(kOpen), rest.size());
    out += escaped_with_addresses(rest.substr(0, open));
    if (open == rest.size()) return out;
    rest.remove_prefix(open + kOpen.size());
    const std::size_t close = std::min(rest.find(kClose), rest.size());
    out += code(rest.substr(0, close));
    rest.remove_prefix(std::min(close + kClose.size(), rest.size()));
  }
}

std::string code(std::string_view text) {
  const std::string shown = base::printable(text);
  if (shown.empty()) return "";
  const std::string ticks(longest_run_of_backticks(shown) + 1, '`');
  // CommonMark section 6.1: one blank on either side is taken away.
  const bool needs_room = shown.front() == '`' || shown.back() == '`' || (shown.front() == ' ' && shown.back() == ' ');
  const std::string_view room = needs_room ? " " : "";
  return fmt::format("{0}{1}{2}{1}{0}", ticks, room, shown);
}

std::string fenced(std::string_view lines, std::string_view language) {
  const std::string fence(std::max<std::size_t>(longest_run_of_backticks(lines) + 1, 3), '`');
  const std::string_view end = lines.ends_with('\n') ? "" : "\n";
  return fmt::format("{0}{1}\n{2}{3}{0}\n", fence, language, lines, end);
}

}  // namespace webcid::report::markdown
