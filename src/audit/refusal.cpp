#include "refusal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/iis/defaults.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::audit {
namespace {

using iis::Configuration;
using Rules = const Configuration*;
using Parameters = std::vector<std::string>;

constexpr std::string_view kFiltering = "system.webServer/security/requestFiltering";

// --- what a refusal is about ---

std::string extension_of(const Refusal& refusal) {
  return base::extension_of(refusal.url_path);
}

std::string hidden_segment(const Refusal& refusal, Rules rules) {
  for (const std::string_view segment : base::split(refusal.url_path, '/')) {
    const std::string folded = iis::fold_name(segment);
    if (folded.empty()) continue;
    const auto defaults = iis::default_hidden_segments();
    const bool is_hidden = rules != nullptr ? rules->request_filtering.hidden_segments.contains(folded)
                                            : std::any_of(defaults.begin(), defaults.end(), [&](std::string_view each) {
                                                return iis::fold_name(each) == folded;
                                              });
    if (is_hidden) return folded;
  }
  return "";
}

std::string denied_sequence(const Refusal& refusal, Rules rules) {
  if (rules == nullptr) return "";
  const std::string folded = iis::fold_name(refusal.url_path);
  const auto& sequences = rules->request_filtering.denied_sequences;
  const auto found = std::find_if(sequences.begin(), sequences.end(), [&](const std::string& sequence) {
    return folded.find(sequence) != std::string::npos;
  });
  return found == sequences.end() ? "" : *found;
}

const iis::FilteringRule* filtering_rule(const Refusal& refusal, Rules rules) {
  if (rules == nullptr) return nullptr;
  const std::string agent = iis::fold_name(refusal.agent);
  const std::string url = iis::fold_name(refusal.url_path);
  for (const iis::FilteringRule& rule : rules->request_filtering.rules) {
    const bool scans_agent =
        std::any_of(rule.scanned_headers.begin(), rule.scanned_headers.end(),
                    [](const auto& name) { return base::equals_ignoring_case(name, "User-Agent"); });
    for (const std::string& denied : rule.denied) {
      if (scans_agent && agent.find(denied) != std::string::npos) return &rule;
      if (rule.scans_url && url.find(denied) != std::string::npos) return &rule;
    }
  }
  return nullptr;
}

// A script handler that takes names like this one (iis.md e.3, e.4).
const iis::Handler* script_handler(const Refusal& refusal, Rules rules) {
  if (rules == nullptr) return nullptr;
  const std::string extension = extension_of(refusal);
  const std::string wanted = extension.empty() ? "*." : "*" + extension;
  const auto& list = rules->handlers.list;
  const auto found = std::find_if(list.begin(), list.end(), [&](const iis::Handler& handler) {
    const bool is_script = !handler.type.empty() || !handler.script_processor.empty();
    return is_script && (iis::fold_name(handler.path) == wanted || handler.path == "*");
  });
  return found == list.end() ? nullptr : &*found;
}

// A handler whose module is not loaded (500.21).
const iis::Handler* handler_without_module(Rules rules) {
  if (rules == nullptr) return nullptr;
  for (const iis::Handler& handler : rules->handlers.list) {
    for (const std::string& module : handler.modules) {
      if (handler.type.empty() && !rules->has_module(module)) return &handler;
    }
  }
  return nullptr;
}

std::string handler_setting(const iis::Handler* handler) {
  return handler == nullptr ? "system.webServer/handlers"
                            : "system.webServer/handlers#" + iis::fold_name(handler->name);
}

// --- parameters ---

using ParametersOf = Parameters (*)(const Refusal&, Rules);

Parameters none(const Refusal&, Rules) {
  return {};
}
Parameters one(std::string text) {
  return text.empty() ? Parameters{} : Parameters{std::move(text)};
}
Parameters extension(const Refusal& refusal, Rules) {
  const std::string own = extension_of(refusal);
  return {own.empty() ? "." : own};
}
Parameters segment(const Refusal& refusal, Rules rules) {
  return one(hidden_segment(refusal, rules));
}
Parameters sequence(const Refusal& refusal, Rules rules) {
  return one(denied_sequence(refusal, rules));
}
Parameters url_length(const Refusal&, Rules rules) {
  return rules == nullptr ? Parameters{} : Parameters{fmt::format("{}", rules->request_filtering.max_url + 1)};
}
Parameters agent(const Refusal& refusal, Rules) {
  return one(refusal.agent);
}
Parameters path(const Refusal& refusal, Rules) {
  return {refusal.path};
}
Parameters verb(const Refusal&, Rules) {
  return {"GET"};
}
Parameters schemes(const Refusal&, Rules rules) {
  if (rules == nullptr) return {};
  const iis::Authentication& authentication = rules->authentication;
  std::string list;
  const auto add = [&list](std::string_view name) { list.append(list.empty() ? "" : ", ").append(name); };
  if (authentication.windows) {
    for (const std::string& provider : authentication.providers) add(provider);
  }
  if (authentication.digest) add("Digest");
  if (authentication.basic) add("Basic");
  return one(list);
}
Parameters location(const Refusal& refusal, Rules) {
  return one(refusal.location);
}
Parameters result(const Refusal& refusal, Rules) {
  return refusal.win32 == 0 ? Parameters{} : Parameters{fmt::format("0x{:08x}", 0x80070000U | refusal.win32)};
}
Parameters http_sys_reason(const Refusal& refusal, Rules) {
  return {refusal.http_sys};
}
Parameters status(const Refusal& refusal, Rules) {
  return {refusal.is_dropped ? "dropped" : fmt::format("{}", refusal.status)};
}

// --- settings ---

using SettingOf = std::string (*)(const Refusal&, const Configuration&);

std::string no_setting(const Refusal&, const Configuration&) {
  return "";
}
std::string mime_map(const Refusal& refusal, const Configuration&) {
  return "system.webServer/staticContent#" + extension(refusal, nullptr).front();
}
std::string script_handler_setting(const Refusal& refusal, const Configuration& rules) {
  return handler_setting(script_handler(refusal, &rules));
}
std::string failing_handler_setting(const Refusal&, const Configuration& rules) {
  return handler_setting(handler_without_module(&rules));
}
std::string extensions_setting(const Refusal& refusal, const Configuration& rules) {
  const std::string own = extension(refusal, nullptr).front();
  const bool is_listed = rules.request_filtering.extensions.contains(own);
  return fmt::format("{}/fileExtensions{}", kFiltering, is_listed ? "#" + own : "/@allowUnlisted");
}
std::string verbs_setting(const Refusal&, const Configuration& rules) {
  const bool is_listed = rules.request_filtering.verbs.contains(std::string_view("get"));
  return fmt::format("{}/verbs{}", kFiltering, is_listed ? "#get" : "/@allowUnlisted");
}
std::string segment_setting(const Refusal& refusal, const Configuration& rules) {
  return fmt::format("{}/hiddenSegments#{}", kFiltering, hidden_segment(refusal, &rules));
}
std::string sequence_setting(const Refusal& refusal, const Configuration& rules) {
  return fmt::format("{}/denyUrlSequences#{}", kFiltering, denied_sequence(refusal, &rules));
}
std::string rule_setting(const Refusal& refusal, const Configuration& rules) {
  const iis::FilteringRule* const rule = filtering_rule(refusal, &rules);
  return fmt::format("{}/filteringRules{}", kFiltering, rule == nullptr ? "" : "#" + iis::fold_name(rule->name));
}
// An address is denied by its own row or by not being on the list; which one needs the address.
std::string address_setting(const Refusal&, const Configuration& rules) {
  const iis::IpSecurity& security = rules.ip_security;
  if (!security.allow_unlisted || security.rules.empty()) {
    return "system.webServer/security/ipSecurity/@allowUnlisted";
  }
  return "system.webServer/security/ipSecurity";
}
std::string authorization_setting(const Refusal&, const Configuration& rules) {
  const auto& list = rules.authorization.rules;
  return "system.webServer/security/authorization" + (list.empty() ? "" : "#" + list.front().key);
}
std::string redirect_setting(const Refusal&, const Configuration& rules) {
  if (rules.http_redirect.enabled) return "system.webServer/httpRedirect/@enabled";
  for (const auto* list : {&rules.global_rewrite_rules, &rules.rewrite_rules}) {
    for (const iis::RewriteRule& rule : *list) {
      if (rule.action != iis::RewriteAction::Redirect) continue;
      const std::string_view group = list == &rules.rewrite_rules ? "rules" : "globalRules";
      return fmt::format("system.webServer/rewrite/{}#{}", group, iis::fold_name(rule.name));
    }
  }
  return "";
}
std::string rewrite_setting(const Refusal& refusal, const Configuration& rules) {
  for (const iis::RewriteRule& rule : rules.rewrite_rules) {
    const bool is_custom = rule.action == iis::RewriteAction::CustomResponse && rule.status == refusal.status;
    if (is_custom || (refusal.is_dropped && rule.action == iis::RewriteAction::AbortRequest)) {
      return "system.webServer/rewrite/rules#" + iis::fold_name(rule.name);
    }
  }
  return "";
}

template <const char* Setting>
std::string fixed(const Refusal&, const Configuration&) {
  return Setting;
}
constexpr char kDoubleEscaping[] = "system.webServer/security/requestFiltering/@allowDoubleEscaping";
constexpr char kHighBit[] = "system.webServer/security/requestFiltering/@allowHighBitCharacters";
constexpr char kMaxUrl[] = "system.webServer/security/requestFiltering/requestLimits/@maxUrl";
constexpr char kSsl[] = "system.webServer/security/access/@sslFlags";
constexpr char kDynamic[] = "system.webServer/security/dynamicIpSecurity";
constexpr char kAnonymous[] = "system.webServer/security/authentication/anonymousAuthentication/@enabled";
constexpr char kPolicy[] = "system.webServer/handlers/@accessPolicy";
constexpr char kStaticFile[] = "system.webServer/handlers#staticfile";

// --- the table ---

using Applies = bool (*)(const Refusal&, Rules);

bool always(const Refusal&, Rules) {
  return true;
}
bool has_no_extension(const Refusal& refusal, Rules) {
  return extension_of(refusal).empty();
}
bool by_program_without_extension(const Refusal& refusal, Rules) {
  return refusal.is_by_program && extension_of(refusal).empty();
}
bool is_missing(const Refusal& refusal, Rules) {
  return !refusal.is_by_program;
}
bool names_agent(const Refusal& refusal, Rules rules) {
  const iis::FilteringRule* const rule = filtering_rule(refusal, rules);
  return rules == nullptr || rule == nullptr || !rule->scanned_headers.empty();
}
bool lacks_read(const Refusal&, Rules rules) {
  return rules != nullptr && !rules->handlers.access_policy.contains(iis::Permission::Read);
}
bool is_executed(const Refusal& refusal, Rules rules) {
  const std::string own = extension_of(refusal);
  const bool is_program = own == ".exe" || own == ".dll";
  return is_program && (rules == nullptr || rules->handlers.access_policy.contains(iis::Permission::Execute));
}
bool wants_account(const Refusal&, Rules rules) {
  return rules == nullptr || !rules->authentication.anonymous;
}
bool leads_to_https(const Refusal& refusal, Rules) {
  return base::starts_with_ignoring_case(refusal.location, "https:");
}
bool by_address(const Refusal&, Rules rules) {
  return rules != nullptr && rules->ip_security.deny_action == iis::DenyAction::AbortRequest;
}

constexpr int kAny = -2;

struct Row {
  int status;
  int sub_status;
  std::string_view cause;
  Applies applies;
  ParametersOf parameters;
  SettingOf setting;
};

// iis.md a.2 to a.4, in the order in which rows are tried.
constexpr auto kRows = std::to_array<Row>({
    {404, 3, "iis.extensionless-not-served", has_no_extension, none, mime_map},
    {404, 3, "iis.mime-map-missing", always, extension, mime_map},
    {404, 17, "iis.extensionless-not-served", has_no_extension, none, script_handler_setting},
    {404, 17, "iis.mime-map-missing", always, extension, script_handler_setting},
    {404, 0, "iis.extensionless-not-served", by_program_without_extension, none, script_handler_setting},
    {404, 0, "publication.file-missing", is_missing, path, no_setting},
    {404, 2, "iis.cgi-isapi-restricted", always, extension, fixed<kPolicy>},
    {404, 4, "iis.read-denied", lacks_read, none, fixed<kPolicy>},
    {404, 4, "iis.handler-missing", always, none, fixed<kStaticFile>},
    {404, 5, "iis.url-sequence-denied", always, sequence, sequence_setting},
    {404, 6, "iis.verb-denied", always, verb, verbs_setting},
    {404, 7, "iis.extension-denied", always, extension, extensions_setting},
    {404, 8, "iis.hidden-segment", always, segment, segment_setting},
    {404, 9, "iis.hidden-file", always, path, no_setting},
    {404, 11, "iis.double-escaping-refused", always, none, fixed<kDoubleEscaping>},
    {404, 12, "iis.high-bit-refused", always, none, fixed<kHighBit>},
    {404, 14, "iis.url-too-long", always, url_length, fixed<kMaxUrl>},
    {404, 19, "iis.user-agent-refused", names_agent, agent, rule_setting},
    {404, 501, "iis.rate-limited", always, none, fixed<kDynamic>},
    {404, 502, "iis.rate-limited", always, none, fixed<kDynamic>},
    {404, 503, "iis.address-denied", always, none, address_setting},
    {404, 504, "iis.address-denied", always, none, address_setting},
    {403, 1, "iis.read-denied", always, none, fixed<kPolicy>},
    {403, 2, "iis.read-denied", always, none, fixed<kPolicy>},
    {403, 4, "iis.ssl-required", always, none, fixed<kSsl>},
    {403, 5, "iis.ssl-required", always, none, fixed<kSsl>},
    {403, 7, "iis.ssl-required", always, none, fixed<kSsl>},
    {403, 6, "iis.address-denied", always, none, address_setting},
    {403, 8, "iis.address-denied", always, none, address_setting},
    {403, 501, "iis.rate-limited", always, none, fixed<kDynamic>},
    {403, 502, "iis.rate-limited", always, none, fixed<kDynamic>},
    {403, 503, "iis.address-denied", always, none, address_setting},
    {403, 504, "iis.address-denied", always, none, address_setting},
    {401, 1, "iis.credentials-rejected", always, schemes, no_setting},
    {401, 2, "iis.credentials-required", wants_account, schemes, fixed<kAnonymous>},
    {401, 2, "iis.authorization-denied", always, path, authorization_setting},
    {401, 3, "iis.acl-denied", always, path, no_setting},
    {401, 501, "iis.rate-limited", always, none, fixed<kDynamic>},
    {401, 502, "iis.rate-limited", always, none, fixed<kDynamic>},
    {401, 503, "iis.address-denied", always, none, address_setting},
    {401, 504, "iis.address-denied", always, none, address_setting},
    {500, 0, "iis.cgi-isapi-restricted", is_executed, extension, fixed<kPolicy>},
    {500, 0, "iis.module-failed", always, none, no_setting},
    {502, 2, "iis.cgi-isapi-restricted", is_executed, extension, fixed<kPolicy>},
    {500, 19, "iis.configuration-invalid", always, result, no_setting},
    {500, 21, "iis.module-failed", always, none, failing_handler_setting},
    {500, 22, "iis.module-failed", always, none, no_setting},
    {500, 23, "iis.module-failed", always, none, no_setting},
    {500, 24, "iis.module-failed", always, none, no_setting},
    {500, 50, "iis.module-failed", always, none, no_setting},
    {500, 51, "iis.module-failed", always, none, no_setting},
    {500, 52, "iis.module-failed", always, none, no_setting},
    {500, 53, "iis.module-failed", always, none, no_setting},
    {500, 100, "iis.module-failed", always, none, no_setting},
    {301, kAny, "iis.redirects-to-https", leads_to_https, location, redirect_setting},
    {302, kAny, "iis.redirects-to-https", leads_to_https, location, redirect_setting},
    {303, kAny, "iis.redirects-to-https", leads_to_https, location, redirect_setting},
    {307, kAny, "iis.redirects-to-https", leads_to_https, location, redirect_setting},
    {308, kAny, "iis.redirects-to-https", leads_to_https, location, redirect_setting},
    {301, kAny, "iis.redirects-elsewhere", always, location, redirect_setting},
    {302, kAny, "iis.redirects-elsewhere", always, location, redirect_setting},
    {303, kAny, "iis.redirects-elsewhere", always, location, redirect_setting},
    {307, kAny, "iis.redirects-elsewhere", always, location, redirect_setting},
    {308, kAny, "iis.redirects-elsewhere", always, location, redirect_setting},
    {200, kAny, "content.answers-anything", always, none, no_setting},
    {0, kAny, "iis.address-denied", by_address, none, address_setting},
});

// iis.md g.2. What is none of the server's business is not here: a client that is silent or goes away.
struct HttpSysRow {
  std::string_view reason;
  std::string_view cause;
  ParametersOf parameters;
  model::Confidence confidence = model::Confidence::Certain;
};
constexpr auto kHttpSysRows = std::to_array<HttpSysRow>({
    {"Hostname", "httpsys.no-binding", none},
    {"BadRequest", "httpsys.request-rejected", http_sys_reason},
    {"FieldLength", "httpsys.request-rejected", http_sys_reason},
    {"RequestLength", "httpsys.request-rejected", http_sys_reason},
    {"URL", "httpsys.request-rejected", http_sys_reason},
    {"URL_Length", "httpsys.request-rejected", http_sys_reason},
    {"Verb", "httpsys.request-rejected", http_sys_reason},
    {"Version_N/S", "httpsys.request-rejected", http_sys_reason},
    {"Forbidden", "httpsys.request-rejected", http_sys_reason},
    {"LengthRequired", "httpsys.request-rejected", http_sys_reason},
    {"EntityTooLarge", "httpsys.request-rejected", http_sys_reason},
    {"Header", "httpsys.request-rejected", http_sys_reason},
    {"AppOffline", "httpsys.pool-stopped", none},
    {"AppPoolTimer", "httpsys.pool-stopped", none},
    {"AppShutdown", "httpsys.pool-stopped", none},
    {"Disabled", "httpsys.pool-stopped", none},
    {"Connection_Abandoned_By_ReqQueue", "httpsys.pool-stopped", none, model::Confidence::Likely},
    {"Connection_Abandoned_By_AppPool", "httpsys.pool-stopped", none, model::Confidence::Likely},
    {"QueueFull", "httpsys.connection-limit", none},
    {"ConnLimit", "httpsys.connection-limit", none},
    {"Connections_Refused", "httpsys.connection-limit", none},
    {"Timer_MinBytesPerSecond", "content.truncated", path, model::Confidence::Likely},
    {"Timer_Response", "network.stalled", none, model::Confidence::Likely},
    {"Connection_Dropped", "network.reset", none, model::Confidence::Likely},
});

Culprit of_http_sys(const Refusal& refusal) {
  const auto* const row = std::find_if(kHttpSysRows.begin(), kHttpSysRows.end(),
                                       [&](const HttpSysRow& each) { return each.reason == refusal.http_sys; });
  if (row != kHttpSysRows.end())
    return {{std::string(row->cause), row->parameters(refusal, nullptr)}, "", row->confidence};
  // "N/A": nothing more is known than the status.
  if (refusal.status == 404) return {{"httpsys.no-site", {}}, "", model::Confidence::Certain};
  if (refusal.status == 503) return {{"httpsys.pool-stopped", {}}, "", model::Confidence::Likely};
  return {{"unexplained", status(refusal, nullptr)}, "", model::Confidence::Possible};
}

}  // namespace

Culprit culprit_of(const Refusal& refusal, const Configuration* rules) {
  if (!refusal.http_sys.empty()) return of_http_sys(refusal);
  for (const Row& row : kRows) {
    if (row.status != refusal.status && !(row.status == 0 && refusal.is_dropped)) continue;
    if (row.sub_status != kAny && row.sub_status != refusal.sub_status) continue;
    if (!row.applies(refusal, rules)) continue;
    return {{std::string(row.cause), row.parameters(refusal, rules)},
            rules == nullptr ? std::string() : row.setting(refusal, *rules),
            model::Confidence::Certain};
  }
  return {{"unexplained", status(refusal, rules)},
          rules == nullptr ? std::string() : rewrite_setting(refusal, *rules),
          model::Confidence::Possible};
}

std::string answer_text(const Refusal& refusal) {
  if (refusal.is_dropped) return "dropped";
  const std::string number = refusal.status == 0 ? "-" : fmt::format("{}", refusal.status);
  if (!refusal.http_sys.empty()) return fmt::format("{} ({})", number, refusal.http_sys);
  return refusal.sub_status > 0 || refusal.status == 404 || refusal.status >= 500
             ? fmt::format("{}.{}", number, std::max(refusal.sub_status, 0))
             : number;
}

}  // namespace webcid::audit
