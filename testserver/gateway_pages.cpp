#include "testserver/gateway_pages.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/iis/pages.hpp>

#include "testserver/gateway_page_table.hpp"

namespace webcid::testserver {
namespace {

struct Phrase {
  int status;
  std::string_view text;
};
// RFC 9110 15, RFC 6585 4.
constexpr std::array<Phrase, 9> kPhrases{{{302, "Found"},
                                          {307, "Temporary Redirect"},
                                          {308, "Permanent Redirect"},
                                          {407, "Proxy Authentication Required"},
                                          {429, "Too Many Requests"},
                                          {500, "Internal Server Error"},
                                          {502, "Bad Gateway"},
                                          {503, "Service Unavailable"},
                                          {504, "Gateway Timeout"}}};

using Places = std::vector<std::pair<std::string_view, std::string>>;

// `text` with each "{name}" of a place replaced; what is put in is not looked at again.
std::string fill(std::string_view text, const Places& places) {
  std::string filled;
  while (!text.empty()) {
    const auto place = std::find_if(places.begin(), places.end(), [&](const auto& candidate) {
      const std::string_view name = candidate.first;
      return text.size() >= name.size() + 2 && text.front() == '{' && text[name.size() + 1] == '}' &&
             text.substr(1, name.size()) == name;
    });
    if (place == places.end()) {
      filled.push_back(text.front());
      text.remove_prefix(1);
    } else {
      filled += place->second;
      text.remove_prefix(place->first.size() + 2);
    }
  }
  return filled;
}

// RFC 3986: everything but unreserved characters, so that it can stand in a query, a header and an attribute.
std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          std::string_view("-._~").find(c) != std::string_view::npos;
    encoded += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

std::string date_of(base::Time time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::string_view host_of(const iis::Request& request) {
  const std::string_view host = request.header("Host").value_or("localhost");
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  const bool has_port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return has_port ? host.substr(0, colon) : host;
}

// The target without scheme and host: a client of a proxy sends them along.
std::string_view path_of(const iis::Request& request) {
  const std::string_view target = request.target;
  const std::size_t scheme = target.find("://");
  if (target.empty() || target.front() == '/' || scheme == std::string_view::npos) return target;
  const std::size_t slash = target.find('/', scheme + 3);
  return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
}

std::string url_of(const iis::Request& request) {
  return fmt::format("http://{}{}", request.header("Host").value_or("localhost"), path_of(request));
}

// ARR answers with IIS's own pages (iis.md f.1); 503 and 504 have none.
std::string arr_body(int status) {
  return iis::custom_page(status, 0, iis::Language::En).value_or(iis::one_line_page(status));
}

iis::Answer answer_with(int status, std::string_view reason, std::vector<model::Header> headers, std::string body,
                        const iis::Request& request) {
  iis::Answer answer;
  answer.status = status;
  answer.reason = reason.empty() ? phrase_of(status) : reason;
  answer.page = iis::Page::Document;
  answer.headers = std::move(headers);
  answer.headers.push_back({"Content-Length", fmt::format("{}", body.size())});
  answer.headers.push_back({"Connection", "close"});
  answer.connection = iis::Connection::Closes;
  answer.content_length = body.size();
  answer.sends_body = request.method != "HEAD";
  answer.body = std::move(body);
  return answer;
}

// Many portals, one shape: the address that was wanted travels along in the query.
iis::Answer portal_answer(const Fault& fault, const iis::Request& request) {
  const std::string location =
      fault.location.empty() ? fmt::format("http://login.portal.example/login?dst={}", percent_encoded(url_of(request)))
                             : location_for(fault.location, request);
  if (fault.form == FaultForm::MetaRefresh) {
    return answer_with(200, "", {{"Content-Type", "text/html"}, {"Cache-Control", "no-store"}},
                       fmt::format("<html>\n<head>\n<meta http-equiv=\"refresh\" content=\"0; url={}\">\n"
                                   "<title>Sign in</title>\n</head>\n</html>\n",
                                   iis::escape_html(location)),
                       request);
  }
  return answer_with(
      302, "", {{"Location", location}, {"Cache-Control", "no-store"}, {"Content-Type", "text/html"}},
      fmt::format("<html><head><title>Sign in</title></head><body><a href=\"{}\">Sign in</a></body></html>\n",
                  iis::escape_html(location)),
      request);
}

const GatewayPage& page_of(const Fault& fault) {
  const auto& pages = gateway_page_table();
  return *std::find_if(pages.begin(), pages.end(), [&](const GatewayPage& page) {
    return page.kind == fault.kind && (fault.product.empty() || page.product == fault.product);
  });
}

}  // namespace

std::vector<std::string_view> gateway_products(FaultKind kind) {
  std::vector<std::string_view> products;
  for (const GatewayPage& page : gateway_page_table()) {
    if (page.kind == kind) products.push_back(page.product);
  }
  return products;
}

std::string_view phrase_of(int status) {
  for (const Phrase& phrase : kPhrases) {
    if (phrase.status == status) return phrase.text;
  }
  return iis::reason_phrase(status);
}

iis::Answer gateway_answer(const Fault& fault, const iis::Request& request) {
  if (fault.kind == FaultKind::Portal) return portal_answer(fault, request);
  const GatewayPage& page = page_of(fault);
  const int status = fault.status == 0 ? page.status : fault.status;
  // A page of a filter says the same whatever status it comes with.
  const GatewayReason& why =
      gateway_reason(page.product, page.kind == FaultKind::UpstreamFailed ? status : page.status);
  const std::string_view phrase = why.phrase.empty() ? phrase_of(status) : why.phrase;
  const std::string url = url_of(request);
  const Places places{{"shown", iis::escape_html(url)},  {"status", fmt::format("{}", status)},
                      {"phrase", std::string(phrase)},   {"code", std::string(why.code)},
                      {"errno", std::string(why.error)}, {"why", std::string(why.text)},
                      {"date", date_of(request.now)}};
  std::vector<model::Header> headers;
  for (const auto& [name, value] : page.headers) headers.push_back({std::string(name), fill(value, places)});
  const bool has_own = status == page.status && !page.reason.empty();
  return answer_with(status, has_own ? page.reason : phrase, std::move(headers),
                     page.body.empty() ? arr_body(status) : fill(page.body, places), request);
}

bool is_fresh_wanted(const iis::Request& request) {
  const auto control = request.header("Cache-Control");
  if (!control) return base::to_lower(request.header("Pragma").value_or("")).find("no-cache") != std::string::npos;
  for (const std::string_view directive : base::split(*control, ',')) {
    const std::string_view name = base::trim(directive);
    if (base::equals_ignoring_case(name, "no-cache") || base::equals_ignoring_case(name, "max-age=0")) return true;
  }
  return false;
}

void add_cache_hit(iis::Answer& answer, int seconds) {
  answer.headers.push_back({"Age", fmt::format("{}", seconds)});
  answer.headers.push_back({"X-Cache", std::string(kProxyHit)});
  answer.headers.push_back({"Via", std::string(kProxyVia)});
}

void add_cache_miss(iis::Answer& answer) {
  answer.headers.push_back({"X-Cache", std::string(kProxyMiss)});
  answer.headers.push_back({"Via", std::string(kProxyVia)});
}

std::string location_for(std::string_view text, const iis::Request& request) {
  return fill(text, {{"host", std::string(host_of(request))}, {"path", std::string(path_of(request))}});
}

}  // namespace webcid::testserver
