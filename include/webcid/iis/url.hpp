// What HTTP.sys does to a request target before IIS sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace webcid::iis {

// HTTP.sys's own refusals: a row each of iis.md a.1.
enum class HttpSysRefusal : std::uint8_t {
  InvalidHostname,
  InvalidUrl,
  InvalidVerb,
  RequestTooLong,
  ForbiddenUrl,
  NotFound,
  LengthRequired,
  ServiceUnavailable,
};

struct NormalisedUrl {
  std::string path;   // decoded once, '/' for '\', no dot segments; begins with '/'
  std::string query;  // as sent, without '?'
};

// HTTP.sys's limits, as the registry can set them (iis.md c.5).
struct UrlLimits {
  std::size_t segment_length = 260;  // UrlSegmentMaxLength, characters
  std::size_t segments = 255;        // UrlSegmentMaxCount
};

// One decode, '\' to '/', dot segments removed (iis.md b.1 step 2). Accepts origin form, absolute form and "*".
tl::expected<NormalisedUrl, HttpSysRefusal> normalise_target(std::string_view target, const UrlLimits& limits = {});

// The same for a path that is decoded already: dot segments and limits, 16 KiB at most.
tl::expected<std::string, HttpSysRefusal> normalise_path(std::string_view path, const UrlLimits& limits);

// Whether request filtering sees a double escape in a normalised path: decoding it once more, with '+' as a blank,
// changes it (iis.md c.2).
bool is_double_escaped(std::string_view path);

// A path as IIS writes it into Location and listing anchors: everything but unreserved characters and & ' ( ) [ ] ; ,
// $ ! + @ : = * percent-encoded (iis.md f.4).
std::string encode_for_href(std::string_view path);

}  // namespace webcid::iis
