#include <webcid/base/text.hpp>
#include <webcid/diagnose/case.hpp>
#include <webcid/endpoint/endpoint.hpp>

#include <algorithm>
#include <utility>

namespace webcid::endpoint {
namespace {

// smb://server/share/folder is what macOS has for \\server\share\folder.
std::string as_share(std::string_view address) {
  constexpr std::string_view kScheme = "smb:";
  if (!base::starts_with_ignoring_case(address, kScheme)) return std::string(address);
  std::string out(address.substr(kScheme.size()));
  std::replace(out.begin(), out.end(), '/', '\\');
  return out;
}

std::vector<model::Finding> judge_source(const model::UpdateSource& source, const model::EndpointSettings& settings,
                                         const char* statement) {
  std::vector<model::Finding> findings = diagnose::judge_address(address_of(source));
  if (source.addresses.empty()) return findings;
  for (model::Finding& finding : findings) {
    finding.evidence.push_back({statement, {settings.origin, source.addresses.front().key}, std::nullopt});
  }
  return findings;
}

}  // namespace

std::string address_of(const model::UpdateSource& source) {
  return source.addresses.empty() ? std::string() : as_share(source.addresses.front().text);
}

model::SettingsVerdict judge(const model::EndpointSettings& settings) {
  model::SettingsVerdict out;
  const bool is_of_site = settings.primary.publisher == model::Publisher::Site;
  if (is_of_site) {
    out.findings = judge_source(settings.primary, settings, "settings-primary");
    out.verdict = out.findings.empty() ? model::Verdict::Healthy : model::Verdict::Broken;
  }
  const model::UpdateSource& second = settings.secondary;
  // It may be a share, which the endpoint reads by itself, and it may be missing.
  const std::string address = address_of(second);
  if (second.publisher == model::Publisher::Vendor || address.empty()) return out;
  for (model::Finding& finding : judge_source(second, settings, "settings-secondary")) {
    if (finding.about.cause == "address.unc") continue;
    finding.severity = model::Severity::Warning;
    out.findings.push_back(std::move(finding));
    if (out.verdict == model::Verdict::Healthy) out.verdict = model::Verdict::Deviates;
  }
  return out;
}

}  // namespace webcid::endpoint
