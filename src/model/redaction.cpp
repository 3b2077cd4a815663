#include <webcid/model/redaction.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

namespace webcid::model {
namespace {

enum class Treatment { Whole, Challenge, Url };

struct Row {
  std::string_view name;
  Treatment treatment;
};

// Every header that may hold a secret. RFC 9110 section 11, RFC 6265, RFC 7615.
constexpr std::array<Row, 14> kTable = {{
    {"authorization", Treatment::Whole},
    {"proxy-authorization", Treatment::Whole},
    {"cookie", Treatment::Whole},
    {"cookie2", Treatment::Whole},
    {"set-cookie", Treatment::Whole},
    {"set-cookie2", Treatment::Whole},
    {"authentication-info", Treatment::Whole},
    {"proxy-authentication-info", Treatment::Whole},
    {"x-api-key", Treatment::Whole},
    {"www-authenticate", Treatment::Challenge},
    {"proxy-authenticate", Treatment::Challenge},
    {"location", Treatment::Url},
    {"content-location", Treatment::Url},
    {"referer", Treatment::Url},
}};

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

}  // namespace

bool is_secret_header(std::string_view name) {
  const Row* row = find_row(name);
  return row != nullptr && row->treatment == Treatment::Whole;
}

std::string recorded_value(std::string_view name, std::string_view value) {
  const Row* row = find_row(name);
  if (row == nullptr) return std::string(value);
  switch (row->treatment) {
    case Treatment::Whole:
      return std::string(kRedacted);
    case Treatment::Challenge:
      return recorded_challenge(value);
    case Treatment::Url:
      return recorded_url(value);
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

std::string recorded_header_lines(std::string_view text) {
  std::string out;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t newline = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, newline - begin);
    const std::size_t colon = line.find(':');
    const bool secret = colon != std::string_view::npos && is_secret_header(base::trim(line.substr(0, colon)));
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
