// The recipe of each cause: the steps for everybody, and a builder for the forms that IIS itself understands.
#include <webcid/causes/remedies.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/places.hpp>

#include "edits.hpp"
#include "quoting.hpp"
#include "steps_access.hpp"
#include "steps_gateways.hpp"
#include "steps_http_sys.hpp"
#include "steps_iis.hpp"
#include "steps_network.hpp"
#include "steps_other.hpp"

namespace webcid::causes {
namespace {

using Lines = std::vector<std::string>;

// More extensions than this make a web.config nobody wants to read: the guide's ".*" then comes first.
constexpr std::size_t kManyExtensions = 16;
// A hostile tree may have any number of extensions; what is offered stays of a size that can be pasted.
constexpr std::size_t kMostExtensions = 64;

constexpr std::string_view kStaticFile =
    "name=\"StaticFile\" path=\"*\" verb=\"*\" "
    "modules=\"StaticFileModule,DefaultDocumentModule,DirectoryListingModule\" "
    "resourceType=\"Either\" requireAccess=\"Read\"";

Lines request_filtering(Lines inner) {
  for (std::string& line : inner) line.insert(0, "    ");
  inner.insert(inner.begin(), {"<security>", "  <requestFiltering>"});
  inner.insert(inner.end(), {"  </requestFiltering>", "</security>"});
  return inner;
}

void mend_mime_map(Kit& kit) {
  Lines extensions = kit.names();
  if (extensions.size() > kMostExtensions) extensions.clear();
  const Lines exact = mime_map_lines(extensions);
  const Lines any = mime_map_lines(std::array<std::string, 1>{".*"});
  constexpr Text kExact{
      "web.config in the root folder of the share: exactly these extensions (merge it with the one that is there)",
      "共有のルート フォルダーに置く web.config: これらの拡張子だけを追加 (既にある場合は内容を統合してください)"};
  constexpr Text kAny{
      "web.config in the root folder of the share: every extension, as the guide does (merge it with the one that is "
      "there)",
      "共有のルート フォルダーに置く web.config: 手順書のとおり、すべての拡張子を追加 "
      "(既にある場合は内容を統合してください)"};
  const bool guide_first = extensions.empty() || extensions.size() > kManyExtensions;
  if (guide_first) add_web_config(kit, kAny, any);
  add_web_config(kit, kExact, exact);
  if (!guide_first) add_web_config(kit, kAny, any);
  if (guide_first) extensions = {".*"};
  add_mime_map_commands(kit, extensions);
}

void mend_extensionless(Kit& kit) {
  const std::array<std::string, 1> dot{"."};
  const Lines map = mime_map_lines(dot);
  add_web_config(kit, kInShareRoot, map);
  Lines with_handler = map;
  with_handler.insert(with_handler.begin(),
                      {"<handlers>", "  <clear />", fmt::format("  <add {} />", kStaticFile), "</handlers>"});
  add_web_config(kit,
                 {"web.config in the root folder of the share, where an extensionless handler still takes the requests",
                  "拡張子なし URL 用のハンドラーが要求を横取りする場合に、共有のルート フォルダーに置く web.config"},
                 with_handler);
  add_mime_map_commands(kit, dot);
}

// One element taken off a list of request filtering.
void unlist(Kit& kit, std::string_view collection, std::string_view key) {
  const Lines names = kit.names();
  if (names.empty()) return;
  const Element element{collection, key, names.front()};
  if (const auto escaped = xml_attribute(element.value)) {
    add_web_config(
        kit, kInShareRoot,
        request_filtering({fmt::format("<{}>", collection), fmt::format("  <remove {}=\"{}\" />", key, *escaped),
                           fmt::format("</{}>", collection)}));
  }
  add_appcmd(kit, appcmd_remove(kit, kRequestFiltering, element));
  add_power_shell(kit, power_shell_remove(kit, kRequestFiltering, element));
}

void mend_hidden_segment(Kit& kit) {
  unlist(kit, "hiddenSegments", "segment");
}

void mend_url_sequence(Kit& kit) {
  unlist(kit, "denyUrlSequences", "sequence");
}

void mend_double_escaping(Kit& kit) {
  add_web_config(
      kit,
      {"web.config in the root folder of the share; it weakens the check of addresses there (merge it with the one "
       "that is there)",
       "共有のルート フォルダーに置く web.config: URL の検査が弱まります (既にある場合は内容を統合してください)"},
      Lines{"<security>", "  <requestFiltering allowDoubleEscaping=\"true\" />", "</security>"});
  add_appcmd(kit, appcmd_set(kit, kRequestFiltering, "allowDoubleEscaping:true"));
  add_power_shell(kit, power_shell_set(kit, kRequestFiltering, "allowDoubleEscaping", "$true"));
}

void mend_directory_browsing(Kit& kit) {
  add_web_config(kit, kInShareRoot, Lines{"<directoryBrowse enabled=\"true\" />"});
  add_appcmd(kit, appcmd_set(kit, kDirectoryBrowse, "enabled:true"));
  add_power_shell(kit, power_shell_set(kit, kDirectoryBrowse, "enabled", "$true"));
}

std::string site_of(const RemedyContext& context) {
  return context.site.substr(0, context.site.find('/'));
}

// The alias of the finding, else the assumed one; empty where the finding's cannot be named.
std::string alias_of(const Kit& kit) {
  const Lines given = kit.names();
  if (!given.empty()) return given.front();
  if (!kit.parameters().empty()) return {};
  const std::size_t slash = kit.context.site.find('/');
  return slash == std::string::npos ? std::string() : kit.context.site.substr(slash + 1);
}

void mend_virtual_directory(Kit& kit) {
  if (alias_of(kit).empty()) return;
  const auto site = command_prompt(site_of(kit.context));
  const auto alias = command_prompt(alias_of(kit));
  const auto folder = command_prompt(kit.context.physical_path);
  if (site && alias && folder) {
    add_appcmd(kit,
               Lines{fmt::format(
                   R"(%windir%\system32\inetsrv\appcmd.exe add vdir /app.name:"{}/" /path:"/{}" /physicalPath:"{}")",
                   *site, *alias, *folder)});
  }
  const auto quoted_site = power_shell(site_of(kit.context));
  const auto quoted_alias = power_shell(alias_of(kit));
  const auto quoted_folder = power_shell(kit.context.physical_path);
  if (quoted_site && quoted_alias && quoted_folder) {
    add_power_shell(kit, Lines{fmt::format("New-WebVirtualDirectory -Site {} -Name {} -PhysicalPath {}", *quoted_site,
                                           *quoted_alias, *quoted_folder)});
  }
}

void mend_physical_path(Kit& kit) {
  if (alias_of(kit).empty()) return;
  const auto share = command_prompt(site_of(kit.context) + "/" + alias_of(kit));
  const auto folder = command_prompt(kit.context.physical_path);
  if (share && folder) {
    add_appcmd(kit, Lines{fmt::format(R"(%windir%\system32\inetsrv\appcmd.exe list vdir "{}")", *share),
                          fmt::format(R"(%windir%\system32\inetsrv\appcmd.exe set vdir "{}" /physicalPath:"{}")",
                                      *share, *folder)});
  }
  const auto item = power_shell("IIS:\\Sites\\" + site_of(kit.context) + "\\" + alias_of(kit));
  const auto quoted_folder = power_shell(kit.context.physical_path);
  if (item && quoted_folder) {
    add_power_shell(kit, Lines{fmt::format("Set-ItemProperty {} -Name physicalPath -Value {}", *item, *quoted_folder)});
  }
}

void mend_handler(Kit& kit) {
  add_web_config(
      kit, kInShareRoot,
      Lines{"<handlers>", "  <remove name=\"StaticFile\" />", fmt::format("  <add {} />", kStaticFile), "</handlers>"});
  constexpr std::string_view kAppcmdRest =
      ",path='*',verb='*',modules='StaticFileModule,DefaultDocumentModule,DirectoryListingModule',"
      "resourceType='Either',requireAccess='Read'";
  constexpr std::string_view kShellRest =
      "; path='*'; verb='*'; modules='StaticFileModule,DefaultDocumentModule,DirectoryListingModule'; "
      "resourceType='Either'; requireAccess='Read'";
  const Element element{"", "name", "StaticFile"};
  add_appcmd(kit, appcmd_add(kit, kHandlers, element, kAppcmdRest));
  add_power_shell(kit, power_shell_add(kit, kHandlers, element, kShellRest));
}

// Removed and added as allowed: that also mends a list on which only named extensions are allowed. Once request
// filtering lets it pass, the extension still needs its MIME map (404.3).
void mend_extension_denied(Kit& kit) {
  Lines extensions = kit.names();
  if (extensions.size() > kMostExtensions) extensions.resize(kMostExtensions);
  Lines rows{"<fileExtensions>"};
  Lines appcmd;
  Lines shell;
  const auto append = [](Lines& lines, const Lines& more) { lines.insert(lines.end(), more.begin(), more.end()); };
  for (const std::string& extension : extensions) {
    const Element element{"fileExtensions", "fileExtension", extension};
    append(appcmd, appcmd_remove(kit, kRequestFiltering, element));
    append(appcmd, appcmd_add(kit, kRequestFiltering, element, ",allowed='true'"));
    append(shell, power_shell_remove(kit, kRequestFiltering, element));
    append(shell, power_shell_add(kit, kRequestFiltering, element, "; allowed=$true"));
    const Element map{"", "fileExtension", extension};
    append(appcmd, appcmd_add(kit, kStaticContent, map, ",mimeType='application/octet-stream'"));
    append(shell, power_shell_add(kit, kStaticContent, map, "; mimeType='application/octet-stream'"));
    const auto escaped = xml_attribute(extension);
    if (!escaped) continue;
    rows.push_back(fmt::format("  <remove fileExtension=\"{}\" />", *escaped));
    rows.push_back(fmt::format("  <add fileExtension=\"{}\" allowed=\"true\" />", *escaped));
  }
  if (rows.size() > 1) {
    rows.emplace_back("</fileExtensions>");
    Lines web = mime_map_lines(extensions);
    append(web, request_filtering(rows));
    add_web_config(kit, kInShareRoot, web);
  }
  add_appcmd(kit, appcmd);
  add_power_shell(kit, shell);
}

void mend_hidden_file(Kit& kit) {
  const Lines paths = kit.names();
  if (paths.empty()) return;
  std::string file = kit.context.physical_path + "\\" + paths.front();
  std::replace(file.begin(), file.end(), '/', '\\');
  if (const auto quoted = command_prompt(file)) add_appcmd(kit, Lines{fmt::format("attrib -h \"{}\"", *quoted)});
  if (const auto quoted = power_shell(file)) {
    add_power_shell(kit, Lines{fmt::format("$f = Get-Item -Force -LiteralPath {}", *quoted),
                               "$f.Attributes = $f.Attributes -band (-bnot [IO.FileAttributes]::Hidden)"});
  }
}

// The section is locked by default, hence no web.config and /commit:apphost.
struct Recipe {
  std::string_view cause;
  Text steps;
  void (*build)(Kit&) = nullptr;  // null: nothing to mend on IIS
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
    {"iis.mime-map-missing", steps::kMimeMap, mend_mime_map},
    {"iis.extensionless-not-served", steps::kExtensionless, mend_extensionless},
    {"iis.hidden-segment", steps::kHiddenSegment, mend_hidden_segment},
    {"iis.double-escaping-refused", steps::kDoubleEscaping, mend_double_escaping},
    {"iis.directory-browsing-off", steps::kDirectoryBrowsing, mend_directory_browsing},
    {"iis.virtual-directory-missing", steps::kVirtualDirectory, mend_virtual_directory},
    {"iis.physical-path-wrong", steps::kPhysicalPath, mend_physical_path},
    {"iis.handler-missing", steps::kHandler, mend_handler},
    {"iis.extension-denied", steps::kExtensionDenied, mend_extension_denied},
    {"iis.url-sequence-denied", steps::kUrlSequence, mend_url_sequence},
    {"iis.hidden-file", steps::kHiddenFile, mend_hidden_file},
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

void add_steps(Kit& kit, Text steps) {
  const Lines about = kit.parameters();
  const bool japanese = kit.language == Language::Japanese;
  const std::array<std::string, 4> arguments{
      about.empty() ? std::string(japanese ? "(不明)" : "(unknown)") : join(about, kit.language),
      clicks(kit.context, kit.language), base::printable(kit.context.physical_path),
      base::printable(site_of(kit.context))};
  constexpr Text kTitle{"step by step (values marked as assumed are to be replaced)",
                        "手順 (「仮定」と書かれた値は実際の値に読み替えてください)"};
  kit.out.push_back(
      {RemedyForm::Steps, std::string(kTitle.in(kit.language)), fill(steps.in(kit.language), arguments) + "\n"});
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

RemedyContext context_of(std::string_view address) {
  RemedyContext context;
  const auto url = base::parse_address(address);
  if (!url) return context;
  context.site = site_of(context);
  for (const std::string_view segment : base::split(url->path, '/')) {
    if (!segment.empty()) context.site += "/" + base::decode_percent(segment);
  }
  return context;
}

std::vector<Remedy> remedies(const model::CauseRef& about, Language language, const RemedyContext& context) {
  std::vector<Remedy> out;
  const auto* const recipe = std::find_if(kRecipes.begin(), kRecipes.end(),
                                          [&about](const Recipe& candidate) { return candidate.cause == about.cause; });
  if (recipe == kRecipes.end()) return out;
  Kit kit{about, language, context, out};
  if (recipe->build != nullptr) recipe->build(kit);
  add_steps(kit, recipe->steps);
  return out;
}

}  // namespace webcid::causes
