// Who wrote a response's page, told by its structure: sizes and texts change with hotfixes and languages, the structure
// does not (iis.md f).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <webcid/model/exchange.hpp>

namespace webcid::diagnose {

enum class PageFamily : std::uint8_t {
  None,         // no body was seen: HEAD, OPTIONS, 304, or nothing came
  IisCustom,    // custerr\<language>\<status>.htm: the same page for every sub-status
  IisDetailed,  // errorMode="Detailed": names the sub-status
  IisOneLine,   // the custom error module without its file
  HttpSys,      // the kernel's own page; no site was asked
  IisRedirect,  // "Document Moved"
  Apache,
  Nginx,
  Tomcat,
  Other,
};

// "IIS custom page", "HTTP.sys page", ...: for evidence sentences, the same in every language.
std::string_view name_of(PageFamily family);

struct Page {
  PageFamily family = PageFamily::None;
  std::optional<int> sub_status;  // the 8 of 404.8, when the page says it
  std::uint32_t result = 0;       // the HRESULT that a detailed page names; 0: none
};

// From the exchange's headers and the kept beginning of its body.
Page classify(const model::Exchange& exchange);

// Whether a page of this family is written by IIS itself.
bool is_from_iis(PageFamily family);
// Whether another server is known to write it, whatever the Server header claims.
bool is_foreign(PageFamily family);

}  // namespace webcid::diagnose
