// The recipe of each cause for everybody: what to click or do. What IIS itself can be told is in mending.cpp.
#include <webcid/causes/remedies.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/places.hpp>

#include "commands.hpp"
#include "mending.hpp"
#include "steps_access.hpp"
#include "steps_gateways.hpp"
#include "steps_http_sys.hpp"
#include "steps_iis.hpp"
#include "steps_network.hpp"
#include "steps_other.hpp"
#include "web_config.hpp"

namespace webcid::causes {
namespace {

struct Recipe {
  std::string_view cause;
  Text steps;
};

constexpr auto kRecipes = std::to_array<Recipe>({
    {"address.missing", steps::kPolicyAddress},
    {"address.not-http", steps::kPolicyAddress},
    {"address.unc", steps::kPolicyAddress},
    {"address.malformed", steps::kPolicyAddress},
    {"address.install-source-not-unc", steps::kInstallSource},
    {"network.name-unresolved", steps::kNameUnresolved},
    {"network.refused", steps::kRefused},
    {"network.unreachable", steps::kUnreachable},
    {"network.stalled", steps::kStalled},
    {"network.reset", steps::kReset},
    {"network.not-http", steps::kNotHttp},
    {"network.wrong-server", steps::kWrongServer},
    {"network.one-family-broken", steps::kOneFamily},
    {"proxy.unreachable", steps::kProxy},
    {"proxy.auth-required", steps::kProxyAccount},
    {"proxy.blocked", steps::kBlocked},
    {"proxy.block-page", steps::kBlockPage},
    {"proxy.captive-portal", steps::kCaptivePortal},
    {"proxy.stale", steps::kStaleProxy},
    {"proxy.alters-content", steps::kAltersContent},
    {"proxy.upstream-failed", steps::kUpstreamFailed},
    {"nodes.disagree", steps::kNodesDisagree},
    {"nodes.down", steps::kNodeDown},
    {"httpsys.no-binding", steps::kNoBinding},
    {"httpsys.no-site", steps::kNoSite},
    {"httpsys.pool-stopped", steps::kPoolStopped},
    {"httpsys.connection-limit", steps::kConnectionLimit},
    {"httpsys.request-rejected", steps::kRequestRejected},
    {"iis.mime-map-missing", steps::kMimeMap},
    {"iis.extensionless-not-served", steps::kExtensionless},
    {"iis.hidden-segment", steps::kHiddenSegment},
    {"iis.double-escaping-refused", steps::kDoubleEscaping},
    {"iis.directory-browsing-off", steps::kDirectoryBrowsing},
    {"iis.virtual-directory-missing", steps::kVirtualDirectory},
    {"iis.physical-path-wrong", steps::kPhysicalPath},
    {"iis.handler-missing", steps::kHandler},
    {"iis.extension-denied", steps::kExtensionDenied},
    {"iis.url-sequence-denied", steps::kUrlSequence},
    {"iis.hidden-file", steps::kHiddenFile},
    {"iis.configuration-invalid", steps::kConfigurationInvalid},
    {"iis.module-failed", steps::kModuleFailed},
    {"iis.high-bit-refused", steps::kHighBit},
    {"iis.url-too-long", steps::kUrlTooLong},
    {"iis.path-too-long", steps::kPathTooLong},
    {"iis.user-agent-refused", steps::kUserAgentRefused},
    {"iis.verb-denied", steps::kVerbDenied},
    {"iis.cgi-isapi-restricted", steps::kCgiIsapi},
    {"iis.stale-cache", steps::kStaleCache},
    {"iis.credentials-required", steps::kCredentialsRequired},
    {"iis.credentials-rejected", steps::kCredentialsRejected},
    {"iis.acl-denied", steps::kAclDenied},
    {"iis.authorization-denied", steps::kAuthorizationDenied},
    {"iis.ssl-required", steps::kSslRequired},
    {"iis.redirects-to-https", steps::kRedirectToHttps},
    {"iis.redirects-elsewhere", steps::kRedirectElsewhere},
    {"iis.address-denied", steps::kAddressDenied},
    {"iis.rate-limited", steps::kRateLimited},
    {"iis.read-denied", steps::kReadDenied},
    {"publication.file-missing", steps::kFileMissing},
    {"publication.catalogue-missing", steps::kCatalogueMissing},
    {"publication.catalogue-unreadable", steps::kCatalogueUnreadable},
    {"publication.changing", steps::kPublicationChanging},
    {"publication.case-mismatch", steps::kCaseMismatch},
    {"publication.file-locked", steps::kFileLocked},
    {"publication.file-unreadable", steps::kFileUnreadable},
    {"content.hash-mismatch", steps::kWrongContent},
    {"content.size-mismatch", steps::kWrongContent},
    {"content.truncated", steps::kTruncated},
    {"content.empty", steps::kEmptyBody},
    {"content.answers-anything", steps::kAnswersAnything},
    {"content.encoded", steps::kEncoded},
    {"content.range-broken", steps::kRangeBroken},
    {"local.cannot-write", steps::kCannotWrite},
    {"unexplained", steps::kUnexplained},
});

constexpr std::array<std::string_view, 4> kFormNames{"steps", "web.config", "appcmd", "powershell"};

// "Sites > Default Web Site > SophosUpdate"
std::string clicks(const RemedyContext& context, Language language) {
  const bool japanese = language == Language::Japanese;
  std::string way = japanese ? "「サイト」" : "Sites";
  for (const std::string_view part : base::split(context.site, '/')) {
    if (part.empty()) continue;
    const std::string name = base::printable(part);
    way += japanese ? "→「" + name + "」" : " > " + name;
  }
  return way;
}

// What marks a value as assumed, taken out where it is known.
std::string without_marks(std::string text) {
  constexpr std::array<std::string_view, 3> kMarks{" (assumed)", " (仮定)", "(仮定)"};
  for (const std::string_view mark : kMarks) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
      text.erase(at, mark.size());
  }
  return text;
}

std::string steps_text(Text steps, const Subject& subject, Language language) {
  const std::vector<std::string> about = subject.parameters();
  const bool japanese = language == Language::Japanese;
  const std::array<std::string, 4> arguments{
      about.empty() ? std::string(japanese ? "(不明)" : "(unknown)") : join(about, language),
      clicks(subject.context, language), base::printable(subject.context.physical_path),
      base::printable(site_of(subject.context))};
  const std::string text = fill(steps.in(language), arguments) + "\n";
  return subject.context.naming == Naming::Known ? without_marks(text) : text;
}

std::string with_caution(std::string title, const Mending& mending, Language language) {
  if (mending.caution.empty()) return title;
  return fmt::format("{}{}{}", title, language == Language::Japanese ? "。" : "; ", mending.caution.in(language));
}

std::string lines_of(const Mending& mending, RemedyForm form, const RemedyContext& context) {
  std::string text;
  if (!mending.variants.empty()) {
    for (const Edit& edit : mending.variants.front().edits) {
      for (const std::string& line : commands_of(edit, form, context).lines) text += line + "\n";
    }
  }
  for (const Action& action : mending.actions) {
    const std::string_view mark = row_of(action.kind).applied == Applied::ByHand ? comment_mark(form) : "";
    for (const std::string& line : commands_of(action, form).lines) text += fmt::format("{}{}\n", mark, line);
  }
  return text;
}

void add_commands(const Mending& mending, const Subject& subject, Language language, std::vector<Remedy>& out) {
  constexpr Text kAppcmdTitle{
      "commands for the server's command prompt, run as administrator (the site is assumed to be \"{0}\")",
      "サーバーの管理者権限のコマンド プロンプトで実行するコマンド (サイトは「{0}」と仮定)"};
  constexpr Text kPowerShellTitle{
      "commands for Windows PowerShell on the server, run as administrator (the site is assumed to be \"{0}\")",
      "サーバーの管理者権限の Windows PowerShell で実行するコマンド (サイトは「{0}」と仮定)"};
  constexpr Text kAppcmdKnown{"commands for the server's command prompt, run as administrator",
                              "サーバーの管理者権限のコマンド プロンプトで実行するコマンド"};
  constexpr Text kPowerShellKnown{"commands for Windows PowerShell on the server, run as administrator",
                                  "サーバーの管理者権限の Windows PowerShell で実行するコマンド"};
  const bool is_known = subject.context.naming == Naming::Known;
  const auto title = [&](Text words) {
    return with_caution(fill(words.in(language), std::array{subject.context.site}), mending, language);
  };
  const auto site = quoted_for(RemedyForm::Appcmd, subject.context.site);
  const std::string appcmd = lines_of(mending, RemedyForm::Appcmd, subject.context);
  if (site && !appcmd.empty()) {
    const std::string remark =
        is_known ? "" : fmt::format("rem {} is an assumption: put your site and alias in its place\n", *site);
    out.push_back({RemedyForm::Appcmd, title(is_known ? kAppcmdKnown : kAppcmdTitle), remark + appcmd});
  }
  const std::string shell = lines_of(mending, RemedyForm::PowerShell, subject.context);
  const std::vector<std::string> places = power_shell_places(subject.context);
  if (places.empty() || shell.empty()) return;
  std::string text = is_known ? "" : "# the site and alias below are an assumption: put yours in their place\n";
  text += "Import-Module WebAdministration\n";
  for (const std::string& place : places) {
    const std::string name = "@" + place.substr(1, place.find(' ') - 1);
    if (shell.find(name) != std::string::npos) text += place + "\n";
  }
  out.push_back({RemedyForm::PowerShell, title(is_known ? kPowerShellKnown : kPowerShellTitle), text + shell});
}

void add_mending(const Subject& subject, Language language, std::vector<Remedy>& out) {
  const auto mending = mending_of(subject);
  if (!mending) return;
  for (const Variant& variant : mending->variants) {
    std::string text = web_config(variant.edits);
    if (text.empty()) continue;
    out.push_back({RemedyForm::WebConfig, with_caution(std::string(variant.title.in(language)), *mending, language),
                   std::move(text)});
  }
  add_commands(*mending, subject, language, out);
}

const Recipe* recipe_of(std::string_view cause) {
  const auto* const recipe = std::find_if(kRecipes.begin(), kRecipes.end(),
                                          [cause](const Recipe& candidate) { return candidate.cause == cause; });
  return recipe == kRecipes.end() ? nullptr : recipe;
}

}  // namespace

std::string_view name_of(RemedyForm form) {
  return kFormNames.at(static_cast<std::size_t>(form));
}

std::optional<RemedyForm> remedy_form_named(std::string_view name) {
  const auto* const found = std::find(kFormNames.begin(), kFormNames.end(), name);
  if (found == kFormNames.end()) return std::nullopt;
  return static_cast<RemedyForm>(found - kFormNames.begin());
}

RemedyContext context_of(std::string_view address, std::string_view server) {
  RemedyContext context;
  if (!server.empty() && server.find("Microsoft-") == std::string_view::npos) context.product = Product::Other;
  const auto url = base::parse_address(address);
  if (!url) return context;
  context.port = url->port;
  context.site = site_of(context);
  context.path.clear();
  for (const std::string_view segment : base::split(url->path, '/')) {
    if (!segment.empty()) context.path += "/" + base::decode_percent(segment);
  }
  context.site += context.path;
  return context;
}

RemedyContext context_of(const model::Target& target, std::string_view server) {
  RemedyContext context = context_of(std::string_view(target.url), server);
  if (target.site.empty()) return context;
  context.site = target.site;
  context.naming = Naming::Known;
  if (!target.physical_path.empty()) context.physical_path = target.physical_path;
  if (!target.pool.empty()) context.pool = target.pool;
  return context;
}

std::vector<Remedy> remedies(const model::CauseRef& about, Language language, const RemedyContext& context) {
  const Subject subject{about, context};
  std::vector<Remedy> out;
  add_mending(subject, language, out);
  if (const Recipe* const recipe = recipe_of(about.cause)) {
    constexpr Text kTitle{"step by step (values marked as assumed are to be replaced)",
                          "手順 (「仮定」と書かれた値は実際の値に読み替えてください)"};
    constexpr Text kKnown{"step by step", "手順"};
    const Text title = context.naming == Naming::Known ? kKnown : kTitle;
    out.push_back({RemedyForm::Steps, std::string(title.in(language)), steps_text(recipe->steps, subject, language)});
  }
  return out;
}

}  // namespace webcid::causes
