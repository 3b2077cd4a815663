// The bodies of error answers, written from the structure that iis.md f describes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <webcid/iis/url.hpp>
#include <webcid/iis/version.hpp>

namespace webcid::iis {

// httpErrors/@errorMode as a remote client sees it; OneLine: the custom pages cannot be found on the server.
enum class ErrorPages : std::uint8_t { Custom, Detailed, OneLine };
enum class Language : std::uint8_t { En, Ja, ZhCn };
std::optional<ErrorPages> error_pages_named(std::string_view name);  // "custom", "detailed", "oneline"
std::optional<Language> language_named(std::string_view name);       // "en", "ja", "zh-cn"
std::string_view tag_of(Language language);                          // "en-US", "ja-JP", "zh-CN": the custerr folder

// One way in which IIS refuses a request.
struct Refusal {
  int status;
  int sub_status;
  std::string_view module;  // rows of the detailed page
  std::string_view notification;
  std::string_view text;  // what the detailed page says
};
std::span<const Refusal> refusals();
// The row of a status and sub-status; the status' own row (sub-status 0) where the sub-status has none.
const Refusal& refusal(int status, int sub_status);
std::string_view reason_phrase(int status);

struct HttpSysPage {
  int status;
  std::string body;
  std::string_view reason;  // s-reason of the HTTPERR log
};
HttpSysPage http_sys_page(HttpSysRefusal refusal);

// The custom page of a status: the same bytes for every sub-status. Nothing where a fresh server has none (416). The
// files of a sub-status (404-3.htm) are there too, but only an administrator maps them: `shown_sub_status` is theirs.
std::optional<std::string> custom_page(int status, int shown_sub_status, Language language);

std::string one_line_page(int status);

struct DetailedPage {
  Version version = Version::V10_0;
  int status = 0;
  int sub_status = 0;
  std::uint32_t hresult = 0;
  std::string requested_url;  // absolute, with its port
  std::string physical_path;
  std::string logon;         // "Anonymous", "Not yet determined"
  std::string config_error;  // 500.19 only
  std::string config_file;
  std::string_view module{};  // in place of the refusal's own
};
std::string detailed_page(const DetailedPage& facts);

// The courtesy redirect's body (iis.md f.3).
std::string document_moved_page(std::string_view location);

// ASP.NET's own page for what it does not find.
std::string asp_net_page(std::string_view path);

// What the root of a fresh site shows.
std::string start_page(Version version);

std::string escape_html(std::string_view text);

}  // namespace webcid::iis
