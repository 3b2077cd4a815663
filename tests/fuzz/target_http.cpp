// The small texts of HTTP: addresses, dates, challenges, proxies.
#include <algorithm>
#include <string>

#include <webcid/base/clock.hpp>
#include <webcid/base/path.hpp>
#include <webcid/base/url.hpp>
#include <webcid/iis/url.hpp>
#include <webcid/net/proxy.hpp>

#include "../../src/net/auth.hpp"
#include "target.hpp"

namespace webcid::fuzz {
namespace {

bool has_dot_segment(std::string_view path) {
  const std::string framed = std::string(path) + "/";
  return framed.find("/../") != std::string::npos || framed.find("/./") != std::string::npos;
}

}  // namespace

void run_address(std::string_view bytes) {
  static_cast<void>(base::without_credentials(bytes));
  if (const auto url = base::parse_address(bytes)) {
    require(url->path.starts_with('/') && !has_dot_segment(url->path), "an address's path stays below its root");
    require(url->host.find('@') == std::string::npos, "an address holds no account");
    const auto again = base::parse_address(url->text());
    require(again && *again == *url, "an address reads back as it was written");
    static_cast<void>(base::parse_address(base::resolve_reference(*url, bytes)));
  }
  if (const auto target = iis::normalise_target(bytes)) {
    require(target->path.starts_with('/') && !has_dot_segment(target->path), "a target stays below the root");
    require(target->path.find('\\') == std::string::npos, "a target has no '\\'");
    static_cast<void>(iis::is_double_escaped(target->path));
    static_cast<void>(iis::encode_for_href(target->path));
  }
}

void run_path(std::string_view bytes) {
  require(base::decode_percent(base::encode_path(bytes)) == bytes, "a name survives its encoding");
  const auto path = base::RelativePath::create(bytes);
  if (!path) {
    require(!path.error().message.empty(), "a refusal says why");
    return;
  }
  require(path->text() == bytes, "an accepted path is not changed");
  for (const std::string_view segment : path->segments()) {
    require(!segment.empty() && segment != "." && segment != "..", "an accepted path stays in its folder");
    require(segment.find_first_of("\\\0", 0, 2) == std::string_view::npos, "an accepted path has no '\\' and no NUL");
  }
  require(!path->text().starts_with('/'), "an accepted path is relative");
}

void run_http_date(std::string_view bytes) {
  if (const auto time = base::parse_http_date(bytes)) {
    require(base::parse_http_date(base::format_http_date(*time)) == time, "a date reads back as it was written");
  }
  if (const auto time = base::parse_time(bytes)) {
    require(base::parse_time(base::format_time(*time)) == time, "a time reads back as it was written");
  }
}

void run_challenge(std::string_view bytes) {
  model::Exchange answer;
  answer.headers.push_back({"WWW-Authenticate", std::string(bytes)});
  static_cast<void>(net::offered_schemes(answer, "WWW-Authenticate"));
  static_cast<void>(net::is_credential(bytes));
}

void run_proxy(std::string_view bytes) {
  const std::string text(bytes);
  if (const auto proxy = net::parse_proxy(bytes, "--proxy")) {
    require(!proxy->account, "no account is taken from a proxy's address");
    const auto again = net::parse_proxy(proxy->authority(), "--proxy");
    require(again && again->host == proxy->host && again->port == proxy->port, "a proxy reads back as it was written");
  }
  const auto lookup = [&](const char* name) -> std::optional<std::string> {
    const std::size_t cut = text.find('\n');
    if (name == std::string_view("http_proxy")) return text.substr(0, cut);
    if (name == std::string_view("no_proxy") && cut != std::string::npos) return text.substr(cut + 1);
    return std::nullopt;
  };
  static_cast<void>(net::proxy_from_environment("srv.example", 80, lookup));
  static_cast<void>(net::proxy_from_environment("2001:db8::1", 8080, lookup));
}

}  // namespace webcid::fuzz
