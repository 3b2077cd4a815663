#include <webcid/diagnose/page.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include <webcid/base/text.hpp>
#include <webcid/model/names.hpp>

namespace webcid::diagnose {
namespace {

constexpr model::NameTable<PageFamily, 10> kNames{{{PageFamily::None, "no page"},
                                                   {PageFamily::IisCustom, "IIS custom page"},
                                                   {PageFamily::IisDetailed, "IIS detailed page"},
                                                   {PageFamily::IisOneLine, "IIS one-line page"},
                                                   {PageFamily::HttpSys, "HTTP.sys page"},
                                                   {PageFamily::IisRedirect, "IIS redirect page"},
                                                   {PageFamily::Apache, "Apache page"},
                                                   {PageFamily::Nginx, "nginx page"},
                                                   {PageFamily::Tomcat, "Tomcat page"},
                                                   {PageFamily::Other, "other page"}}};

constexpr std::size_t kMostOfAPage = 64 * 1024;

bool has(std::string_view body, std::string_view text) {
  return body.find(text) != std::string_view::npos;
}

// iis.md f.2: "...LinkID=62293&amp;IIS70Error=<status>,<sub>,0x<hresult>,<build>", the same in every language.
std::optional<int> sub_status_by_anchor(std::string_view body, int status) {
  constexpr std::string_view kAnchor = "IIS70Error=";
  const auto at = body.find(kAnchor);
  if (at == std::string_view::npos) return std::nullopt;
  const auto fields = base::split(body.substr(at + kAnchor.size(), 16), ',');
  if (fields.size() < 3 || base::parse_unsigned(fields[0]) != static_cast<std::uint64_t>(status)) return std::nullopt;
  const auto sub = base::parse_unsigned(fields[1]);
  return sub && *sub < 1000 ? std::optional<int>(static_cast<int>(*sub)) : std::nullopt;
}

std::uint32_t result_by_anchor(std::string_view body) {
  constexpr std::string_view kAnchor = "IIS70Error=";
  constexpr std::size_t kDigits = 8;
  const auto at = body.find(kAnchor);
  if (at == std::string_view::npos) return 0;
  std::string_view rest = body.substr(at, 48);
  const auto hex = rest.find(",0x");
  if (hex == std::string_view::npos) return 0;
  rest = rest.substr(hex + 3, kDigits);
  std::uint32_t result = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), result, 16);
  return error == std::errc{} && end == rest.data() + rest.size() ? result : 0;
}

// "404.8 - ..." at the beginning of a heading or title: a detailed page cut short, or a sub-status page that an
// administrator has mapped (iis.md f.1).
std::optional<int> sub_status_by_heading(std::string_view body, int status) {
  const std::string number = std::to_string(status) + ".";
  for (const std::string_view opening : {std::string_view("<h2>"), std::string_view("<h3>"),
                                         std::string_view("<title>"), std::string_view("Detailed Error - ")}) {
    for (auto at = body.find(opening); at != std::string_view::npos; at = body.find(opening, at + 1)) {
      std::string_view rest = body.substr(at + opening.size(), 24);
      if (rest.substr(0, 11) == "HTTP Error ") rest.remove_prefix(11);
      if (rest.substr(0, number.size()) != number) continue;
      rest.remove_prefix(number.size());
      const auto sub = base::parse_unsigned(rest.substr(0, rest.find(' ')));
      if (sub && *sub < 1000) return static_cast<int>(*sub);
    }
  }
  return std::nullopt;
}

bool is_detailed(std::string_view body) {
  return has(body, "IIS70Error=") || (has(body, "<title>IIS ") && has(body, "Detailed Error"));
}

bool is_custom(std::string_view body) {
  return has(body, "XHTML 1.0 Strict") && has(body, "<div id=\"header\"><h1>") && has(body, "<div id=\"content\">");
}

// The parts of a custom page that survive when a copy lost its head.
bool is_custom_body(std::string_view body) {
  return has(body, "<div id=\"header\"><h1>") && has(body, "<div class=\"content-container\"><fieldset>");
}

bool is_one_line(std::string_view body) {
  constexpr std::array<std::string_view, 4> kTexts{
      "You do not have permission to view this directory or page.",
      "The resource you are looking for has been removed, had its name changed, or is temporarily unavailable.",
      "The page cannot be displayed because an internal server error has occurred.",
      "The custom error module does not recognize this error."};
  return std::any_of(kTexts.begin(), kTexts.end(), [&](auto text) { return base::trim(body) == text; });
}

bool is_http_sys(const model::Exchange& exchange, std::string_view body) {
  // ASP.NET Core copies this page, yet never sends this Server header and writes "</ HEAD >" (iis.md a.1).
  const auto server = exchange.header("Server");
  return has(body, "<hr><p>HTTP Error ") && has(body, "</HEAD>") &&
         (!server || base::starts_with_ignoring_case(*server, "Microsoft-HTTPAPI"));
}

}  // namespace

std::string_view name_of(PageFamily family) {
  return model::name_in(kNames, family);
}

Page classify(const model::Exchange& exchange) {
  // Error pages are small; a catalogue of many megabytes is none, whatever stands in it.
  const std::string_view body = std::string_view(exchange.body.kept).substr(0, kMostOfAPage);
  if (!exchange.has_response() || body.empty()) return {};
  if (exchange.status < 300) return {PageFamily::Other, std::nullopt, 0};
  if (is_detailed(body)) {
    const auto sub = sub_status_by_anchor(body, exchange.status);
    return {PageFamily::IisDetailed, sub ? sub : sub_status_by_heading(body, exchange.status), result_by_anchor(body)};
  }
  if (is_custom(body) || is_custom_body(body)) {
    return {PageFamily::IisCustom, sub_status_by_heading(body, exchange.status), 0};
  }
  if (is_one_line(body)) return {PageFamily::IisOneLine, std::nullopt, 0};
  if (is_http_sys(exchange, body)) return {PageFamily::HttpSys, std::nullopt, 0};
  if (has(body, "<h1>Object Moved</h1>This document may be found <a HREF=")) {
    return {PageFamily::IisRedirect, std::nullopt, 0};
  }
  if (has(body, "<center>nginx")) return {PageFamily::Nginx, std::nullopt, 0};
  if ((has(body, "<address>Apache") || has(body, "HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\""))) {
    return {PageFamily::Apache, std::nullopt, 0};
  }
  if (has(body, "<h1>HTTP Status ")) return {PageFamily::Tomcat, std::nullopt, 0};
  return {PageFamily::Other, std::nullopt, 0};
}

bool is_foreign(PageFamily family) {
  return family == PageFamily::Apache || family == PageFamily::Nginx || family == PageFamily::Tomcat;
}

bool is_from_iis(PageFamily family) {
  return family == PageFamily::IisCustom || family == PageFamily::IisDetailed || family == PageFamily::IisOneLine;
}

}  // namespace webcid::diagnose
