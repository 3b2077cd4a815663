#include <webcid/base/url.hpp>

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

namespace webcid::base {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 3986, 3.3: pchar = unreserved / pct-encoded / sub-delims / ":" / "@".
bool is_raw_in_path(char c) {
  constexpr std::string_view kAlsoRaw = "-._~!$&'()*+,;=:@/";
  return is_letter_or_digit(c) || kAlsoRaw.find(c) != std::string_view::npos;
}

// RFC 3986, 5.2.4, on an encoded absolute path.
std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  const auto segments = split(path.substr(1), '/');
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool last = i + 1 == segments.size();
    if (segments[i] == "." || segments[i] == "..") {
      if (segments[i] == ".." && !kept.empty()) kept.pop_back();
      if (last) kept.emplace_back();
    } else {
      kept.push_back(segments[i]);
    }
  }
  std::string out;
  for (const std::string_view segment : kept) out.append("/").append(segment);
  return out.empty() ? "/" : out;
}

// Keeps legal %XX as they are and encodes what may not stand in a path.
std::string normalise_path(std::string_view path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool escape = path[i] == '%' && i + 2 < path.size() && from_hex(path.substr(i + 1, 2)).has_value();
    if (escape || is_raw_in_path(path[i])) {
      out += path[i];
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(path[i]));
    }
  }
  return without_dot_segments(out);
}

bool is_ipv6_literal(std::string_view text) {
  return text.find(':') != std::string_view::npos && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ':' || c == '.';
         });
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char c) {
    // Underscores are no host name by RFC 952, yet Windows networks have them; bytes above 0x7F are left to IDN.
    return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  });
}

// Where the authority that begins at `begin` ends. A password may hold what should have been encoded: then it ends
// later, since what stands behind the colon is no port.
std::size_t end_of_authority(std::string_view url, std::size_t begin) {
  const std::size_t end = std::min(url.find_first_of("/?#\\", begin), url.size());
  const std::string_view authority = url.substr(begin, end - begin);
  const std::size_t colon = authority.find(':');
  // DOMAIN\user before an '@': no host has a backslash.
  if (end < url.size() && url[end] == '\\' && url.rfind('@') != url.npos && url.rfind('@') > end + 1) {
    return std::min(url.find_first_of("/?#\\", url.rfind('@')), url.size());
  }
  const bool is_literal = !authority.empty() && authority.front() == '[';
  if (is_literal || colon == authority.npos || authority.find('@') != authority.npos) return end;
  const bool is_port = authority.find_first_not_of("0123456789", colon + 1) == authority.npos;
  const std::size_t at = is_port ? url.npos : url.rfind('@');
  if (at == url.npos || at < end) return end;
  return std::min(url.find_first_of("/?#\\", at), url.size());
}

struct HostPort {
  std::string host;
  std::uint16_t port = 80;
};

std::optional<HostPort> parse_authority(std::string_view authority) {
  HostPort out;
  std::string_view port;
  if (!authority.empty() && authority.front() == '[') {
    const auto close = authority.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    out.host = to_lower(authority.substr(1, close - 1));
    if (!is_ipv6_literal(out.host)) return std::nullopt;
    port = authority.substr(close + 1);
  } else {
    const auto colon = authority.find(':');
    out.host = to_lower(authority.substr(0, colon));
    if (!is_host_name(out.host)) return std::nullopt;
    port = colon == std::string_view::npos ? std::string_view{} : authority.substr(colon);
  }
  if (port.empty()) return out;
  const auto number = parse_unsigned(port.substr(1));
  // "http://host:/" is legal (RFC 3986, 3.2.3) and means the default port.
  if (port.front() != ':' || (port.size() > 1 && (!number || *number == 0 || *number > 65535))) return std::nullopt;
  if (number) out.port = static_cast<std::uint16_t>(*number);
  return out;
}

}  // namespace

std::string encode_path(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + 16);
  for (const char c : bytes) {
    if (is_raw_in_path(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string decode_percent(std::string_view encoded) {
  std::string out;
  out.reserve(encoded.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] == '%' && i + 2 < encoded.size()) {
      if (const auto byte = from_hex(encoded.substr(i + 1, 2)); byte && byte->size() == 1) {
        out += static_cast<char>(byte->front());
        i += 2;
        continue;
      }
    }
    out += encoded[i];
  }
  return out;
}

std::string HttpUrl::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : fmt::format("[{}]", host);
  return port == 80 ? name : fmt::format("{}:{}", name, port);
}

std::string HttpUrl::text() const {
  return fmt::format("http://{}{}", authority(), path);
}

HttpUrl HttpUrl::folder() const {
  HttpUrl out = *this;
  while (!out.path.empty() && out.path.back() == '/') out.path.pop_back();
  out.path += '/';
  return out;
}

HttpUrl HttpUrl::with_path(std::string_view encoded) const {
  HttpUrl out = *this;
  out.path = encoded;
  return out;
}

HttpUrl HttpUrl::below(std::string_view relative) const {
  HttpUrl out = folder();
  out.path += encode_path(relative);
  return out;
}

tl::expected<HttpUrl, AddressProblem> parse_address(std::string_view text) {
  const auto refuse = [](AddressProblem problem) { return tl::make_unexpected(problem); };
  text = trim(text);
  if (text.empty()) return refuse(AddressProblem::Missing);
  if (text.substr(0, 2) == "\\\\" || starts_with_ignoring_case(text, "file:")) return refuse(AddressProblem::Unc);
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return refuse(AddressProblem::Malformed);
  const std::string_view scheme = text.substr(0, colon);
  const bool scheme_is_word = !scheme.empty() && std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return is_letter_or_digit(c) || c == '+' || c == '-' || c == '.';
  });
  if (!scheme_is_word) return refuse(AddressProblem::Malformed);
  const std::string_view rest = text.substr(colon + 3);
  const std::string_view authority = rest.substr(0, end_of_authority(rest, 0));
  // Credentials first: whatever else is wrong, the message must not echo them.
  if (authority.find('@') != std::string_view::npos) return refuse(AddressProblem::Credentials);
  if (!equals_ignoring_case(scheme, "http")) return refuse(AddressProblem::NotHttp);
  const std::string_view path = rest.substr(authority.size());
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (path.find_first_of("?#\\") != std::string_view::npos || std::any_of(path.begin(), path.end(), is_control)) {
    return refuse(AddressProblem::Malformed);
  }
  auto host = parse_authority(authority);
  if (!host) return refuse(AddressProblem::Malformed);
  HttpUrl url;
  url.host = std::move(host->host);
  url.port = host->port;
  url.path = path.empty() ? "/" : normalise_path(path);
  return url;
}

std::string resolve_reference(const HttpUrl& base, std::string_view location) {
  if (location.find("://") != std::string_view::npos) return std::string(location);
  if (location.substr(0, 2) == "//") return fmt::format("http:{}", location);
  if (!location.empty() && location.front() == '/') {
    return fmt::format("http://{}{}", base.authority(), location);
  }
  const std::string folder = base.path.substr(0, base.path.rfind('/') + 1);
  return fmt::format("http://{}{}{}", base.authority(), folder, location);
}

std::string without_credentials(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    // No URL, yet perhaps meant as one: what could be an account is not shown. Paths of Windows have no '@' behind a
    // colon but that of the drive.
    const bool is_path = url.starts_with("\\\\") || (url.size() > 2 && url[1] == ':');
    const auto at = is_path ? std::string_view::npos : url.rfind('@');
    const bool has_account = at != std::string_view::npos && url.substr(0, at).find(':') != std::string_view::npos;
    return has_account ? fmt::format("***{}", url.substr(at)) : std::string(url);
  }
  const std::size_t begin = scheme + 3;
  const std::size_t end = end_of_authority(url, begin);
  // The last '@' of the authority ends the user information: a password may hold an '@' itself.
  const auto at = url.substr(begin, end - begin).rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  return fmt::format("{}***{}", url.substr(0, begin), url.substr(begin + at));
}

}  // namespace webcid::base
