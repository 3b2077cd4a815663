#include <webcid/model/redaction.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

namespace webcid::model {
namespace {

enum class Treatment { Whole, Challenge, Cookie, Url };

struct Row {
  std::string_view name;
  Treatment treatment;
};

// Headers that may hold a secret beside those that say so. RFC 9110 section 11, RFC 6265, RFC 7615.
constexpr std::array<Row, 10> kTable = {{
    {"set-cookie", Treatment::Cookie},
    {"set-cookie2", Treatment::Cookie},
    {"authentication-info", Treatment::Whole},
    {"proxy-authentication-info", Treatment::Whole},
    {"www-authenticate", Treatment::Challenge},
    {"proxy-authenticate", Treatment::Challenge},
    {"location", Treatment::Url},
    {"content-location", Treatment::Url},
    {"referer", Treatment::Url},
    {"refresh", Treatment::Url},
}};

// What nearly every answer has: known at once, where looking through the words below would cost as much as all else
// that is done for a header.
constexpr std::array<std::string_view, 8> kHarmless = {
    "date", "server", "etag", "connection", "content-type", "content-length", "last-modified", "accept-ranges"};

// What a name says of its value, in headers and in queries: a part of the name, "-" and "_" left out.
constexpr std::array<std::string_view, 17> kSecretWords = {
    "authorization", "cookie", "token",  "secret", "passw", "pwd",       "apikey", "accesskey", "session",
    "credential",    "ticket", "signat", "jwt",    "saml",  "assertion", "nonce",  "bearer"};
// Whole names of query parameters, too short to be looked for as a part.
constexpr std::array<std::string_view, 9> kSecretNames = {"sid",  "sig", "key",  "auth", "code",
                                                          "pass", "pw",  "hash", "magic"};

bool promises_secret(std::string_view name) {
  const auto is_name = [&](std::string_view each) { return base::equals_ignoring_case(each, name); };
  if (std::any_of(kHarmless.begin(), kHarmless.end(), is_name)) return false;
  std::string plain = base::to_lower(name);
  plain.erase(std::remove_if(plain.begin(), plain.end(), [](char c) { return c == '-' || c == '_'; }), plain.end());
  return std::any_of(kSecretWords.begin(), kSecretWords.end(),
                     [&](std::string_view word) { return plain.find(word) != std::string::npos; }) ||
         std::find(kSecretNames.begin(), kSecretNames.end(), plain) != kSecretNames.end();
}

const Row* find_row(std::string_view name) {
  const auto* row = std::find_if(kTable.begin(), kTable.end(),
                                 [&](const Row& each) { return base::equals_ignoring_case(each.name, name); });
  return row == kTable.end() ? nullptr : row;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// One piece between commas, outer blanks removed: "Digest nonce="x"", "opaque="y"", "NTLM TlRM...", "Basic realm="z"".
std::string recorded_piece(std::string_view piece) {
  constexpr std::array<std::string_view, 4> kSecretParameters = {"nonce", "opaque", "cnonce", "response"};
  constexpr std::array<std::string_view, 3> kTokenSchemes = {"ntlm", "negotiate", "kerberos"};
  const std::size_t equals = piece.find('=');
  const std::size_t blank = piece.find_first_of(" \t");
  const bool is_token = blank != std::string_view::npos &&
                        std::any_of(kTokenSchemes.begin(), kTokenSchemes.end(), [&](std::string_view each) {
                          return base::equals_ignoring_case(each, piece.substr(0, blank));
                        });
  if (!is_token && equals != std::string_view::npos) {
    std::string_view value = piece.substr(equals + 1);
    const bool is_parameter = value.find_first_not_of("= \t") != std::string_view::npos;
    const std::string_view before = base::trim(piece.substr(0, equals));
    const std::size_t word = before.find_last_of(" \t");
    const std::string_view name = word == std::string_view::npos ? before : before.substr(word + 1);
    // A token ends in '=' at the most (token68, RFC 9110 section 11.2): "NTLM TlRMTVNTUAACAAAA==" is no parameter.
    if (is_parameter) {
      const bool secret = std::any_of(kSecretParameters.begin(), kSecretParameters.end(),
                                      [&](std::string_view each) { return base::equals_ignoring_case(each, name); });
      return secret ? std::string(piece.substr(0, equals + 1)) + "\"" + std::string(kRedacted) + "\""
                    : std::string(piece);
    }
  }
  if (blank == std::string_view::npos) return std::string(piece);
  return std::string(piece.substr(0, blank)) + " " + std::string(kRedacted);
}

std::string recorded_challenge(std::string_view value) {
  std::string out;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    if (i < value.size() && quoted && value[i] == '\\') {
      ++i;
      continue;
    }
    if (i < value.size() && value[i] == '"') quoted = !quoted;
    if (i < value.size() && (value[i] != ',' || quoted)) continue;
    const std::size_t end = std::min(i, value.size());
    std::size_t first = begin;
    while (first < end && is_blank(value[first])) ++first;
    std::size_t last = end;
    while (last > first && is_blank(value[last - 1])) --last;
    out.append(value.substr(begin, first - begin));
    out.append(recorded_piece(value.substr(first, last - first)));
    out.append(value.substr(last, end - last));
    if (i < value.size()) out.push_back(',');
    begin = i + 1;
  }
  return out;
}

// "name=value; attributes": the name tells balancers and firewalls apart (RFC 6265, 4.1.1).
std::string recorded_cookie(std::string_view value) {
  const std::size_t equals = value.find('=');
  const std::string_view name = base::trim(value.substr(0, equals));
  const bool is_name = equals != value.npos && !name.empty() && name.find_first_of("\",; \t") == name.npos;
  return (is_name ? std::string(name) + "=" : std::string()) + std::string(kRedacted);
}

constexpr std::size_t kLongestWord = 16;

// "update.example:8080"
bool is_host(std::string_view value) {
  return value.find('.') != value.npos &&
         value.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:") == value.npos;
}

// A word, or an address: where somebody came from or is led to.
bool is_harmless(std::string_view value) {
  if (value.find('@') != value.npos || value.find("%40") != value.npos) return false;
  constexpr std::array<std::string_view, 5> kBeginnings = {"http:", "http%3a", "https:", "https%3a", "/"};
  const bool is_plain = value.size() <= kLongestWord && std::all_of(value.begin(), value.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
                        });
  return is_plain || is_host(value) || value == kRedacted ||
         std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view each) { return base::starts_with_ignoring_case(value, each); });
}

// An address as a value: with its own query, encoded as it is, left out.
std::string_view without_query(std::string_view value) {
  for (const std::string_view mark : {"?", "%3f", "%3F"}) value = value.substr(0, value.find(mark));
  return value;
}

bool ends_query(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`';
}

// "a=1&b=2", up to what cannot stand in a URL. "&amp;" is "&" as HTML writes it.
std::string recorded_query(std::string_view query) {
  std::string out;
  while (!query.empty()) {
    const std::size_t size = std::min(query.find_first_of("&;"), query.size());
    const std::string_view piece = query.substr(0, size);
    const std::size_t equals = piece.find('=');
    if (equals == piece.npos) {
      out += piece.empty() || piece == "amp" || is_harmless(piece) ? piece : kRedacted;
    } else {
      const std::string_view name = piece.substr(0, equals);
      const std::string_view value = piece.substr(equals + 1);
      out.append(name).append("=");
      out += value.empty() || (is_harmless(value) && !promises_secret(name)) ? without_query(value) : kRedacted;
    }
    if (size < query.size()) out += query[size];
    query.remove_prefix(std::min(size + 1, query.size()));
  }
  return out;
}

}  // namespace

bool is_secret_header(std::string_view name) {
  const Row* row = find_row(name);
  return row != nullptr ? row->treatment == Treatment::Whole : promises_secret(name);
}

std::string recorded_value(std::string_view name, std::string_view value) {
  const Row* row = find_row(name);
  if (row == nullptr) return promises_secret(name) ? std::string(kRedacted) : recorded_queries(value);
  switch (row->treatment) {
    case Treatment::Whole:
      return std::string(kRedacted);
    case Treatment::Challenge:
      return recorded_challenge(value);
    case Treatment::Cookie:
      return recorded_cookie(value);
    case Treatment::Url:
      return recorded_queries(recorded_url(value));
  }
  return std::string(kRedacted);
}

std::string recorded_url(std::string_view url) {
  const std::size_t slashes = url.find("//");
  if (slashes == std::string_view::npos) return std::string(url);
  const std::size_t begin = slashes + 2;
  const std::size_t end = std::min(url.find_first_of("/\\?#", begin), url.size());
  // The last '@' counts: everything before it is user information, whatever it holds.
  const std::size_t at = url.substr(begin, end - begin).rfind('@');
  if (at == std::string_view::npos || slashes > url.find_first_of("/?#")) return std::string(url);
  return std::string(url.substr(0, begin)) + "***@" + std::string(url.substr(begin + at + 1));
}

std::string recorded_queries(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t mark = text.find('?'); mark != text.npos; mark = text.find('?', copied)) {
    std::size_t end = mark + 1;
    while (end < text.size() && !ends_query(text[end])) ++end;
    out.append(text.substr(copied, mark + 1 - copied));
    const std::string_view query = text.substr(mark + 1, end - mark - 1);
    // A question mark is not always a query's.
    const bool is_query = query.find('=') != query.npos || query.size() > kLongestWord;
    if (is_query) {
      out += recorded_query(query);
    } else {
      out += query;
    }
    copied = end;
  }
  if (copied == 0) return std::string(text);
  out.append(text.substr(copied));
  return out;
}

std::string recorded_header_lines(std::string_view text) {
  std::string out;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t newline = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, newline - begin);
    const std::size_t colon = line.find(':');
    const std::string_view name = base::trim(line.substr(0, colon));
    const bool secret =
        colon != line.npos && name.find_first_of(" \t\"'<>(){};=") == name.npos && is_secret_header(name);
    if (secret) {
      const bool has_return = !line.empty() && line.back() == '\r';
      out.append(line.substr(0, colon)).append(": ").append(kRedacted).append(has_return ? "\r" : "");
    } else {
      out.append(line);
    }
    if (newline < text.size()) out.push_back('\n');
    begin = newline + 1;
  }
  return out;
}

}  // namespace webcid::model
