#include <webcid/check/discover.hpp>

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/check/check.hpp>
#include <webcid/net/client.hpp>
#include <webcid/update/discovery.hpp>

#include "recorder.hpp"
#include "spending.hpp"

namespace webcid::check {
base::Result<std::vector<model::Entry>> discover(const std::string& address, net::ClientOptions options,
                                                 const Budget& budget, causes::Language language,
                                                 base::Cancellation& interrupt) {
  const std::string shown = base::printable(base::without_credentials(address));
  const auto explain = [&](const std::vector<model::Finding>& findings) {
    std::string why = "no catalogue and no listing can be read there; `webcid check` says why";
    // Only what needs no probes is sure by now; `webcid check` finds out the rest.
    const bool is_sure = !findings.empty() && findings.front().confidence == model::Confidence::Certain;
    if (is_sure) why = causes::summary(findings.front().about, language);
    return base::fail(base::ErrorKind::Malformed, fmt::format("{}: {}", shown, why));
  };
  if (const auto findings = diagnose::judge_address(address); !findings.empty()) return explain(findings);
  const base::HttpUrl url = *base::parse_address(address);
  Spending spending(budget, interrupt);
  base::Cancellation& cancellation = spending.cancellation();
  options.account_origin = url.authority();
  options.meter = &spending;
  auto client = net::Client::create(std::move(options), cancellation);
  if (!client) return tl::make_unexpected(std::move(client.error()));
  Silence silence;
  model::Target target;
  target.url = url.text();
  Recorder recorder(target, diagnose::Case::kMaxProbes, nullptr, silence);
  auto entries =
      update::discover(**client, url, {(*client)->resolve(url), std::nullopt}, recorder, cancellation).entries;
  if (interrupt.requested()) return base::fail(base::ErrorKind::Interrupted, "interrupted");
  if (const std::string_view limit = spending.used_up(); !limit.empty()) {
    return base::fail(base::ErrorKind::Malformed, fmt::format("{}: stopped at the limit of {}", shown, limit));
  }
  if (entries.empty()) return explain(recorder.report().findings);
  return entries;
}

}  // namespace webcid::check
