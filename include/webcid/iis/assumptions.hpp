// What the reference only believes ([B] in iis.md), as switches: the diagnosis must survive either reading.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include <tl/expected.hpp>

namespace webcid::iis {

enum class Assumption : std::uint8_t {
  OptionsNonexistent,   // OPTIONS on what does not exist
  ReadDenied,           // a share without the permission Read
  ExecuteOnly,          // no handler left but one that the access policy filters
  MissingFolder,        // the virtual directory's folder does not exist
  FilterBeforeAddress,  // request filtering or the IP restriction first
  SslBeforeAddress,     // SSL required or the IP restriction first
  DenialChallenge,      // a 401 of the IP restriction with or without challenges
  HiddenListed,         // the listing shows files with the attribute "hidden"
  HiddenSegmentFolder,  // the folder of a hidden segment without its slash
  LargeBody,            // a request body over the limit
  LargeHeader,          // a request header over its limit
  ExecuteErrorPage,     // an error page that is run as a URL
  WebDavOptions,        // WebDAV answers OPTIONS
  MaxPath,              // a path longer than Windows's MAX_PATH
};

struct AssumptionRow {
  Assumption assumption;
  std::string_view name;                   // "options-nonexistent"
  std::array<std::string_view, 2> values;  // the first is what is believed
  std::string_view source;                 // section of iis.md
  std::string_view what;
};

std::span<const AssumptionRow> assumptions();

class Assumptions {
 public:
  // Whether `value`, one of the row's two, is what holds.
  bool hold(Assumption assumption, std::string_view value) const;
  // From "options-nonexistent=404". The error says what there is.
  tl::expected<void, std::string> set(std::string_view text);

 private:
  std::array<std::uint8_t, 14> m_chosen{};  // number of the value
};

}  // namespace webcid::iis
