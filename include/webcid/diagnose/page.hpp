// Who wrote a response's page, told by its structure: sizes and texts change with hotfixes and languages, the structure
// does not (iis.md a.1, f).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <webcid/model/exchange.hpp>

namespace webcid::diagnose {

enum class PageFamily : std::uint8_t {
  None,            // no body was seen: HEAD, OPTIONS, 304, or nothing came
  IisCustom,       // custerr\<language>\<status>.htm: the same page for every sub-status
  IisDetailed,     // errorMode="Detailed": names the sub-status
  IisOneLine,      // the custom error module without its file
  IisRedirect,     // "Document Moved"
  IisListing,      // directory browsing
  HttpSys,         // the kernel's own page; no site was asked
  HttpSysService,  // another service that listens through HTTP.sys (WinRM): no page, and no site
  AspNetCore,      // a program of its own, which copies a page of HTTP.sys
  Apache,
  Nginx,
  Tomcat,
  Gateway,  // a proxy, filter or balancer on the way
  Portal,   // it leads to a sign-in page
  Other,
};

// "IIS custom page", "HTTP.sys page", ...: for evidence sentences, the same in every language.
std::string_view name_of(PageFamily family);

// Why HTTP.sys refused, as its HTTPERR log names it (iis.md a.1, g.2).
enum class HttpSysReason : std::uint8_t {
  None,
  Hostname,     // 400: no binding for the Host header
  Url,          // 400: characters, escapes, or a segment that is too long
  Verb,         // 400: a malformed request line
  Length,       // 400: headers too long
  Header,       // 400: a malformed header
  Forbidden,    // 403: a path above the root
  NoSite,       // 404: no site is registered for the URL
  Unavailable,  // 503: no application pool takes the request
  Other,
};
std::string_view name_of(HttpSysReason reason);  // "Hostname", "URL", ...

// What something on the way does in the server's place.
enum class GatewayAct : std::uint8_t {
  None,
  Refuses,         // a rule of its own forbids the request
  WantsAccount,    // 407
  UpstreamFailed,  // it got no answer from the server behind it
  SignsIn,         // it wants somebody to sign in first
};

// How surely the product wrote the page.
enum class Mark : std::uint8_t {
  None,    // no product is known
  Shared,  // it marks what it hands on as well: the page may be that of the server behind it
  Own,     // only its own pages carry the mark
};

struct Page {
  PageFamily family = PageFamily::None;
  std::optional<int> sub_status;  // the 8 of 404.8, when the page says it
  std::uint32_t result = 0;       // the HRESULT that a detailed page names; 0: none
  HttpSysReason reason = HttpSysReason::None;
  GatewayAct act = GatewayAct::None;
  std::string_view product;  // "FortiGate"; "" when nothing names it
  Mark mark = Mark::None;
};

// From the exchange's status line, headers and the kept beginning of its body. A file may hold anything: of answers
// with 200 only HTML is looked at, and whether it is a page in the place of a file is for the caller to know.
Page classify(const model::Exchange& exchange);

// Whether a page of this family is written by IIS itself as an answer to a refused request.
bool is_from_iis(PageFamily family);
// Whether another server is known to write it, whatever the Server header claims.
bool is_foreign(PageFamily family);

}  // namespace webcid::diagnose
