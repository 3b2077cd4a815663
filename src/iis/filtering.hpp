// The request filtering module: refuses by URL alone, before any file is looked for (iis.md b.1 step 5).
#pragma once

#include <cstddef>

#include <webcid/iis/configuration.hpp>
#include <webcid/iis/url.hpp>

namespace webcid::iis {

// The sub-status of the 404 with which the URL is refused; 0 when it passes. `target_length`: bytes of the URL as sent.
int filter_url(const RequestFiltering& rules, const NormalisedUrl& url, std::size_t target_length);

}  // namespace webcid::iis
