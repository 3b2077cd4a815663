#include <webcid/report/endpoint.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/places.hpp>
#include <webcid/causes/statements.hpp>

#include "endpoint_words.hpp"
#include "json_document.hpp"
#include "labels.hpp"
#include "layout.hpp"

namespace webcid::report {
namespace {

using causes::Language;
using causes::Text;
using Json = nlohmann::ordered_json;

class Sheet {
 public:
  explicit Sheet(const TerminalStyle& style) : m_language(style.language), m_page(style) {}

  std::string render(const model::EndpointSettings& settings, const model::SettingsVerdict& verdict,
                     Verbosity verbosity) {
    if (verbosity != Verbosity::Quiet) {
      m_page.title("webcid: ", Paint::Bold, words::kTitle.in(m_language), Paint::Bold);
      row(words::kReadFrom, fmt::format("{} ({})", base::printable(settings.origin), name_of(settings.kind)));
      show(words::kPrimary, settings.primary);
      show(words::kSecondary, settings.secondary);
      if (settings.last_update) row(words::kLastUpdate, *settings.last_update);
      m_page.blank();
      for (const model::Finding& finding : verdict.findings) show(finding);
    }
    m_page.whole(words::verdict_of_settings(verdict.verdict).in(m_language), paint_of(verdict.verdict));
    return m_page.take();
  }

 private:
  void row(Text label, std::string_view value) {
    std::string lead = fmt::format("  {}: ", label.in(m_language));
    constexpr std::size_t kLabels = 24;  // columns of the widest label with its colon
    lead += std::string(kLabels - std::min(base::display_width(lead), kLabels), ' ');
    m_page.field(lead, Paint::Plain, value);
  }
  void row(Text label, const model::Setting& setting) {
    const std::string key = base::printable(setting.key);
    row(label, setting.text.empty() ? fmt::format("{} ({})", words::kNotSet.in(m_language), key)
                                    : fmt::format("{} ({})", base::printable(setting.text), key));
  }

  void show(Text location, const model::UpdateSource& source) {
    if (source.publisher == model::Publisher::Vendor) {
      row(location, words::kVendor.in(m_language));
    } else if (source.addresses.empty()) {
      row(location, words::kNotSet.in(m_language));
    }
    bool is_first = source.publisher == model::Publisher::Site;
    for (const model::Setting& address : source.addresses) {
      row(is_first ? location : words::kAlso, address);
      is_first = false;
    }
    if (source.has_account) row(words::kAccount, words::kAccountThere.in(m_language));
    if (source.proxy) row(words::kProxy, *source.proxy);
    if (source.proxy_has_account) row(words::kProxyAccount, words::kAccountThere.in(m_language));
  }

  void show(const model::Finding& finding) {
    m_page.title(fmt::format("{}[{}]: ", labels::of(finding.severity).in(m_language), finding.about.cause),
                 paint_of(finding.severity),
                 fmt::format("{} ({})", causes::summary(finding.about, m_language),
                             labels::of(finding.confidence).in(m_language)),
                 Paint::Bold);
    for (const model::Statement& seen : finding.evidence) {
      m_page.field(fmt::format("  = {}: ", labels::kSeen.in(m_language)), Paint::Blue,
                   causes::sentence(seen, m_language));
    }
    m_page.title(fmt::format("{}: ", labels::kHelp.in(m_language)), Paint::Green,
                 causes::fill(words::kExplain.in(m_language), std::array{finding.about.cause}));
    m_page.blank();
  }

  Language m_language;
  Page m_page;
};

Json json_of(const model::Setting& setting) {
  return Json{{"text", base::printable(setting.text)}, {"key", base::printable(setting.key)}};
}

Json json_of(const std::optional<model::Setting>& setting) {
  return setting ? json_of(*setting) : Json(nullptr);
}

Json json_of(const model::UpdateSource& source) {
  Json addresses = Json::array();
  for (const model::Setting& address : source.addresses) addresses.push_back(json_of(address));
  return Json{{"publisher", source.publisher == model::Publisher::Site ? "site" : "vendor"},
              {"addresses", std::move(addresses)},
              {"proxy", json_of(source.proxy)},
              {"has_account", source.has_account},
              {"proxy_has_account", source.proxy_has_account}};
}

Json json_of(const model::Finding& finding, Language language) {
  Json evidence = Json::array();
  for (const model::Statement& seen : finding.evidence) evidence.push_back(causes::sentence(seen, language));
  const causes::Cause* const cause = causes::find(finding.about.cause);
  return Json{{"cause", finding.about.cause},
              {"severity", name_of(finding.severity)},
              {"summary", causes::summary(finding.about, language)},
              {"why", cause == nullptr ? std::string() : std::string(cause->why.in(language))},
              {"evidence", std::move(evidence)}};
}

}  // namespace

std::string render_endpoint(const model::EndpointSettings& settings, const model::SettingsVerdict& verdict,
                            const TerminalStyle& style) {
  return Sheet(style).render(settings, verdict, style.verbosity);
}

std::string render_endpoint_json(const model::EndpointSettings& settings, const model::SettingsVerdict& verdict,
                                 Language language) {
  Json json{{"schema", "webcid-endpoint/1"},
            {"tool", Json{{"name", "webcid"}, {"version", WEBCID_VERSION}}},
            {"language", name_of(language)},
            {"verdict", name_of(verdict.verdict)},
            {"origin", base::printable(settings.origin)},
            {"kind", name_of(settings.kind)},
            {"primary", json_of(settings.primary)},
            {"secondary", json_of(settings.secondary)},
            {"last_update", json_of(settings.last_update)}};
  json["findings"] = Json::array();
  for (const model::Finding& finding : verdict.findings) json["findings"].push_back(json_of(finding, language));
  return text_of(json);
}

}  // namespace webcid::report
