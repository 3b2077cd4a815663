#include <webcid/model/secrets.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <webcid/base/base64.hpp>
#include <webcid/base/encoding.hpp>
#include <webcid/base/text.hpp>
#include <webcid/model/redaction.hpp>

namespace webcid::model {
namespace {

// From this length on a word is found within others, too.
constexpr std::size_t kUnmistakable = 8;
constexpr std::size_t kShortestBase64 = 6;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// As UTF-16LE, which is how NTLM carries text ([MS-NLMP] 2.2.2.5). What is no UTF-8 is taken byte by byte.
std::string utf16_of(std::string_view text) {
  std::u16string units;
  if (base::is_utf8(text)) {
    units = base::to_utf16(text);
  } else {
    for (const char c : text) units += static_cast<char16_t>(static_cast<unsigned char>(c));
  }
  std::string out;
  for (const char16_t unit : units) {
    out += static_cast<char>(unit & 0xFFU);
    out += static_cast<char>(unit >> 8U);
  }
  return out;
}

// A character as a page may write it: its text there, and the byte it stands for.
struct Unit {
  std::size_t length = 0;
  char byte = 0;
};

struct Entity {
  std::string_view text;
  char byte;
};
constexpr std::array<Entity, 6> kEntities{
    {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", ' '}}};

std::optional<Unit> numbered(std::string_view text, std::string_view opening, std::size_t digits,
                             std::string_view end) {
  if (!base::starts_with_ignoring_case(text, opening) || text.size() < opening.size() + digits + end.size()) {
    return std::nullopt;
  }
  if (text.substr(opening.size() + digits, end.size()) != end) return std::nullopt;
  const auto bytes = base::from_hex(text.substr(opening.size(), digits));
  if (!bytes || bytes->empty() || std::any_of(bytes->begin(), bytes->end() - 1, [](auto each) { return each != 0; })) {
    return std::nullopt;
  }
  return Unit{opening.size() + digits + end.size(), static_cast<char>(bytes->back())};
}

std::optional<Unit> decimal_entity(std::string_view text) {
  if (text.substr(0, 2) != "&#") return std::nullopt;
  const std::size_t end = text.substr(0, 8).find(';');
  const auto number = end == text.npos ? std::nullopt : base::parse_unsigned(text.substr(2, end - 2));
  if (!number || *number > 0x7F) return std::nullopt;
  return Unit{end + 1, static_cast<char>(*number)};
}

// The length of an escape at the beginning of `text` that stands for `wanted`; 0: there is none.
std::size_t escape_of(std::string_view text, char wanted) {
  const auto taken = [wanted](const std::optional<Unit>& unit) {
    return unit && unit->byte == wanted ? unit->length : 0;
  };
  switch (text.front()) {
    case '%':
      return taken(numbered(text, "%", 2, ""));
    case '+':
      return wanted == ' ' ? 1 : 0;
    case '\\':
      if (text.size() > 1 && text[1] == wanted && !is_word(wanted)) return 2;
      if (const std::size_t length = taken(numbered(text, "\\x", 2, ""))) return length;
      return taken(numbered(text, "\\u", 4, ""));
    case '&':
      for (const Entity& row : kEntities) {
        if (row.byte == wanted && base::starts_with_ignoring_case(text, row.text)) return row.text.size();
      }
      if (const std::size_t length = taken(numbered(text, "&#x", 2, ";"))) return length;
      return taken(decimal_entity(text));
    default:
      return 0;
  }
}

// The length of what stands for `secret` at the beginning of `text`; 0: something else does.
std::size_t length_at(std::string_view text, std::string_view secret) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    const std::string_view rest = text.substr(length);
    if (rest.empty()) return 0;
    const bool is_raw = rest.front() == secret[i];
    const std::size_t escape = escape_of(rest, secret[i]);
    if (!is_raw && escape == 0) return 0;
    // "&amp;" is "&", or begins with it.
    if (is_raw && escape > 0) {
      const std::size_t more = length_at(rest.substr(escape), secret.substr(i + 1));
      if (more > 0 || i + 1 == secret.size()) return length + escape + more;
    }
    length += is_raw ? 1 : escape;
  }
  return length;
}

}  // namespace

void Secrets::add(std::string text, Match match) {
  const bool known = std::any_of(m_forms.begin(), m_forms.end(), [&](const Form& form) { return form.text == text; });
  if (known) return;
  const auto shorter =
      std::find_if(m_forms.begin(), m_forms.end(), [&](const Form& form) { return form.text.size() < text.size(); });
  // Any character may be written in another way.
  for (const char each : {text.front(), '%', '+', '\\', '&'}) m_starts[static_cast<unsigned char>(each)] = true;
  m_forms.insert(shorter, Form{std::move(text), match});
}

void Secrets::add_text(std::string_view text, std::string_view address) {
  if (text.size() < kShortest) return;
  add_base64(text);
  const std::string wide = utf16_of(text);
  add_base64(wide);
  add(wide, Match::Anywhere);
  if (base::to_lower(address).find(base::to_lower(text)) != std::string::npos) return;
  const bool is_common = text.size() < kUnmistakable && std::all_of(text.begin(), text.end(), is_word);
  add(std::string(text), is_common ? Match::Word : Match::Anywhere);
}

// Three bytes are four characters: those that stand for nothing but `bytes`, for each place in the three.
void Secrets::add_base64(std::string_view bytes) {
  for (std::size_t before = 0; before < 3; ++before) {
    const std::string all = base::to_base64(std::string(before, '\0') + std::string(bytes));
    const std::size_t first = (before * 8 + 5) / 6;
    const std::size_t last = (before + bytes.size()) * 8 / 6;
    if (last >= first + kShortestBase64) add(all.substr(first, last - first), Match::Anywhere);
  }
}

void Secrets::add_account(std::string_view user, std::string_view password, std::string_view address) {
  add_text(password, address);
  add_text(user, address);
  // "DOMAIN\name", "name@domain": NTLM and many a page write them apart.
  const std::size_t slash = user.find('\\');
  if (slash != user.npos) add_text(user.substr(slash + 1), address);
  if (slash == user.npos && user.find('@') != user.npos) add_text(user.substr(0, user.find('@')), address);
  add_base64(std::string(user) + ":" + std::string(password));
}

void Secrets::add_authorization(std::string_view value) {
  constexpr std::array<std::string_view, 4> kParameters{"response=\"", "cnonce=\"", "username=\"", "opaque=\""};
  const std::size_t blank = value.find(' ');
  if (blank == value.npos) return;
  std::string_view token = base::trim(value.substr(blank + 1));
  for (const std::string_view parameter : kParameters) {
    const std::size_t at = token.find(parameter);
    if (at == token.npos) continue;
    const std::string_view rest = token.substr(at + parameter.size());
    const std::string_view secret = rest.substr(0, rest.find('"'));
    if (secret.size() >= kUnmistakable) add(std::string(secret), Match::Anywhere);
  }
  // With the padding of base64 and without.
  if (token.size() >= kShortest) add(std::string(token), Match::Anywhere);
  while (!token.empty() && token.back() == '=') token.remove_suffix(1);
  if (token.size() >= kShortest) add(std::string(token), Match::Anywhere);
}

bool Secrets::stands_at(const Form& form, std::string_view text, std::size_t at, std::size_t& length) {
  length = length_at(text.substr(at), form.text);
  if (length == 0 || form.match == Match::Anywhere) return length > 0;
  const bool follows_word = at > 0 && is_word(text[at - 1]) && (at < 3 || text[at - 3] != '%');
  return !follows_word && (at + length == text.size() || !is_word(text[at + length]));
}

bool Secrets::hide(std::string& text) const {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!m_starts[static_cast<unsigned char>(text[at])]) continue;
    for (const Form& form : m_forms) {
      std::size_t length = 0;
      if (!stands_at(form, text, at, length)) continue;
      out.append(text, copied, at - copied).append(kRedacted);
      copied = at + length;
      at = copied - 1;
      break;
    }
  }
  if (copied == 0) return false;
  out.append(text, copied);
  text = std::move(out);
  return true;
}

}  // namespace webcid::model
