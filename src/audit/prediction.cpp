#include "prediction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/guide.hpp>

namespace webcid::audit {
namespace {

// A name that nobody publishes, of a type that every version of IIS serves.
constexpr const char* kMadeUp = "zz-webcid-made-up.txt";

// The setting's source for one folder: all files of a folder have the same.
class Sources {
 public:
  explicit Sources(const Share& share) : m_share(share) {}

  const Source* find(const std::string& setting, const std::string& path) {
    if (setting.empty()) return nullptr;
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash);
    // A <location> may be about a single file: then its folder is no key.
    auto [found, is_new] = m_known.try_emplace(setting + "\n" + folder);
    if (is_new) found->second = m_share.source_of(setting, path);
    return found->second ? &*found->second : nullptr;
  }

 private:
  const Share& m_share;
  std::unordered_map<std::string, std::optional<Source>> m_known;
};

std::string alias_of(const Share& share) {
  return share.path().empty() ? "/" : share.path().substr(1);
}

class Predictor {
 public:
  Predictor(const Share& share, const AuditOptions& options, Drafts& drafts)
      : m_share(share), m_options(options), m_drafts(drafts), m_sources(share) {}

  base::Result<Predicted> run(base::Cancellation& cancellation) {
    ask_share();
    for (const model::Entry& entry : m_share.entries()) {
      if (cancellation.requested()) break;
      if (auto asked = ask(entry.path.text()); !asked) return tl::make_unexpected(asked.error());
    }
    ask_verbs();
    judge_limits();
    judge_made_up_names();
    name_whole_share();
    return m_predicted;
  }

 private:
  // Without any file to ask for, a made-up one shows what refuses everything.
  void ask_share() {
    m_is_there = m_share.is_there();
    if (const auto sent = m_share.refusal_of(kMadeUp); sent) m_location = sent->location;
    if (const auto root = m_share.refusal_of(""); root && !root->location.empty()) m_location = root->location;
    if (!m_share.entries().empty()) return;
    const auto refusal = m_share.refusal_of(kMadeUp);
    const bool is_just_absent = refusal && refusal->status == 404 && refusal->sub_status == 0 &&
                                refusal->http_sys.empty() && !refusal->is_by_program;
    if (refusal && refusal->status != 200 && (!is_just_absent || !m_is_there)) add(*refusal, "");
  }

  base::Result<void> ask(const std::string& path) {
    const auto refusal = m_share.refusal_of(path);
    if (!refusal) {
      ++m_predicted.served;
      return {};
    }
    ++m_predicted.refused;
    return add(*refusal, path);
  }

  base::Result<void> add(Refusal refusal, const std::string& path) {
    refusal.path = path;
    if (!refusal.location.empty() && !m_location.empty()) refusal.location = m_location;
    Culprit culprit = m_share.culprit_of(refusal);
    // Nothing of what is refused below it would be served either.
    if (refusal.status == 404 && refusal.http_sys.empty() && !m_is_there) {
      culprit = {{"iis.virtual-directory-missing", {alias_of(m_share)}}, "", model::Confidence::Certain};
    }
    const Source* const source = m_sources.find(culprit.setting, path);
    Draft& draft = m_drafts.of(culprit.about);
    draft.confidence = culprit.confidence;
    draft.severity = model::Severity::Error;
    path.empty() ? draft.add_share(refusal, source, culprit.setting)
                 : draft.add_predicted(refusal, source, culprit.setting);
    std::string where = source == nullptr ? "\t" : fmt::format("{}\t{}", source->file, source->line);
    if (culprit.about.cause == "iis.configuration-invalid") {
      if (const auto error = m_share.error_at(path)) {
        draft.add({"configuration-error",
                   {error->file, fmt::format("{}", error->line), without_names(error->message)},
                   std::nullopt});
        where = fmt::format("{}\t{}", error->file, error->line);
      }
    }
    add_place(draft, culprit.about.cause);
    if (path.empty() || !m_options.refused) return {};
    return m_options.refused(base::printable(fmt::format("{}", answer_text(refusal))) + "\t" + culprit.about.cause +
                             "\t" + where + "\t" + base::printable(path) + "\n");
  }

  // The key of an authorization rule is made of accounts.
  std::string without_names(const std::string& message) const {
    const std::size_t names = message.find("'users, roles, verbs'");
    return names == std::string::npos || m_options.accounts == Accounts::Shown ? message
                                                                               : message.substr(0, names) + "...";
  }

  // What is no setting of a section: the site, its pool, its bindings.
  void add_place(Draft& draft, const std::string& cause) const {
    std::size_t line = 0;
    std::string what;
    if (cause == "httpsys.pool-stopped" && m_share.pool() != nullptr) {
      line = m_share.pool()->line;
      what = fmt::format("<add name=\"{}\">", m_share.pool()->name);
    } else if (cause == "httpsys.no-site" || cause == "iis.virtual-directory-missing") {
      line = m_share.site()->line;
      what = fmt::format("<site name=\"{}\">", m_share.site()->name);
    } else if (cause == "httpsys.no-binding" && !m_share.site()->bindings.empty()) {
      const iis::Binding& binding = m_share.site()->bindings.front();
      line = binding.line;
      what = fmt::format("<binding bindingInformation=\"{}:{}:{}\">", binding.address, binding.port, binding.host);
    }
    if (line == 0 || m_share.is_stock()) return;
    if (cause == "iis.virtual-directory-missing") {
      draft.add({"directories-there", {m_share.directories()}, std::nullopt});
    }
    draft.add({"set-at", {m_share.host_file(), fmt::format("{}", line), what}, std::nullopt});
  }

  void ask_verbs() {
    for (const char* const verb : {"HEAD", "OPTIONS"}) {
      const auto refusal = m_share.refusal_of(kMadeUp, verb);
      if (!refusal || refusal->status != 404 || refusal->sub_status != 6) continue;
      const bool is_get_too = m_drafts.find("iis.verb-denied") != nullptr && m_predicted.refused > 0;
      if (is_get_too) continue;
      Draft& draft = m_drafts.of({"iis.verb-denied", {verb}});
      const std::string list = "system.webServer/security/requestFiltering/verbs";
      const bool is_listed = m_share.rules().request_filtering.verbs.contains(base::to_lower(verb));
      const std::string setting = list + (is_listed ? "#" + base::to_lower(verb) : "/@allowUnlisted");
      if (const Source* const source = m_sources.find(setting, "")) add_source(draft, *source, setting);
    }
  }

  static void add_source(Draft& draft, const Source& source, const std::string& setting) {
    if (source.file.empty()) {
      draft.add({"set-nowhere", {setting}, std::nullopt});
    } else if (source.is_set) {
      draft.add({"set-at", {source.file, fmt::format("{}", source.line), source.element}, std::nullopt});
    } else {
      draft.add({"not-set-at", {setting, source.file, fmt::format("{}", source.line)}, std::nullopt});
    }
  }

  // How fast an endpoint asks nobody knows: the limit is told, not a file.
  void judge_limits() {
    if (m_share.error() || m_share.error_at("")) return;
    const iis::Configuration& rules = m_share.rules();
    const iis::DynamicIpSecurity& limits = rules.dynamic_ip_security;
    const bool limits_anything = limits.denies_by_rate || limits.denies_by_concurrency;
    if (!limits_anything || !rules.has_module("DynamicIpRestrictionModule")) return;
    Draft& draft = m_drafts.of({"iis.rate-limited", {}});
    draft.severity = model::Severity::Warning;
    draft.confidence = model::Confidence::Likely;
    if (limits.denies_by_rate) {
      draft.add({"limit-of-requests",
                 {fmt::format("{}", limits.max_requests), fmt::format("{}", limits.interval.count()),
                  fmt::format("{}", m_share.entries().size())},
                 std::nullopt});
    }
    if (limits.denies_by_concurrency) {
      draft.add({"limit-of-connections", {fmt::format("{}", limits.max_concurrent)}, std::nullopt});
    }
    const std::string section = "system.webServer/security/dynamicIpSecurity";
    const std::string setting =
        section + (limits.denies_by_rate ? "/denyByRequestRate/@enabled" : "/denyByConcurrentRequests/@enabled");
    if (const Source* const source = m_sources.find(setting, "")) add_source(draft, *source, setting);
  }

  // A server that finds everything is no server to check against: a warning while the real files are right.
  void judge_made_up_names() {
    const auto refusal = m_share.refusal_of(kMadeUp);
    if (!refusal || refusal->status != 200) return;
    Draft& draft = m_drafts.of({"content.answers-anything", {}});
    draft.severity = m_predicted.refused > 0 ? model::Severity::Error : model::Severity::Warning;
    draft.add({"made-up-configured", {kMadeUp}, std::nullopt});
  }

  // Paths as parameters: where all is refused, the share is.
  void name_whole_share() {
    const bool is_all = m_predicted.served == 0 && m_predicted.refused > 0;
    if (!is_all && !m_share.entries().empty()) return;
    for (const char* const cause : {"iis.authorization-denied", "iis.acl-denied"}) {
      if (m_drafts.find(cause) == nullptr) continue;
      m_drafts.of({cause, {}}).about.parameters = {m_share.path() + "/"};
    }
  }

  const Share& m_share;
  const AuditOptions& m_options;
  Drafts& m_drafts;
  Sources m_sources;
  Predicted m_predicted;
  std::string m_location;  // where the share's own address is sent
  bool m_is_there = false;
};

// The guide's five settings.
struct Setting {
  std::string_view cause;
  std::string_view parameter;
  std::string_view setting;
  model::Severity severity;  // of a deviation that no file suffers by
  bool (*is_right)(const iis::Configuration& rules);
};
constexpr std::array<Setting, 5> kSettings{{
    {"iis.mime-map-missing", ".*", "system.webServer/staticContent#.*", model::Severity::Warning,
     [](const iis::Configuration& rules) { return rules.static_content.types.contains(std::string_view(".*")); }},
    {"iis.extensionless-not-served", "", "system.webServer/staticContent#.", model::Severity::Warning,
     [](const iis::Configuration& rules) { return rules.static_content.types.contains(std::string_view(".")); }},
    {"iis.directory-browsing-off", "", "system.webServer/directoryBrowse/@enabled", model::Severity::Note,
     [](const iis::Configuration& rules) { return rules.directory_browse.enabled; }},
    {"iis.double-escaping-refused", "", "system.webServer/security/requestFiltering/@allowDoubleEscaping",
     model::Severity::Warning,
     [](const iis::Configuration& rules) {
       return rules.request_filtering.allow_double_escaping || !rules.has_module("RequestFilteringModule");
     }},
    {"iis.hidden-segment", "bin", "system.webServer/security/requestFiltering/hiddenSegments#bin",
     model::Severity::Warning,
     [](const iis::Configuration& rules) {
       return !rules.request_filtering.hidden_segments.contains(std::string_view("bin")) ||
              !rules.has_module("RequestFilteringModule");
     }},
}};

// What proves a step of the guide by the rules. A step without a row cannot be proved by them.
struct Proof {
  std::string_view step;
  bool (*holds)(const Share& share);
};

bool is_served(const Share& share, bool (*wanted)(const std::string& path)) {
  bool is_any = false;
  for (const model::Entry& entry : share.entries()) {
    if (!wanted(entry.path.text())) continue;
    if (share.refusal_of(entry.path.text())) return false;
    is_any = true;
  }
  return is_any;
}

bool has_http_binding(const Share& share) {
  const auto& bindings = share.site()->bindings;
  const bool has_http = std::any_of(bindings.begin(), bindings.end(),
                                    [](const iis::Binding& binding) { return binding.protocol == "http"; });
  return has_http && share.site()->start == iis::StartMode::Started && share.pool() != nullptr &&
         share.pool()->start == iis::StartMode::Started;
}

constexpr std::array<Proof, 8> kProofs{{
    {"guide.iis-answers", has_http_binding},
    {"guide.virtual-directory", [](const Share& share) { return share.directory() != nullptr; }},
    {"guide.mime-any",
     [](const Share& share) {
       return kSettings[0].is_right(share.rules()) ||
              (share.are_entries_known() &&
               std::all_of(share.entries().begin(), share.entries().end(), [&](const model::Entry& entry) {
                 const std::string extension = base::extension_of(entry.path.text());
                 return extension.empty() || share.rules().static_content.type_of(extension);
               }));
     }},
    {"guide.mime-none", [](const Share& share) { return kSettings[1].is_right(share.rules()); }},
    {"guide.listing", [](const Share& share) { return kSettings[2].is_right(share.rules()); }},
    {"guide.double-escaping", [](const Share& share) { return kSettings[3].is_right(share.rules()); }},
    {"guide.bin", [](const Share& share) { return kSettings[4].is_right(share.rules()); }},
    {"guide.extensionless-downloads",
     [](const Share& share) {
       return is_served(share, [](const std::string& path) { return base::extension_of(path).empty(); });
     }},
}};

}  // namespace

base::Result<Predicted> predict(const Share& share, const AuditOptions& options, Drafts& drafts,
                                base::Cancellation& cancellation) {
  if (share.error()) {
    Draft& draft = drafts.of({"iis.configuration-invalid", {fmt::format("0x{:08x}", share.error()->hresult)}});
    draft.add({"configuration-error",
               {share.error()->file, fmt::format("{}", share.error()->line), share.error()->message},
               std::nullopt});
    return Predicted{0, share.entries().size()};
  }
  return Predictor(share, options, drafts).run(cancellation);
}

void judge_deviations(const Share& share, Drafts& drafts) {
  if (share.error() || share.error_at("") || !share.is_there()) return;
  const bool has_entries = share.are_entries_known() && !share.entries().empty();
  Sources sources(share);
  for (const Setting& row : kSettings) {
    if (row.is_right(share.rules())) continue;
    std::vector<std::string> parameters;
    if (!row.parameter.empty()) parameters.emplace_back(row.parameter);
    const Draft* const known = drafts.find(std::string(row.cause));
    const bool is_told =
        known != nullptr && (row.cause != "iis.hidden-segment" || known->about.parameters == parameters);
    if (is_told) continue;
    Draft& draft = drafts.of({std::string(row.cause), parameters});
    // An exact list instead of ".*" is as good.
    const bool is_exact_list = row.parameter == ".*" && has_entries;
    draft.severity = is_exact_list ? model::Severity::Note : row.severity;
    const std::string setting(row.setting);
    const Source* const source = sources.find(setting, "");
    if (source != nullptr && source->is_set) {
      draft.add({"set-at", {source->file, fmt::format("{}", source->line), source->element}, std::nullopt});
    } else if (source != nullptr && !source->file.empty()) {
      draft.add({"not-set-at", {setting, source->file, fmt::format("{}", source->line)}, std::nullopt});
    } else {
      draft.add({"set-nowhere", {setting}, std::nullopt});
    }
    if (has_entries) {
      draft.add({"no-file-suffers", {fmt::format("{}", share.entries().size())}, std::nullopt});
    } else {
      draft.add_decider("ask-catalogue");
    }
  }
}

std::vector<model::GuideStep> judge_guide(const Share* share, const std::vector<model::Finding>& findings) {
  const bool has_rules = share != nullptr && !share->error() && !share->error_at("") && share->is_there();
  std::vector<model::GuideStep> steps;
  for (const causes::GuideStep& step : causes::all_guide_steps()) {
    model::GuideState state = model::GuideState::NotSeen;
    for (const Proof& proof : kProofs) {
      if (proof.step == step.id && has_rules && proof.holds(*share)) state = model::GuideState::Ok;
    }
    for (const model::Finding& finding : findings) {
      const causes::Cause* const cause = causes::find(finding.about.cause);
      if (cause == nullptr || cause->guide_step != step.id) continue;
      if (finding.severity == model::Severity::Error) {
        state = model::GuideState::Broken;
      } else if (state == model::GuideState::NotSeen) {
        state = model::GuideState::Deviates;
      }
    }
    steps.push_back({std::string(step.id), state, {}});
  }
  return steps;
}

}  // namespace webcid::audit
