#include <fmt/format.h>

#include <string>
#include <webcid/base/text.hpp>
#include <webcid/iis/assumptions.hpp>

namespace webcid::iis {
namespace {

constexpr std::array<AssumptionRow, 14> kRows{{
    {Assumption::OptionsNonexistent,
     "options-nonexistent",
     {"200", "404"},
     "b.2, k.6",
     "OPTIONS on a path that does not exist"},
    {Assumption::ReadDenied, "read-denied", {"403.2", "404.4"}, "a.3", "the access policy has no Read"},
    {Assumption::ExecuteOnly,
     "execute-only",
     {"404.4", "403.1"},
     "a.3",
     "only a handler that the access policy filters out would fit"},
    {Assumption::MissingFolder,
     "missing-folder",
     {"404.0", "500.19"},
     "a.6",
     "the virtual directory's local folder does not exist"},
    {Assumption::FilterBeforeAddress,
     "filtering-first",
     {"yes", "no"},
     "b.1, k.1",
     "request filtering answers before the IP restriction"},
    {Assumption::SslBeforeAddress,
     "ssl-first",
     {"no", "yes"},
     "b.1, k.1",
     "\"SSL required\" answers before the IP restriction"},
    {Assumption::DenialChallenge,
     "address-denied-challenge",
     {"none", "sent"},
     "a.2",
     "challenges in a 401 of the IP restriction"},
    {Assumption::HiddenListed, "hidden-listed", {"no", "yes"}, "d.3", "listings show files with the attribute hidden"},
    {Assumption::HiddenSegmentFolder,
     "hidden-segment-folder",
     {"404", "301"},
     "b.2",
     "an existing hidden folder without its slash"},
    {Assumption::LargeBody, "large-body", {"by-version", "404.13"}, "a.2", "a request body over the limit"},
    {Assumption::LargeHeader, "large-header", {"by-version", "404.10"}, "a.2", "a request header over its limit"},
    {Assumption::ExecuteErrorPage,
     "execute-error-page",
     {"200", "keep"},
     "f.1",
     "status of an error page with responseMode ExecuteURL"},
    {Assumption::WebDavOptions, "webdav-options", {"dav", "plain"}, "k.8", "OPTIONS where WebDAV is installed"},
    {Assumption::MaxPath,
     "max-path",
     {"none", "260"},
     "c.5",
     "physical paths of 260 characters and more are not found"},
}};

}  // namespace

std::span<const AssumptionRow> assumptions() {
  return kRows;
}

bool Assumptions::hold(Assumption assumption, std::string_view value) const {
  const auto number = static_cast<std::size_t>(assumption);
  return kRows[number].values[m_chosen[number]] == value;
}

tl::expected<void, std::string> Assumptions::set(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view name = text.substr(0, equals);
  const std::string_view value = equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
  for (const AssumptionRow& row : kRows) {
    if (row.name != name) continue;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      if (row.values[i] != value) continue;
      m_chosen[static_cast<std::size_t>(row.assumption)] = static_cast<std::uint8_t>(i);
      return {};
    }
    return tl::make_unexpected(
        fmt::format("{} is {} or {}, not \"{}\"", row.name, row.values[0], row.values[1], base::printable(value)));
  }
  std::string names;
  for (const AssumptionRow& row : kRows) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return tl::make_unexpected(fmt::format("unknown assumption \"{}\"; there are {}", base::printable(name), names));
}

}  // namespace webcid::iis
