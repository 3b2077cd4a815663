#include "wrong_server.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <webcid/base/url.hpp>

#include "findings.hpp"

namespace webcid::diagnose {

bool is_wrong_server(const Observations& seen) {
  const bool has_nothing = seen.served() == 0 && seen.spoiled().empty() && seen.readable_catalogues() == 0 &&
                           seen.unreadable_catalogues().empty() && seen.existing_folder_above().empty();
  if (seen.has_ended_early()) return false;
  return !seen.is_iis() && !seen.is_hidden() && has_nothing && seen.is_address_absent() && seen.has_only_not_found();
}

Findings judge_wrong_server(const Observations& seen, const model::Target& target) {
  const auto url = base::parse_address(target.url);
  if (!url || !is_wrong_server(seen)) return {};
  const Seen& address = *seen.address_folder();
  model::Finding finding = finding_of("network.wrong-server", {url->host});
  finding.confidence = model::Confidence::Possible;
  finding.affected.count = seen.entries();
  for (const Symptom& symptom : seen.symptoms()) {
    if (symptom.asked != Asked::File || finding.affected.examples.size() == kMaxExamples) continue;
    finding.affected.examples.push_back(symptom.path);
  }
  finding.evidence.push_back({"address-refused", {target.url, answer_text(address)}, address.exchange});
  finding.evidence.push_back({"nothing-of-ours", {seen.server().empty() ? "-" : seen.server()}, std::nullopt});
  if (const auto& root = seen.site_root(); root && root->answered() && root->status != 404) {
    finding.evidence.push_back({"root-answers", {fmt::format("{}", root->status)}, root->exchange});
  }
  // The host may be right, and the path of the address wrong or empty.
  finding.alternatives.push_back({"publication.catalogue-missing", {}});
  finding.to_decide.push_back({"compare-address", {url->host}, std::nullopt});
  finding.to_decide.push_back({"unseen-site", {}, std::nullopt});
  return {std::move(finding)};
}

}  // namespace webcid::diagnose
