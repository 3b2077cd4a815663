// One request on its way through the modules of a site (iis.md b.1, from step 3 on).
#pragma once

#include <webcid/iis/server.hpp>

namespace webcid::iis {

Answer answer_in_site(const Server& server, const SiteRow& site, const Request& request, const NormalisedUrl& url);

// The site's own error page for this URL, whatever the rules say.
Answer fail_in_site(const Server& server, const SiteRow& site, const Request& request, const NormalisedUrl& url,
                    int status, int sub_status, std::uint32_t hresult);

}  // namespace webcid::iis
