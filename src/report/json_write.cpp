#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <webcid/base/clock.hpp>
#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/causes/statements.hpp>
#include <webcid/report/json.hpp>

#include "json_document.hpp"
#include "json_keys.hpp"

namespace webcid::report {
namespace {

using causes::Language;
using Json = nlohmann::ordered_json;  // keys stay in the order in which they are written

Json printable_list(const std::vector<std::string>& items) {
  Json list = Json::array();
  for (const std::string& item : items) list.push_back(base::printable(item));
  return list;
}

// The words for a reader, and the id with its arguments for a program that wants them in another language.
Json json_of(const model::Statement& statement, Language language) {
  Json json{{"text", causes::sentence(statement, language)},
            {"statement", base::printable(statement.id)},
            {"arguments", printable_list(statement.arguments)}};
  if (statement.exchange) json["exchange"] = *statement.exchange;
  return json;
}

Json json_of(const model::Target& target, const std::string& server, Language language) {
  Json json{{"url", base::printable(target.url)},
            {"addresses", printable_list(target.addresses)},
            {"user_agent", base::printable(target.user_agent)},
            {"proxy", base::printable(target.proxy)},
            {"proxy_from_environment", target.proxy_from_environment},
            {"has_account", target.has_account},
            {"catalogue_given", target.catalogue_given},
            {"server", base::printable(server)}};
  if (target.proxy_origin) json["proxy_origin"] = json_of(*target.proxy_origin, language);
  if (target.is_logged_on) json["logged_on"] = true;
  if (!target.site.empty()) json["site"] = base::printable(target.site);
  if (!target.physical_path.empty()) json["physical_path"] = base::printable(target.physical_path);
  if (!target.pool.empty()) json["pool"] = base::printable(target.pool);
  if (target.is_acceptance) json["acceptance"] = true;
  if (!target.install_source.empty()) json["install_source"] = base::printable(target.install_source);
  if (!target.settings.empty()) json["settings"] = base::printable(target.settings);
  return json;
}

Json json_of(const model::GuideStep& step, Language language) {
  Json json{{"id", base::printable(step.id)}, {"state", name_of(step.state)}};
  if (!step.proof.empty()) json["proof"] = report::json_of(step.proof, language);
  return json;
}

Json json_of(const model::Summary& summary) {
  // JSON has no infinity; thousandths are all a clock is good for.
  const bool is_time = std::isfinite(summary.seconds) && summary.seconds > 0;
  return Json{{"files", summary.files},       {"bytes", summary.bytes},
              {"verified", summary.verified}, {"failed", summary.failed},
              {"skipped", summary.skipped},   {"without_digest", summary.without_digest},
              {"requests", summary.requests}, {"seconds", is_time ? std::round(summary.seconds * 1000) / 1000 : 0.0}};
}

Json json_of(const model::Publication& published) {
  Json json = Json::object();
  if (published.list != 0) json["list"] = fmt::format("{:016x}", published.list);
  if (published.newest) json["newest"] = base::format_time(*published.newest);
  json["catalogues"] = Json::array();
  for (const model::PublishedCatalogue& catalogue : published.catalogues) {
    Json one{{"path", base::printable(catalogue.path)}, {"size", catalogue.size}, {"sha256", catalogue.sha256}};
    if (catalogue.modified) one["modified"] = base::format_time(*catalogue.modified);
    json["catalogues"].push_back(std::move(one));
  }
  return json;
}

}  // namespace

Json json_of(const std::vector<model::Statement>& statements, Language language) {
  Json list = Json::array();
  for (const model::Statement& statement : statements) list.push_back(json_of(statement, language));
  return list;
}

Json json_of(const model::Finding& finding, const causes::RemedyContext& context, Language language) {
  const causes::Cause* const cause = causes::find(finding.about.cause);
  const auto text = [&](const causes::Text& words) { return std::string(words.in(language)); };
  Json json{{"cause", base::printable(finding.about.cause)},
            {"parameters", printable_list(finding.about.parameters)},
            {"severity", name_of(finding.severity)},
            {"confidence", name_of(finding.confidence)},
            {"summary", causes::summary(finding.about, language)},
            {"why", cause == nullptr ? std::string() : text(cause->why)},
            {"evidence", json_of(finding.evidence, language)}};
  json["affected"] = Json{{"count", finding.affected.count}, {"examples", printable_list(finding.affected.examples)}};
  json["alternatives"] = Json::array();
  for (const model::CauseRef& other : finding.alternatives) {
    json["alternatives"].push_back(
        Json{{"cause", base::printable(other.cause)}, {"parameters", printable_list(other.parameters)}});
  }
  json["to_decide"] = json_of(finding.to_decide, language);
  json["remedies"] = Json::array();
  for (const causes::Remedy& remedy : causes::remedies(finding.about, language, context)) {
    json["remedies"].push_back(Json{{"as", name_of(remedy.form)}, {"text", remedy.text}});
  }
  json["guide_step"] = cause == nullptr ? std::string() : std::string(cause->guide_step);
  json["endpoint_shows"] = cause == nullptr ? std::string() : text(cause->endpoint_shows);
  json["reference"] = cause == nullptr ? std::string() : std::string(cause->reference);
  return json;
}

Json json_of(const model::Report& report, Language language) {
  Json json{{"schema", kSchema},
            {"tool", Json{{"name", "webcid"}, {"version", WEBCID_VERSION}}},
            {"language", name_of(language)},
            {"started", base::format_time(report.started)},
            {"finished", base::format_time(report.finished)},
            {"verdict", name_of(report.verdict)},
            {"interrupted", report.interrupted},
            {"target", json_of(report.target, report.server, language)},
            {"summary", json_of(report.summary)}};
  if (report.basis != model::Basis::Run) json["basis"] = name_of(report.basis);
  if (report.published.is_known()) json["published"] = json_of(report.published);
  json["findings"] = Json::array();
  const causes::RemedyContext context = causes::context_of(report.target, report.server);
  for (const model::Finding& finding : report.findings) {
    json["findings"].push_back(json_of(finding, context, language));
  }
  json["notes"] = json_of(report.notes, language);
  json["guide"] = Json::array();
  for (const model::GuideStep& step : report.guide) {
    json["guide"].push_back(json_of(step, language));
  }
  return json;
}

std::string text_of(const Json& json) {
  constexpr int kIndent = 2;
  // `replace` cannot happen, since everything foreign is printable by now; it keeps a slip from throwing.
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string render_json(const model::Report& report, Language language) {
  return text_of(json_of(report, language));
}

}  // namespace webcid::report
