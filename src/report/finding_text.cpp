#include "finding_text.hpp"

#include <array>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/statements.hpp>

#include "figures.hpp"
#include "labels.hpp"

namespace webcid::report {

std::string affected_text(const model::Affected& affected, causes::Language language) {
  if (affected.count == 0) return "";
  const std::string count = grouped(affected.count);
  const std::string examples = causes::join(affected.examples, language);
  if (affected.examples.empty()) return causes::fill(labels::kFilesOnly.in(language), std::array{count});
  if (affected.count == 1) return causes::fill(labels::kFile.in(language), std::array{examples});
  const bool is_all = affected.count <= affected.examples.size();
  return causes::fill((is_all ? labels::kFilesAll : labels::kFilesSome).in(language), std::array{count, examples});
}

std::string files_line(const model::Report& report, causes::Language language) {
  const model::Summary& summary = report.summary;
  if (report.basis == model::Basis::ServerFiles) {
    return causes::fill(labels::kJudgedLine.in(language),
                        std::array{grouped(summary.files), grouped(summary.verified), grouped(summary.failed)});
  }
  return causes::fill(labels::kFilesLine.in(language),
                      std::array{grouped(summary.files), grouped(summary.verified), grouped(summary.failed),
                                 grouped(summary.skipped), byte_size(summary.bytes)});
}

causes::Text requests_label(const model::Report& report) {
  return report.basis == model::Basis::ServerFiles ? labels::kLoggedRequests : labels::kRequests;
}

std::string proxy_line(const model::Target& target, causes::Language language) {
  const std::string proxy = base::printable(target.proxy);
  if (target.proxy_origin) {
    const std::string named = proxy.empty() ? std::string(labels::kNoProxy.in(language)) : proxy;
    const std::string origin = causes::sentence(*target.proxy_origin, language);
    return causes::fill(labels::kProxyFound.in(language), std::array{named, origin});
  }
  const bool is_unsaid = target.proxy_from_environment && proxy.find("(from ") == std::string::npos;
  return is_unsaid ? proxy + std::string(labels::kFromEnvironment.in(language)) : proxy;
}

std::string account_line(const model::Target& target, causes::Language language) {
  if (!target.has_account) return "";
  return std::string((target.is_logged_on ? labels::kAccountLoggedOn : labels::kAccountGiven).in(language));
}

std::string requests_line(const model::Report& report, causes::Language language) {
  const model::Summary& summary = report.summary;
  if (report.basis == model::Basis::ServerFiles) {
    return causes::fill(labels::kLoggedLine.in(language),
                        std::array{grouped(summary.requests), byte_size(summary.bytes)});
  }
  return causes::fill(labels::kRequestsLine.in(language),
                      std::array{grouped(summary.requests), seconds(summary.seconds)});
}

std::string_view layer_of(std::string_view cause) {
  const causes::Cause* const row = causes::find(cause);
  return row == nullptr ? kOtherLayer : row->id.substr(0, row->id.find('.'));
}

}  // namespace webcid::report
