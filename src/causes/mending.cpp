#include "mending.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include <webcid/base/text.hpp>

namespace webcid::causes {
namespace {

using Names = std::vector<std::string>;
using sections::kRequestFiltering;

// More extensions than this make a web.config nobody wants to read: the guide's ".*" then comes first.
constexpr std::size_t kManyExtensions = 16;
// A hostile tree may have any number of names; what is offered stays of a size that can be pasted.
constexpr std::size_t kMostNames = 64;

constexpr Text kInShareRoot{"web.config in the root folder of the share (merge it with the one that is there)",
                            "共有のルート フォルダーに置く web.config (既にある場合は内容を統合してください)"};

// The names that a mending is made of.
Names few(const Subject& subject) {
  Names names = subject.names();
  if (names.size() > kMostNames) names.resize(kMostNames);
  return names;
}

// The mending with a remark where it is not for all that the finding is about.
Mending of_names(const Subject& subject, Mending mending) {
  mending.unnamed = subject.parameters().size() - few(subject).size();
  return mending;
}

Mending edits_only(std::vector<Edit> edits, Text caution = {}) {
  Mending mending;
  mending.variants.push_back({kInShareRoot, std::move(edits)});
  mending.caution = caution;
  return mending;
}

Mending actions_only(std::vector<Action> actions, Text caution = {}) {
  Mending mending;
  mending.actions = std::move(actions);
  mending.caution = caution;
  return mending;
}

Action look_at(const RemedyContext& context, const Section& section) {
  return {ActionKind::ListSection, {context.site, std::string(section.name), std::string(section.path)}};
}

// The alias of the finding, else the assumed one; empty where the finding's cannot be named.
std::string alias_of(const Subject& subject) {
  const Names given = subject.names();
  if (!given.empty()) return given.front();
  if (!subject.parameters().empty()) return {};
  const std::size_t slash = subject.context.site.find('/');
  return slash == std::string::npos ? std::string() : subject.context.site.substr(slash + 1);
}

// --- what is refused by name ---

Mending mend_mime_map(const Subject& subject) {
  constexpr Text kExact{
      "web.config in the root folder of the share: exactly these extensions (merge it with the one that is there)",
      "共有のルート フォルダーに置く web.config: これらの拡張子だけを追加 (既にある場合は内容を統合してください)"};
  constexpr Text kAny{
      "web.config in the root folder of the share: every extension, as the guide does (merge it with the one that is "
      "there)",
      "共有のルート フォルダーに置く web.config: 手順書のとおり、すべての拡張子を追加 "
      "(既にある場合は内容を統合してください)"};
  const Names extensions = subject.names();
  std::vector<Edit> exact;
  for (const std::string& extension : extensions) exact.push_back(put_mime_map(extension));
  if (exact.size() > kMostNames) exact.clear();
  Mending mending;
  const Variant any{kAny, {put_mime_map(".*")}};
  const bool guide_first = exact.empty() || exact.size() > kManyExtensions;
  if (guide_first) mending.variants.push_back(any);
  if (!exact.empty()) mending.variants.push_back({kExact, std::move(exact)});
  if (!guide_first) mending.variants.push_back(any);
  // The guide's map is for all of them.
  if (!guide_first) mending.unnamed = subject.parameters().size() - extensions.size();
  return mending;
}

// The handler for files of an installed server (applicationHost.config).
Edit put_static_file_handler() {
  return put_entry(sections::kHandlers, "", "add", {{"name", "StaticFile"}},
                   {{"path", "*"},
                    {"verb", "*"},
                    {"modules", "StaticFileModule,DefaultDocumentModule,DirectoryListingModule"},
                    {"resourceType", "Either"},
                    {"requireAccess", "Read"}},
                   Former::Known);
}

Mending mend_extensionless(const Subject&) {
  Mending mending = edits_only({put_mime_map(".")});
  mending.variants.push_back(
      {{"web.config in the root folder of the share, where an extensionless handler still takes the requests",
        "拡張子なし URL 用のハンドラーが要求を横取りする場合に、共有のルート フォルダーに置く web.config"},
       {clear_entries(sections::kHandlers, ""), put_static_file_handler(), put_mime_map(".")}});
  return mending;
}

Mending unlisted(const Subject& subject, std::string_view collection, std::string_view key) {
  std::vector<Edit> edits;
  for (const std::string& name : few(subject)) {
    edits.push_back(remove_entry(kRequestFiltering, collection, {{key, name}}));
  }
  return of_names(subject, edits_only(std::move(edits)));
}

Mending mend_hidden_segment(const Subject& subject) {
  return unlisted(subject, "hiddenSegments", "segment");
}

Mending mend_url_sequence(const Subject& subject) {
  return unlisted(subject, "denyUrlSequences", "sequence");
}

Mending mend_double_escaping(const Subject&) {
  return edits_only(
      {set_attribute(kRequestFiltering, "", {"allowDoubleEscaping", "true"}, "false")},
      {"it weakens the check of addresses on this share; the other way out is to publish names without \"+\" and \"%\"",
       "この仮想ディレクトリでの URL の検査が弱まります。「+」や「%」を含まない名前で配信する方法もあります"});
}

Mending mend_high_bit(const Subject&) {
  return edits_only({set_attribute(kRequestFiltering, "", {"allowHighBitCharacters", "true"}, "false")});
}

// Removed and added as allowed: that also mends a list on which only named extensions are allowed. Once request
// filtering lets it pass, the extension still needs its MIME map (404.3).
Mending mend_extension_denied(const Subject& subject) {
  const Names extensions = few(subject);
  // Where even the address itself is refused, only listed extensions are allowed, and no list can name what has none.
  if (std::find(extensions.begin(), extensions.end(), "*") != extensions.end()) {
    return edits_only({set_attribute(kRequestFiltering, "fileExtensions", {"allowUnlisted", "true"}, "false")});
  }
  std::vector<Edit> edits;
  for (const std::string& extension : extensions) edits.push_back(put_mime_map(extension));
  for (const std::string& extension : extensions) {
    edits.push_back(put_entry(kRequestFiltering, "fileExtensions", "add", {{"fileExtension", extension}},
                              {{"allowed", "true"}}, Former::Unknown));
  }
  return of_names(subject, edits_only(std::move(edits)));
}

// As with extensions: a denied verb and a list of allowed ones are mended alike.
Mending mend_verb(const Subject& subject) {
  std::vector<Edit> edits;
  for (const std::string& verb : few(subject)) {
    edits.push_back(
        put_entry(kRequestFiltering, "verbs", "add", {{"verb", verb}}, {{"allowed", "true"}}, Former::Unknown));
  }
  return of_names(subject, edits_only(std::move(edits)));
}

// 4096 is the default, which does where somebody set a shorter one. The finding names a length that is refused, not the
// longest that is needed, hence twice as much beyond it. HTTP.sys takes no more than 16384 bytes of a whole request
// (MaxRequestBytes): a higher limit would change nothing.
Mending mend_url_length(const Subject& subject) {
  constexpr std::uint64_t kDefault = 4096;
  constexpr std::uint64_t kMost = 16384;
  const Names names = subject.names();
  const auto refused = names.empty() ? std::nullopt : base::parse_unsigned(names.front());
  const std::uint64_t limit =
      refused.value_or(kDefault) < kDefault ? kDefault : std::min(refused.value_or(kDefault), kMost / 2) * 2;
  return edits_only({set_attribute(kRequestFiltering, "requestLimits", {"maxUrl", fmt::format("{}", limit)})});
}

// The name of the rule is not visible from outside, and to clear all of them would open more than is needed.
Mending mend_user_agent(const Subject& subject) {
  return actions_only(
      {look_at(subject.context, kRequestFiltering), {ActionKind::RemoveFilteringRule, {subject.context.site}}},
      {"NAME is the rule that denies the User-Agent: the list shows it",
       "NAME には、一覧に表示された、User-Agent を拒否している規則の名前を入れてください"});
}

// --- what is refused as a whole ---

Mending mend_directory_browsing(const Subject&) {
  return edits_only({set_attribute(sections::kDirectoryBrowse, "", {"enabled", "true"}, "false")});
}

Mending mend_handler(const Subject&) {
  return edits_only({put_static_file_handler()});
}

// Files need Read; Script and Execute would make programs of them.
Mending mend_access_policy(const Subject&) {
  return edits_only({set_attribute(sections::kHandlers, "", {"accessPolicy", "Read"})});
}

Mending mend_redirect(const Subject&) {
  return edits_only({set_attribute(sections::kHttpRedirect, "", {"enabled", "false"}, "true")},
                    {"a redirection that is a rule of URL Rewrite stays: disable that rule in IIS Manager",
                     "URL 書き換えの規則によるリダイレクトは、これでは無効になりません"});
}

// The rule an installed server has. A rule that denies goes before it, hence the second way.
Mending mend_authorization(const Subject&) {
  const std::vector<Attribute> everybody{{"users", "*"}, {"roles", ""}, {"verbs", ""}};
  const Edit allow =
      put_entry(sections::kAuthorization, "", "add", everybody, {{"accessType", "Allow"}}, Former::Known);
  Mending mending = edits_only(
      {allow}, {"it lets in everybody whom the authentication of the share lets in; name the account instead of * to "
                "let in no one else",
                "認証を通ったすべてのユーザーに許可されます。限定する場合は、* の代わりにアカウント名を指定して"
                "ください"});
  mending.variants.push_back(
      {{"web.config in the root folder of the share, where a rule that denies stands in the way: this rule only",
        "拒否の規則が優先される場合に、共有のルート フォルダーに置く web.config: この規則だけにする"},
       {clear_entries(sections::kAuthorization, ""), allow}});
  return mending;
}

Mending mend_anonymous(const Subject&) {
  Mending mending = edits_only(
      {set_attribute(sections::kAnonymous, "", {"enabled", "true"}, "false")},
      {"it opens the share to everybody who can reach the server; the other way out is the account in the "
       "updating policy",
       "サーバーに接続できるすべてのユーザーが更新ファイルを読み取れるようになります。アップデートポリシーにアカウン"
       "トを設定する方法もあります"});
  mending.applied = Applied::ByHand;
  return mending;
}

Mending mend_ssl(const Subject&) {
  return edits_only({set_attribute(sections::kAccess, "", {"sslFlags", "None"})});
}

// Which addresses are meant is not visible from outside.
Mending mend_address(const Subject& subject) {
  return actions_only(
      {look_at(subject.context, sections::kIpSecurity), {ActionKind::AllowAddress, {subject.context.site}}},
      {"ADDRESS is the endpoint's address, as the server sees it",
       "ADDRESS には、サーバーから見たエンドポイントのアドレスを入れてください"});
}

Mending mend_rate(const Subject&) {
  return edits_only({set_attribute(sections::kDynamicIpSecurity, "denyByConcurrentRequests", {"enabled", "false"}),
                     set_attribute(sections::kDynamicIpSecurity, "denyByRequestRate", {"enabled", "false"})},
                    {"it takes the protection against floods off this share; the other way out is to raise the limits",
                     "この仮想ディレクトリでは大量の要求に対する保護がなくなります。制限値を引き上げる方法もあります"});
}

// A client that asks for files as they are gets them so, but for a broken cache of compressed copies (KB 817442).
Mending mend_compression(const Subject&) {
  return edits_only({set_attribute(sections::kUrlCompression, "", {"doStaticCompression", "false"}, "true")});
}

Mending mend_configuration(const Subject& subject) {
  return actions_only({{ActionKind::FindInvalid, {subject.context.site}}});
}

// --- files and folders of the server ---

Mending mend_virtual_directory(const Subject& subject) {
  const std::string alias = alias_of(subject);
  if (alias.empty()) return {};
  return actions_only(
      {{ActionKind::AddVirtualDirectory, {site_of(subject.context), alias, subject.context.physical_path}}});
}

Mending mend_physical_path(const Subject& subject) {
  const std::string alias = alias_of(subject);
  if (alias.empty()) return {};
  const std::string site = site_of(subject.context);
  return actions_only({{ActionKind::SetPhysicalPath,
                        {site + "/" + alias, subject.context.physical_path, "IIS:\\Sites\\" + site + "\\" + alias}}});
}

Mending mend_acl(const Subject& subject) {
  const Names paths = few(subject);
  std::vector<Action> actions;
  for (const std::string& path : paths) {
    if (const auto file = physical(subject.context, path)) actions.push_back({ActionKind::GrantRead, {*file}});
  }
  if (subject.parameters().empty()) actions.push_back({ActionKind::GrantRead, {subject.context.physical_path}});
  return of_names(
      subject, actions_only(std::move(actions),
                            {"taking it back removes every grant of these two accounts on the folder",
                             "元に戻すコマンドは、フォルダーに対するこれら 2 つのアカウントの許可をすべて削除します"}));
}

Mending mend_hidden_file(const Subject& subject) {
  std::vector<Action> actions;
  for (const std::string& path : few(subject)) {
    if (const auto file = physical(subject.context, path)) actions.push_back({ActionKind::ShowFile, {*file}});
  }
  return of_names(subject, actions_only(std::move(actions)));
}

// --- HTTP.sys and the process behind it ---

Mending mend_stale_cache(const Subject& subject) {
  return actions_only({{ActionKind::RecyclePool, {subject.context.pool}}});
}

Mending mend_pool(const Subject& subject) {
  return actions_only({{ActionKind::StartPool, {subject.context.pool}}});
}

Mending mend_site(const Subject& subject) {
  return actions_only({{ActionKind::StartSite, {site_of(subject.context)}}});
}

bool is_address_text(std::string_view host) {
  return host.find_first_not_of("0123456789.") == std::string_view::npos || host.find(':') != std::string_view::npos;
}

// "host" or "host:port"; an IP address wants a binding for any host name.
Mending mend_binding(const Subject& subject) {
  const Names names = subject.names();
  if (names.empty()) return {};
  std::string host = names.front();
  std::string port = fmt::format("{}", subject.context.port);
  const std::size_t colon = host.rfind(':');
  const bool has_port = colon != std::string::npos && (host.find(':') == colon || host[colon - 1] == ']');
  if (has_port && base::parse_unsigned(host.substr(colon + 1)).value_or(65536) < 65536) {
    port = host.substr(colon + 1);
    host.resize(colon);
  }
  if (is_address_text(host)) host.clear();
  return actions_only(
      {{ActionKind::AddBinding, {site_of(subject.context), fmt::format("*:{}:{}", port, host), port, host}}});
}

Mending mend_connection_limit(const Subject& subject) {
  const std::string site = site_of(subject.context);
  return actions_only({{ActionKind::LiftConnectionLimit, {site, "IIS:\\Sites\\" + site}}},
                      {"it makes the server easier to overload; the other way out is to spread the updates",
                       "サーバーが過負荷になりやすくなります。アップデートを分散する方法もあります"});
}

// UrlSegmentMaxLength refuses names, MaxFieldLength and MaxRequestBytes refuse headers: the finding's reason tells.
Mending mend_request(const Subject& subject) {
  std::vector<Action> actions{{ActionKind::ListHttpParameters, {}}};
  const Names names = subject.names();
  const std::string reason = names.empty() ? std::string() : base::to_lower(names.front());
  const auto mentions = [&reason](std::string_view word) { return reason.find(word) != std::string::npos; };
  if (mentions("long") || mentions("length")) {
    actions.push_back({ActionKind::SetHttpParameter, {"MaxFieldLength", "65534"}});
    actions.push_back({ActionKind::SetHttpParameter, {"MaxRequestBytes", "131072"}});
  } else if (mentions("url") || reason.empty()) {
    actions.push_back({ActionKind::SetHttpParameter, {"UrlSegmentMaxLength", "1024"}});
  }
  return actions_only(std::move(actions),
                      {"a limit of HTTP.sys holds for every site of the server, from the next start of Windows on; the "
                       "other way out is to publish shorter names",
                       "HTTP.sys の制限はサーバー全体に適用され、Windows の再起動後に有効になります。名前を短くして配信"
                       "する方法もあります"});
}

// --- the table ---

struct MendingRow {
  std::string_view cause;
  std::string_view example;  // parameters, separated by blanks: what documents show
  Mending (*build)(const Subject&);
};

constexpr auto kRows = std::to_array<MendingRow>({
    {"iis.mime-map-missing", ".dat .upd", mend_mime_map},
    {"iis.extensionless-not-served", "", mend_extensionless},
    {"iis.hidden-segment", "bin", mend_hidden_segment},
    {"iis.double-escaping-refused", "", mend_double_escaping},
    {"iis.directory-browsing-off", "", mend_directory_browsing},
    {"iis.virtual-directory-missing", "SophosUpdate", mend_virtual_directory},
    {"iis.physical-path-wrong", "SophosUpdate", mend_physical_path},
    {"iis.handler-missing", "", mend_handler},
    {"iis.extension-denied", ".config", mend_extension_denied},
    {"iis.url-sequence-denied", "./", mend_url_sequence},
    {"iis.verb-denied", "HEAD", mend_verb},
    {"iis.high-bit-refused", "", mend_high_bit},
    {"iis.url-too-long", "4097", mend_url_length},
    {"iis.user-agent-refused", "webcid", mend_user_agent},
    {"iis.hidden-file", "savxp/vdl.dat", mend_hidden_file},
    {"iis.ssl-required", "", mend_ssl},
    {"iis.address-denied", "", mend_address},
    {"iis.rate-limited", "", mend_rate},
    {"iis.read-denied", "", mend_access_policy},
    {"iis.cgi-isapi-restricted", ".exe .dll", mend_access_policy},
    {"iis.credentials-required", "NTLM", mend_anonymous},
    {"iis.acl-denied", "savxp", mend_acl},
    {"iis.authorization-denied", "", mend_authorization},
    {"iis.redirects-to-https", "https://srv/SophosUpdate", mend_redirect},
    {"iis.redirects-elsewhere", "http://other/", mend_redirect},
    {"iis.configuration-invalid", "", mend_configuration},
    {"iis.stale-cache", "cidsync.upd", mend_stale_cache},
    {"httpsys.no-binding", "srv", mend_binding},
    {"httpsys.no-site", "srv:80", mend_site},
    {"httpsys.pool-stopped", "", mend_pool},
    {"httpsys.request-rejected", "URL", mend_request},
    {"httpsys.connection-limit", "", mend_connection_limit},
    {"content.encoded", "gzip", mend_compression},
    {"content.empty", "cidsync.upd", mend_compression},
});

const MendingRow* row_of(std::string_view cause) {
  const auto* const found =
      std::find_if(kRows.begin(), kRows.end(), [cause](const MendingRow& row) { return row.cause == cause; });
  return found == kRows.end() ? nullptr : found;
}

}  // namespace

std::optional<Mending> mending_of(const Subject& subject) {
  const MendingRow* const row = row_of(subject.about.cause);
  if (row == nullptr) return std::nullopt;
  const bool is_of_iis = row->cause.starts_with("iis.") || row->cause.starts_with("httpsys.");
  if (!is_of_iis && subject.context.product == Product::Other) return std::nullopt;
  Mending mending = row->build(subject);
  std::erase_if(mending.variants, [](const Variant& variant) { return variant.edits.empty(); });
  for (Variant& variant : mending.variants) variant.edits = merged(std::move(variant.edits));
  if (mending.variants.empty() && mending.actions.empty()) return std::nullopt;
  return mending;
}

std::vector<std::string> example_parameters(std::string_view cause) {
  const MendingRow* const row = row_of(cause);
  std::vector<std::string> example;
  if (row == nullptr) return example;
  for (const std::string_view word : base::split(row->example, ' ')) {
    if (!word.empty()) example.emplace_back(word);
  }
  return example;
}

}  // namespace webcid::causes
