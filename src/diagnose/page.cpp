#include <webcid/diagnose/page.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <system_error>

#include <webcid/base/text.hpp>
#include <webcid/model/names.hpp>

#include "gateway_signatures.hpp"

namespace webcid::diagnose {
namespace {

constexpr model::NameTable<PageFamily, 15> kNames{{{PageFamily::None, "no page"},
                                                   {PageFamily::IisCustom, "IIS custom page"},
                                                   {PageFamily::IisDetailed, "IIS detailed page"},
                                                   {PageFamily::IisOneLine, "IIS one-line page"},
                                                   {PageFamily::IisRedirect, "IIS redirect page"},
                                                   {PageFamily::IisListing, "IIS listing"},
                                                   {PageFamily::HttpSys, "HTTP.sys page"},
                                                   {PageFamily::HttpSysService, "another HTTP.sys service"},
                                                   {PageFamily::AspNetCore, "ASP.NET Core page"},
                                                   {PageFamily::Apache, "Apache page"},
                                                   {PageFamily::Nginx, "nginx page"},
                                                   {PageFamily::Tomcat, "Tomcat page"},
                                                   {PageFamily::Gateway, "gateway page"},
                                                   {PageFamily::Portal, "sign-in page"},
                                                   {PageFamily::Other, "other page"}}};

constexpr model::NameTable<HttpSysReason, 9> kReasons{{{HttpSysReason::Hostname, "Hostname"},
                                                       {HttpSysReason::Url, "URL"},
                                                       {HttpSysReason::Verb, "Verb"},
                                                       {HttpSysReason::Length, "RequestLength/FieldLength"},
                                                       {HttpSysReason::Header, "Header"},
                                                       {HttpSysReason::Forbidden, "Forbidden"},
                                                       {HttpSysReason::NoSite, "N/A"},
                                                       {HttpSysReason::Unavailable, "AppOffline"},
                                                       {HttpSysReason::Other, "BadRequest"}}};

constexpr std::size_t kMostOfAPage = 64 * 1024;
// What an answer with 200 is looked through for: a file of many megabytes is none of these, whatever stands in it.
constexpr std::size_t kMostOfAFile = 4 * 1024;

bool has(std::string_view body, std::string_view text) {
  return body.find(text) != std::string_view::npos;
}

bool server_begins(const model::Exchange& exchange, std::string_view name) {
  const auto server = exchange.header("Server");
  return server && base::starts_with_ignoring_case(*server, name);
}

std::string_view title_of(std::string_view body) {
  constexpr std::string_view kOpening = "<title>";
  const auto at = body.find(kOpening);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = body.substr(at + kOpening.size(), 300);
  return base::trim(rest.substr(0, rest.find("</title")));
}

// --- pages of IIS ---

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

// "404.8 - ..." at the beginning of a heading or title, or behind the words that a language puts before it: a detailed
// page cut short, or a sub-status page that an administrator has mapped (iis.md f.1).
std::optional<int> sub_status_by_heading(std::string_view body, int status) {
  const std::string number = std::to_string(status) + ".";
  for (const std::string_view opening :
       {std::string_view("<h2>"), std::string_view("<h3>"), std::string_view("<title>"), std::string_view(" - ")}) {
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

// Both kinds of IIS's pages begin alike; what the style sets apart is there even when the body was cut off.
bool has_strict_head(std::string_view body) {
  return has(body, "XHTML 1.0 Strict") || has(body, "xhtml1-strict.dtd");
}

// "IIS 10.0 Detailed Error - 404.0 - Not Found", whatever a language writes around "IIS" and the number.
bool is_detailed_title(std::string_view title, int status) {
  const std::string number = std::to_string(status) + ".";
  const auto at = title.find(" - " + number);
  return at != std::string_view::npos && has(title.substr(0, at), "IIS");
}

bool is_detailed(std::string_view body, int status) {
  if (has(body, "IIS70Error=")) return true;
  return has_strict_head(body) && is_detailed_title(title_of(body), status);
}

bool is_custom(std::string_view body, int status) {
  const bool has_header = has(body, "<div id=\"header\"><h1>");
  if (has_header && has(body, "<div id=\"content\">") && has_strict_head(body)) return true;
  // The parts that survive when a copy lost its head.
  if (has_header && has(body, "<div class=\"content-container\"><fieldset>")) return true;
  // Cut within its style.
  const std::string number = std::to_string(status);
  const std::string_view title = title_of(body);
  return has_strict_head(body) && title.substr(0, number.size()) == number &&
         has(body, "body{margin:0;font-size:.7em;") && has(body, "background:#EEEEEE");
}

bool is_one_line(const model::Exchange& exchange, std::string_view body) {
  constexpr std::array<std::string_view, 4> kTexts{
      "You do not have permission to view this directory or page.",
      "The resource you are looking for has been removed, had its name changed, or is temporarily unavailable.",
      "The page cannot be displayed because an internal server error has occurred.",
      "The custom error module does not recognize this error."};
  const std::string_view text = base::trim(body);
  if (std::any_of(kTexts.begin(), kTexts.end(), [&](auto known) { return text == known; })) return true;
  // In another language, or another of them: one short line of text said to be HTML, by a server that says it is IIS.
  constexpr std::size_t kMostOfALine = 300;
  const auto type = exchange.header("Content-Type");
  return exchange.status >= 400 && server_begins(exchange, "Microsoft-IIS/") && type &&
         base::starts_with_ignoring_case(*type, "text/html") && text.size() <= kMostOfALine && !text.empty() &&
         text.find_first_of("<{\n") == std::string_view::npos;
}

// iis.md f.4: host and path twice, a preformatted body.
bool is_listing(std::string_view lower) {
  const std::string_view title = title_of(lower);
  return has(title, " - /") && has(lower, std::string("<h1>").append(title).append("</h1>")) && has(lower, "<pre>");
}

// --- pages of HTTP.sys ---

struct Refusal {
  std::string_view text;
  HttpSysReason reason;
};
// The heading behind the status' own words (iis.md a.1); Windows Server 2003 has it in brackets.
constexpr std::array<Refusal, 11> kRefusals{{{"Invalid Hostname", HttpSysReason::Hostname},
                                             {"Invalid URL", HttpSysReason::Url},
                                             {"Invalid Verb", HttpSysReason::Verb},
                                             {"Request Too Long", HttpSysReason::Length},
                                             {"Too Long", HttpSysReason::Length},
                                             {"Invalid Header", HttpSysReason::Header},
                                             {"Forbidden", HttpSysReason::Forbidden},
                                             {"Not Found", HttpSysReason::NoSite},
                                             {"Service Unavailable", HttpSysReason::Unavailable},
                                             {"Bad Request", HttpSysReason::Other},
                                             {"", HttpSysReason::Other}}};

HttpSysReason http_sys_reason(std::string_view heading) {
  return std::find_if(kRefusals.begin(), kRefusals.end(), [&](const Refusal& row) { return has(heading, row.text); })
      ->reason;
}

std::string_view heading_of(std::string_view body, std::string_view opening, std::string_view closing) {
  const auto at = body.find(opening);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = body.substr(at + opening.size(), 200);
  return rest.substr(0, rest.find(closing));
}

bool has_http_sys_frame(std::string_view body) {
  return has(body, "<hr><p>HTTP Error ") && has(body, "<h2>");
}

// ASP.NET Core copies this page, yet never sends this Server header and writes "</ HEAD >" (iis.md a.1). A proxy may
// put its own name in the place of the header, and DisableServerHeader takes it away.
bool is_http_sys(const model::Exchange& exchange, std::string_view body) {
  return has_http_sys_frame(body) && has(body, "</HEAD>") && !server_begins(exchange, "Kestrel");
}

// The whole body of a refusal by Windows Server 2003.
bool is_old_http_sys(std::string_view body) {
  const std::string_view text = base::trim(body);
  constexpr std::array<std::string_view, 3> kOpenings{"<h1>Bad Request (", "<h1>Service Unavailable</h1>",
                                                      "<h1>Forbidden ("};
  const bool opens = std::any_of(kOpenings.begin(), kOpenings.end(),
                                 [&](auto opening) { return text.substr(0, opening.size()) == opening; });
  return opens && text.find("</h1>") + 5 == text.size();
}

Page http_sys_page(std::string_view heading) {
  Page page;
  page.family = PageFamily::HttpSys;
  page.reason = http_sys_reason(heading);
  return page;
}

// --- everybody else ---

Page gateway_page(const Gateway& gateway) {
  Page page;
  page.family = gateway.act == GatewayAct::SignsIn ? PageFamily::Portal : PageFamily::Gateway;
  page.act = gateway.act;
  page.product = gateway.product;
  page.mark = gateway.mark;
  return page;
}

Page page_of(PageFamily family, std::string_view product = {}) {
  Page page;
  page.family = family;
  page.product = product;
  return page;
}

Page iis_page(const model::Exchange& exchange, PageFamily family, std::optional<int> sub_status) {
  Page page = page_of(family);
  page.sub_status = sub_status;
  // ARR runs in IIS and answers with its pages; 502.3 and later are its own (iis.md a.2).
  const bool is_routed = std::any_of(exchange.headers.begin(), exchange.headers.end(), [](const model::Header& header) {
    return base::equals_ignoring_case(header.name, "X-Powered-By") &&
           base::starts_with_ignoring_case(header.value, "ARR/");
  });
  const bool fails = exchange.status == 502 || exchange.status == 503 || exchange.status == 504;
  if (fails && (is_routed || (exchange.status == 502 && sub_status.value_or(0) >= 3))) {
    page.act = GatewayAct::UpstreamFailed;
    page.product = "ARR";
    page.mark = Mark::Own;
  }
  return page;
}

// A web server that also forwards: 502 and 504 say that somebody else did not answer (RFC 9110 15.6.3, 15.6.5), 503 may
// be a limit of its own.
Page web_server_page(const model::Exchange& exchange, PageFamily family, std::string_view product) {
  Page page = page_of(family, product);
  const bool fails = exchange.status == 502 || exchange.status == 503 || exchange.status == 504;
  if (fails) page.act = GatewayAct::UpstreamFailed;
  return page;
}

// Apache's built-in page: the title is the status and its phrase, the heading the phrase alone; the document type has
// changed over the years, and the signature can be switched off.
bool is_apache(std::string_view body, int status) {
  if (has(body, "<address>Apache") || has(body, "HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\"")) return true;
  const std::string number = std::to_string(status) + " ";
  const std::string_view title = title_of(body);
  if (title.substr(0, number.size()) != number) return false;
  return has(body, std::string("</title>\n</head><body>\n<h1>").append(title.substr(number.size())).append("</h1>\n"));
}

std::optional<Page> known_server_page(const model::Exchange& exchange, std::string_view body) {
  const int status = exchange.status;
  if (is_detailed(body, status)) {
    const auto sub = sub_status_by_anchor(body, status);
    Page page = iis_page(exchange, PageFamily::IisDetailed, sub ? sub : sub_status_by_heading(body, status));
    page.result = result_by_anchor(body);
    return page;
  }
  if (is_custom(body, status)) return iis_page(exchange, PageFamily::IisCustom, sub_status_by_heading(body, status));
  if (is_one_line(exchange, body)) return iis_page(exchange, PageFamily::IisOneLine, std::nullopt);
  if (is_http_sys(exchange, body)) return http_sys_page(heading_of(body, "<h2>", "</h2>"));
  if (is_old_http_sys(body)) return http_sys_page(heading_of(body, "<h1>", "</h1>"));
  if (has_http_sys_frame(body)) return page_of(PageFamily::AspNetCore);
  if (has(body, "<h1>Object Moved</h1>This document may be found")) return page_of(PageFamily::IisRedirect);
  if (has(body, "<center>nginx") || has(body, "<center>openresty")) {
    return web_server_page(exchange, PageFamily::Nginx, "nginx");
  }
  if (is_apache(body, status)) {
    return web_server_page(exchange, PageFamily::Apache, "Apache");
  }
  if (has(body, "<h1>HTTP Status ") || has(body, "<title>HTTP Status ") || has(body, "<title>Apache Tomcat")) {
    return page_of(PageFamily::Tomcat);
  }
  return std::nullopt;
}

// Of the answers with 200: only HTML, and only its head. A server that says it is IIS has no gateway in its place.
Page classify_success(const model::Exchange& exchange) {
  const std::string_view body = std::string_view(exchange.body.kept).substr(0, kMostOfAFile);
  const Page other = page_of(PageFamily::Other);
  const auto type = exchange.header("Content-Type");
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string_view text = body.substr(0, 256);
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  text = base::trim(text);
  const bool is_html = !type || has(base::to_lower(*type), "html") || has(base::to_lower(*type), "xml");
  if (!is_html || text.empty() || text.front() != '<') return other;
  const std::string lower = base::to_lower(body);
  if (is_listing(lower)) return page_of(PageFamily::IisListing);
  if (const auto gateway = gateway_by_head(exchange)) return gateway_page(*gateway);
  if (server_begins(exchange, "Microsoft-IIS/")) return other;
  if (leads_to_sign_in(exchange, lower)) return gateway_page({"", GatewayAct::SignsIn, Mark::None});
  // A page about a product is no page of the product: only a heading that blocks makes it one.
  if (!is_block_page(exchange, lower) && !has(lower, "http-equiv=\"refresh\"")) return other;
  if (auto gateway = gateway_by_page(exchange, lower)) return gateway_page(*gateway);
  return is_block_page(exchange, lower) ? gateway_page({"", GatewayAct::Refuses, Mark::None}) : other;
}

Page classify_refusal(const model::Exchange& exchange) {
  const std::string_view body = std::string_view(exchange.body.kept).substr(0, kMostOfAPage);
  if (const auto gateway = gateway_by_head(exchange)) return gateway_page(*gateway);
  const std::string lower = base::to_lower(body);
  const bool says_iis = server_begins(exchange, "Microsoft-IIS/");
  const auto known = known_server_page(exchange, body);
  const bool by_iis = says_iis || (known && !is_foreign(known->family));
  // Portals run on nginx and Apache, and use their pages.
  if (!by_iis && leads_to_sign_in(exchange, lower)) return gateway_page({"", GatewayAct::SignsIn, Mark::None});
  if (known) return *known;
  if (!body.empty()) {
    if (const auto gateway = gateway_by_page(exchange, lower)) return gateway_page(*gateway);
    if (!says_iis && is_block_page(exchange, lower)) {
      const auto shared = gateway_by_shared_head(exchange);
      return gateway_page(shared ? *shared : Gateway{"", GatewayAct::Refuses, Mark::None});
    }
  }
  if (server_begins(exchange, "Microsoft-HTTPAPI/") && exchange.status >= 400) {
    return page_of(PageFamily::HttpSysService);
  }
  if (says_iis) return page_of(body.empty() ? PageFamily::None : PageFamily::Other);
  if (const auto gateway = gateway_by_shared_head(exchange)) return gateway_page(*gateway);
  // Only who asked somebody else can say so (RFC 9110 15.6.3, 15.6.5).
  if (exchange.status == 502 || exchange.status == 504) {
    return gateway_page({"", GatewayAct::UpstreamFailed, Mark::None});
  }
  return page_of(body.empty() ? PageFamily::None : PageFamily::Other);
}

}  // namespace

std::string_view name_of(PageFamily family) {
  return model::name_in(kNames, family);
}

std::string_view name_of(HttpSysReason reason) {
  return model::name_in(kReasons, reason);
}

Page classify(const model::Exchange& exchange) {
  if (!exchange.has_response()) return {};
  if (exchange.status >= 300) return classify_refusal(exchange);
  return exchange.body.kept.empty() ? Page{} : classify_success(exchange);
}

bool is_foreign(PageFamily family) {
  switch (family) {
    case PageFamily::Apache:
    case PageFamily::Nginx:
    case PageFamily::Tomcat:
    case PageFamily::AspNetCore:
    case PageFamily::Gateway:
    case PageFamily::Portal:
      return true;
    default:
      return false;
  }
}

bool is_from_iis(PageFamily family) {
  return family == PageFamily::IisCustom || family == PageFamily::IisDetailed || family == PageFamily::IisOneLine;
}

}  // namespace webcid::diagnose
