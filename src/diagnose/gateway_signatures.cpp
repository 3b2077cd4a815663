#include "gateway_signatures.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <webcid/base/text.hpp>

#include "gateway_table.hpp"

namespace webcid::diagnose {
namespace {

template <class Words>
bool has_any(std::string_view text, const Words& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != text.npos; });
}

// Set-Cookie and Via come more than once.
bool has_header(const model::Exchange& exchange, std::string_view name, std::string_view text) {
  return std::any_of(exchange.headers.begin(), exchange.headers.end(), [&](const model::Header& header) {
    return base::equals_ignoring_case(header.name, name) &&
           (text.empty() || base::to_lower(header.value).find(text) != std::string::npos);
  });
}

bool stands_in(const Signature& row, const model::Exchange& exchange, std::string_view body) {
  if (row.header.empty()) return body.find(row.text) != body.npos;
  if (row.header == kReason) return base::to_lower(exchange.reason).find(row.text) != std::string::npos;
  return has_header(exchange, row.header, row.text);
}

// squid's own word for it (squid's errorpages list), which the status need not agree with: a DNS failure may be a 404.
GatewayAct act_of_squid(std::string_view code) {
  constexpr auto kFailures = std::to_array<std::string_view>(
      {"err_connect_fail", "err_dns_fail", "err_read_error", "err_read_timeout", "err_write_error",
       "err_zero_size_object", "err_cannot_forward", "err_socket_failure", "err_lifetime_exp", "err_forwarding_denied",
       "err_no_relay", "err_secure_connect_fail", "err_invalid_resp"});
  if (code.find("err_cache_access_denied") != code.npos) return GatewayAct::WantsAccount;
  return has_any(code, kFailures) ? GatewayAct::UpstreamFailed : GatewayAct::None;
}

GatewayAct act_of(const model::Exchange& exchange, Trade trade) {
  switch (exchange.status) {
    case 407:
      return GatewayAct::WantsAccount;
    case 511:
      return GatewayAct::SignsIn;
    case 502:
    case 504:
    case 521:  // Cloudflare's own: the server is down, or did not answer
    case 522:
    case 523:
    case 524:
      return GatewayAct::UpstreamFailed;
    case 503:
      return trade == Trade::Balancer ? GatewayAct::UpstreamFailed : GatewayAct::Refuses;
    default:
      return GatewayAct::Refuses;
  }
}

template <class Table>
std::optional<Gateway> find_in(const Table& table, Mark mark, const model::Exchange& exchange, std::string_view body) {
  for (const Signature& row : table) {
    if (!stands_in(row, exchange, body)) continue;
    GatewayAct act = act_of(exchange, row.trade);
    if (row.product == "squid" && exchange.status != 407) {
      const auto code = exchange.header("X-Squid-Error");
      const GatewayAct said = act_of_squid(code ? base::to_lower(*code) : std::string(body));
      if (said != GatewayAct::None) act = said;
    }
    return Gateway{row.product, act, mark};
  }
  return std::nullopt;
}

// HAProxy's pages are a template of their own: a heading with status and phrase, one sentence, no head.
bool is_from_haproxy(const model::Exchange& exchange, std::string_view body) {
  const std::string opening = "<html><body><h1>" + std::to_string(exchange.status) + " ";
  return body.substr(0, opening.size()) == opening && body.find("<head") == body.npos && !exchange.header("Server");
}

// Akamai's page names the address and a reference; newer ones add a link.
bool is_from_akamai(std::string_view body) {
  return body.find("<title>access denied</title>") != body.npos && body.find("reference #") != body.npos;
}

std::optional<Gateway> by_shape(const model::Exchange& exchange, std::string_view body) {
  if (is_from_haproxy(exchange, body)) return Gateway{"HAProxy", act_of(exchange, kBalancer), Mark::Own};
  if (is_from_akamai(body)) return Gateway{"Akamai", act_of(exchange, kFilter), Mark::Own};
  if (body.find(kWebPageBlocked) == body.npos) return std::nullopt;
  // FortiWeb's cookie and its number of the attack; Palo Alto's page has User, URL and Category.
  const bool is_fortiweb = has_header(exchange, "Set-Cookie", "cookiesession1=") || body.find("attack id") != body.npos;
  if (is_fortiweb) return Gateway{"FortiWeb", GatewayAct::Refuses, Mark::Own};
  const bool is_palo_alto = body.find("<b>user:</b>") != body.npos && body.find("<b>url:</b>") != body.npos;
  return Gateway{is_palo_alto ? "Palo Alto Networks" : "", GatewayAct::Refuses, is_palo_alto ? Mark::Own : Mark::None};
}

std::string_view between(std::string_view body, std::string_view opening, std::string_view closing) {
  const auto at = body.find(opening);
  if (at == body.npos) return {};
  const auto end = body.find(closing, at);
  return body.substr(at, end == body.npos ? 200 : end - at);
}

// Host, without its port, of an absolute URL; "" of a relative one. A server that sends to another port of its own
// (https) is no portal.
std::string_view host_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == url.npos) return {};
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  return url.substr(0, url.find(':', url.find(']') == url.npos ? 0 : url.find(']')));
}

// Away from where the request went, and by its words to a sign-in page or back from one.
bool is_sign_in_address(std::string_view location, std::string_view requested) {
  const std::string target = base::to_lower(location);
  const std::string own = base::to_lower(requested);
  const std::string_view host = host_of(target);
  if (host.empty() || host == host_of(own)) return false;
  if (has_any(target, kSignInWords)) return true;
  const auto query = target.find('?');
  if (query == target.npos) return false;
  const std::string_view asked = std::string_view(target).substr(query);
  return has_any(asked, kReturnWords) || asked.find(host_of(own)) != asked.npos;
}

std::string_view refresh_target(std::string_view body) {
  const auto at = body.find("http-equiv=\"refresh\"");
  const std::string_view tag = at == body.npos ? std::string_view{} : body.substr(at, 600);
  const auto url = tag.find("url=");
  if (url == tag.npos) return {};
  std::string_view target = tag.substr(url + 4);
  while (!target.empty() && (target.front() == '\'' || target.front() == ' ')) target.remove_prefix(1);
  return target.substr(0, target.find_first_of("\"'> "));
}

std::string_view script_target(std::string_view body) {
  for (const std::string_view opening : {std::string_view("window.location"), std::string_view("location.href"),
                                         std::string_view("location.replace"), std::string_view("document.location")}) {
    const auto at = body.find(opening);
    if (at == body.npos) continue;
    const auto quote = body.find_first_of("\"'", at);
    if (quote == body.npos || quote - at > 40) continue;
    return body.substr(quote + 1, body.find_first_of("\"'", quote + 1) - quote - 1);
  }
  return {};
}

}  // namespace

std::optional<Gateway> gateway_by_head(const model::Exchange& exchange) {
  if (auto found = find_in(kOwnHeads, Mark::Own, exchange, {})) return found;
  if (exchange.status == 407 || exchange.status == 511) {
    return Gateway{"", act_of(exchange, kFilter), Mark::None};
  }
  return std::nullopt;
}

std::optional<Gateway> gateway_by_page(const model::Exchange& exchange, std::string_view body) {
  if (auto found = by_shape(exchange, body); found && !found->product.empty()) return found;
  if (auto found = find_in(kPages, Mark::Own, exchange, body)) return found;
  return by_shape(exchange, body);
}

std::optional<Gateway> gateway_by_shared_head(const model::Exchange& exchange) {
  // What is not there is not there whoever hands the answer on.
  if (exchange.status < 400 || exchange.status == 404 || exchange.status == 410) return std::nullopt;
  return find_in(kSharedHeads, Mark::Shared, exchange, {});
}

bool is_block_page(const model::Exchange& exchange, std::string_view body) {
  constexpr std::array<int, 8> kStatuses{200, 400, 401, 403, 406, 418, 451, 503};
  if (std::find(kStatuses.begin(), kStatuses.end(), exchange.status) == kStatuses.end()) return false;
  const bool in_heading = has_any(between(body, "<title", "</title"), kBlockTitles) ||
                          has_any(between(body, "<h1", "</h1"), kBlockTitles) ||
                          has_any(between(body, "<h2", "</h2"), kBlockTitles);
  // A file may be about filters; a page that blocks says so at its head.
  if (exchange.status == 200) return in_heading;
  return in_heading || has_any(body, kBlockSentences);
}

bool leads_to_sign_in(const model::Exchange& exchange, std::string_view body) {
  const bool redirects = exchange.status == 301 || exchange.status == 302 || exchange.status == 303 ||
                         exchange.status == 307 || exchange.status == 308;
  if (redirects) {
    const auto location = exchange.header("Location");
    return location && is_sign_in_address(*location, exchange.url);
  }
  if (exchange.status != 200 && exchange.status != 403 && exchange.status != 511) return false;
  if (body.find("<wispaccessgatewayparam") != body.npos) return true;
  for (const std::string_view target : {refresh_target(body), script_target(body)}) {
    if (!target.empty() && is_sign_in_address(target, exchange.url)) return true;
  }
  const bool has_form = body.find("type=\"password\"") != body.npos || body.find("type='password'") != body.npos;
  return exchange.status == 200 && has_form;
}

}  // namespace webcid::diagnose
