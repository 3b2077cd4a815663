// Findings about the share as a whole: no answer, only challenges, no catalogue, no listing.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <webcid/base/url.hpp>

#include "access.hpp"
#include "findings.hpp"
#include "gateways.hpp"
#include "wrong_server.hpp"

namespace webcid::diagnose {
namespace {

using model::TransportError;

enum class Names : std::uint8_t { Host, HostAndPort, Proxy };

struct TransportCause {
  TransportError error;
  std::string_view cause;
  Names parameter;
};

constexpr std::array<TransportCause, 10> kTransportCauses{{
    {TransportError::NameUnresolved, "network.name-unresolved", Names::Host},
    {TransportError::Refused, "network.refused", Names::HostAndPort},
    {TransportError::Unreachable, "network.unreachable", Names::HostAndPort},
    {TransportError::ConnectTimeout, "network.unreachable", Names::HostAndPort},
    {TransportError::Stalled, "network.stalled", Names::HostAndPort},
    {TransportError::Reset, "network.reset", Names::HostAndPort},
    {TransportError::EmptyReply, "network.reset", Names::HostAndPort},
    {TransportError::NotHttp, "network.not-http", Names::HostAndPort},
    {TransportError::ProxyUnresolved, "proxy.unreachable", Names::Proxy},
    {TransportError::ProxyUnreachable, "proxy.unreachable", Names::Proxy},
}};

std::string parameter_of(const TransportCause& row, const model::Exchange& exchange) {
  if (row.parameter == Names::Proxy) return exchange.proxy;
  const auto url = base::parse_address(exchange.url);
  if (!url) return exchange.url;
  if (row.parameter == Names::Host) return url->host;
  const bool literal_v6 = url->host.find(':') != std::string::npos;
  return literal_v6 ? fmt::format("[{}]:{}", url->host, url->port) : fmt::format("{}:{}", url->host, url->port);
}

bool has_cause(const Explanation& explanation, std::string_view cause) {
  return std::any_of(explanation.selected.begin(), explanation.selected.end(),
                     [&](std::size_t index) { return explanation.hypotheses[index].rule->cause == cause; });
}

}  // namespace

void add_guide_filters(const Observations& seen, model::Finding& finding) {
  const FilterVerb* const verb = filter_verb(seen);
  if (verb == nullptr) return;
  for (const char* const path : kGuideFilterProbes) {
    const Seen* const answer = seen.probe(verb->method, path);
    if (answer == nullptr || answer->status != 404) continue;
    finding.evidence.push_back(
        {"would-be-filtered", {path, std::string(model::name_of(verb->method))}, answer->exchange});
  }
}

Findings judge_connection(const Observations& seen, const model::Target&) {
  if (!seen.has_response()) {
    const auto& failure = seen.telling_failure();
    if (!failure) return {};
    const auto* const row = std::find_if(kTransportCauses.begin(), kTransportCauses.end(),
                                         [&](const TransportCause& known) { return known.error == failure->error; });
    const bool known = row != kTransportCauses.end();
    model::Finding finding = known ? finding_of(std::string(row->cause), {parameter_of(*row, *failure)})
                                   : finding_of("unexplained", {std::string(model::name_of(failure->error))});
    finding.confidence = !known                     ? model::Confidence::Possible
                         : seen.do_failures_agree() ? model::Confidence::Certain
                                                    : model::Confidence::Likely;
    const std::string where = failure->address.empty() ? failure->url : failure->address;
    finding.evidence.push_back(
        {"transport-error", {where, std::string(model::name_of(failure->error)), failure->error_text}, failure->id});
    finding.to_decide.push_back({"unseen-site", {}, std::nullopt});
    return {std::move(finding)};
  }

  return {};
}

Findings judge_local(const Observations& seen) {
  if (seen.local_failures().empty()) return {};
  const Observations::LocalFailure& first = seen.local_failures().front();
  model::Finding finding = finding_of("local.cannot-write", {first.path});
  finding.confidence = model::Confidence::Certain;
  finding.affected.count = seen.local_failures().size();
  for (const Observations::LocalFailure& failure : seen.local_failures()) {
    if (finding.affected.examples.size() < kMaxExamples) finding.affected.examples.push_back(failure.path);
  }
  finding.evidence.push_back({"local-error", {first.reason}, first.exchange});
  return {std::move(finding)};
}

Findings judge_catalogues(const Observations& seen, const Explanation& explanation, const model::Target& target) {
  Findings out;
  if (seen.is_hidden() || is_wrong_server(seen)) return out;
  bool has_unreadable = false;
  for (const auto& unreadable : seen.unreadable_catalogues()) {
    if (!seen.is_evidence(unreadable)) continue;
    has_unreadable = true;
    const model::ParseProblem& problem = unreadable.problem;
    const std::string place = fmt::format("{}:{}:{}", unreadable.path, problem.line, problem.column);
    model::Finding finding = finding_of("publication.catalogue-unreadable", {place});
    finding.confidence = model::Confidence::Certain;
    finding.affected = {1, {unreadable.path}};
    finding.evidence.push_back({"parse-problem", {place, problem.message, problem.excerpt}, unreadable.exchange});
    out.push_back(std::move(finding));
  }

  const bool has_something = seen.readable_catalogues() > 0 || seen.entries() > 0 || target.catalogue_given ||
                             has_unreadable || !seen.has_response();
  const bool hidden_behind = has_cause(explanation, "iis.virtual-directory-missing");
  // Asked and refused with anything but "not found", or not by the site: that refusal is the trouble, told elsewhere.
  const bool other_trouble = std::any_of(seen.symptoms().begin(), seen.symptoms().end(), [](const Symptom& symptom) {
    return symptom.seen.status != 404 || symptom.seen.is_before_site();
  });
  // Whoever answers for an address that is not there says nothing about what it publishes.
  const std::string& above = seen.existing_folder_above();
  const bool is_wrong_folder = seen.is_address_absent() && !above.empty();
  // A server that answers any name with something of its own is told as that: what is missing behind it cannot be seen.
  const Seen* const made_up = seen.probe(model::Method::Get, kMadeUpName);
  const bool answers_anything = made_up != nullptr && made_up->status == 200;
  if (is_share_refused(seen) || answers_anything || seen.has_ended_early()) return out;
  if (has_something || hidden_behind || other_trouble || !(seen.is_address_there() || is_wrong_folder)) return out;

  // Another server that refuses the folder and the files alike: by rules of its own, which say nothing about what is
  // there.
  const auto& address = seen.address_folder();
  if (!seen.is_iis() && address && address->status == 403 && seen.is_any_refused_as_address()) {
    model::Finding refused = finding_of("unexplained", {"403"});
    refused.evidence.push_back({"address-refused", {target.url, answer_text(*address)}, address->exchange});
    refused.to_decide.push_back({"ask-server-log", {}, std::nullopt});
    out.push_back(std::move(refused));
    return out;
  }

  model::Finding finding = finding_of("publication.catalogue-missing", {});
  finding.evidence.push_back(
      {"catalogues-refused", {fmt::format("{}", seen.refused_catalogues().size())}, std::nullopt});
  add_guide_filters(seen, finding);
  if (is_wrong_folder) {
    finding.evidence.push_back({"folder-above-exists", {above, target.url}, std::nullopt});
    finding.confidence = model::Confidence::Likely;
  } else if (seen.has_listing("")) {
    finding.evidence.push_back({"listing-empty", {}, std::nullopt});
    finding.confidence = model::Confidence::Likely;
  } else if (seen.is_iis()) {
    // manifest.dat and cidsync.upd need a map, SHA256SUMS needs the map for no extension.
    finding.alternatives.push_back({"iis.mime-map-missing", {".dat", ".upd"}});
    finding.alternatives.push_back({"iis.extensionless-not-served", {}});
    finding.alternatives.push_back({"iis.physical-path-wrong", {alias_of(target)}});
    finding.to_decide.push_back({"give-catalogue", {}, std::nullopt});
    finding.to_decide.push_back({"switch-listing-on", {}, std::nullopt});
  } else {
    finding.to_decide.push_back({"give-catalogue", {}, std::nullopt});
  }
  out.push_back(std::move(finding));
  return out;
}

Findings judge_listing(const Observations& seen) {
  const auto& address = seen.address_folder();
  if (!seen.is_iis() || !address || !address->from_iis || address->status != 403 || is_share_refused(seen)) return {};
  if (address->sub_status && *address->sub_status != 14) return {};
  // A refusal of the whole share looks the same on the folder, and refuses files as well.
  const bool files_too = std::any_of(seen.symptoms().begin(), seen.symptoms().end(), [&](const Symptom& symptom) {
    return symptom.asked == Asked::File && symptom.seen.status == 403 && !seen.is_taken_back(symptom) &&
           !is_from_gateway(symptom.seen, seen);
  });
  const bool files_answer = seen.served() > 0 || seen.readable_catalogues() > 0 || filter_verb(seen) != nullptr ||
                            !seen.refused_catalogues().empty();
  if (files_too || !files_answer) return {};
  model::Finding finding = finding_of("iis.directory-browsing-off", {});
  const bool proved = address->sub_status.has_value();
  finding.confidence = proved ? model::Confidence::Certain : model::Confidence::Likely;
  finding.evidence.push_back({"folder-refused", {answer_text(*address)}, address->exchange});
  if (seen.served() > 0) {
    finding.evidence.push_back({"files-arrive", {fmt::format("{}", seen.served())}, std::nullopt});
  } else if (!proved && seen.readable_catalogues() == 0) {
    // A file that is there would tell: where Read is missing it is refused as well.
    finding.alternatives.push_back({"iis.read-denied", {}});
    finding.to_decide.push_back({"ask-iis-log", {}, std::nullopt});
  }
  return {std::move(finding)};
}

}  // namespace webcid::diagnose
