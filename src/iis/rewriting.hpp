// The inbound rules of URL Rewrite: what becomes of a URL.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/iis/answer.hpp>
#include <webcid/iis/configuration.hpp>
#include <webcid/iis/url.hpp>

namespace webcid::iis {

// Why a rule cannot be followed here ("back-references..."); "" when it can.
std::string why_not_followed(const RewriteRule& rule);

struct Rewritten {
  RewriteAction action = RewriteAction::None;  // None: no rule acted; Rewrite: `url` is the new one
  std::string url;                             // path and query; of a redirect, the Location
  int status = 0;
  int sub_status = 0;
  std::string reason;
};

// What kind of thing a physical path leads to: for the conditions IsFile and IsDirectory.
enum class Found : std::uint8_t { Nothing, File, Directory };

Rewritten rewrite(const std::vector<RewriteRule>& rules, const NormalisedUrl& url, const Request& request,
                  const std::function<Found()>& what_is_there);

}  // namespace webcid::iis
