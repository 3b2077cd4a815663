// The request filtering module: refuses by URL, method and headers alone, before any file is looked for (iis.md b.1
// step 5).
#pragma once

#include <webcid/iis/answer.hpp>
#include <webcid/iis/assumptions.hpp>
#include <webcid/iis/configuration.hpp>
#include <webcid/iis/url.hpp>
#include <webcid/iis/version.hpp>

namespace webcid::iis {

struct Refused {
  int status = 0;  // 0: it passes
  int sub_status = 0;
};

Refused filter_request(const RequestFiltering& rules, const NormalisedUrl& url, const Request& request, Version version,
                       const Assumptions& assumptions);

// Whether the last segment of `path` is hidden and no other one is.
bool is_only_last_segment_hidden(const RequestFiltering& rules, std::string_view path);

}  // namespace webcid::iis
