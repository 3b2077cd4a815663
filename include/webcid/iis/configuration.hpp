// The effective rules for one place of a site: what remains after every configuration file on the way was merged. One
// struct a section of system.webServer; the comments name the element or attribute where the name does not.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace webcid::iis {

// Keys of IIS collections are compared without case: they are kept folded (iis.md d.2, e.1).
struct StaticContent {
  std::map<std::string, std::string, std::less<>> types;  // folded extension, ".", or ".*" -> MIME type

  // The type that `extension` (from base::extension_of; "" = none) is served as. ".*" stands for every extension but
  // not for files without one: those need "." (iis.md e.3). Nothing: refused with 404.3 or 404.17.
  std::optional<std::string_view> type_of(std::string_view extension) const;
};

// filteringRules/filteringRule: 404.19 when a string occurs in what it scans (iis.md a.4, 7.5 and later).
struct FilteringRule {
  std::string name;
  bool scans_url = false;
  bool scans_query = false;
  std::vector<std::string> scanned_headers;
  std::set<std::string, std::less<>> applies_to;  // folded extensions; empty: every URL
  std::vector<std::string> denied;                // denyStrings
};

struct RequestFiltering {
  std::set<std::string, std::less<>> hidden_segments;   // folded
  std::map<std::string, bool, std::less<>> extensions;  // folded extension -> allowed
  bool allow_unlisted_extensions = true;
  std::map<std::string, bool, std::less<>> verbs;  // folded verb -> allowed
  bool allow_unlisted_verbs = true;
  std::vector<std::string> denied_sequences;     // denyUrlSequences, folded
  std::vector<std::string> always_allowed_urls;  // folded
  std::vector<std::string> denied_queries;       // denyQueryStringSequences, folded
  std::vector<std::string> always_allowed_queries;
  std::vector<FilteringRule> rules;
  std::map<std::string, std::uint32_t, std::less<>> header_limits;  // folded header name -> bytes
  bool allow_double_escaping = false;
  bool allow_high_bit = true;
  bool remove_server_header = false;            // 10.0
  std::uint32_t max_url = 4096;                 // bytes (iis.md c.5)
  std::uint32_t max_query_string = 2048;        // bytes
  std::uint32_t max_content_length = 30000000;  // bytes of a request's body
};

// directoryBrowse/@showFlags
struct ShowFlags {
  bool date = true;
  bool time = true;
  bool size = true;
  bool extension = true;
  bool long_date = false;
};

struct DirectoryBrowse {
  bool enabled = false;
  ShowFlags show;
};

struct DefaultDocuments {
  bool enabled = true;
  std::vector<std::string> names;
};

enum class ResourceType : std::uint8_t { File, Directory, Either, Unspecified };
enum class Permission : std::uint8_t { None, Read, Write, Script, Execute };

struct Handler {
  std::string name;
  std::string path;                // "*", "*.", "*.dll", "trace.axd"; several separated by commas
  std::vector<std::string> verbs;  // "*" or a list
  std::vector<std::string> modules;
  std::string type;  // of a managed handler; "" for a native one
  std::string script_processor;
  ResourceType resource_type = ResourceType::Unspecified;
  Permission require_access = Permission::Script;
  std::vector<std::string> preconditions;  // "integratedMode", "runtimeVersionv4.0", "bitness64"
};

struct Handlers {
  std::vector<Handler> list;  // the first that fits takes the request
  std::set<Permission> access_policy{Permission::Read};
};

// isapiCgiRestriction: what an Execute handler may run (404.2 otherwise).
struct CgiRestriction {
  bool allows_unlisted_isapis = false;
  bool allows_unlisted_cgis = false;
  std::map<std::string, bool, std::less<>> allowed;  // folded path -> allowed
};

enum class ErrorMode : std::uint8_t { DetailedLocalOnly, Custom, Detailed };
enum class ErrorResponse : std::uint8_t { File, ExecuteUrl, Redirect };
// existingResponse: what becomes of a body that is there already. Static content has none.
enum class ExistingResponse : std::uint8_t { Auto, Replace, PassThrough };

struct CustomError {
  int status = 0;
  int sub_status = -1;  // -1: every one that has no row of its own
  std::string path;
  std::string language_folder;  // prefixLanguageFilePath
  ErrorResponse response = ErrorResponse::File;
};

struct HttpErrors {
  ErrorMode mode = ErrorMode::DetailedLocalOnly;
  ExistingResponse existing = ExistingResponse::Auto;
  std::string default_path;
  ErrorResponse default_response = ErrorResponse::File;
  std::vector<CustomError> errors;

  // The row for a status: that of its sub-status, else that of the status alone.
  const CustomError* find(int status, int sub_status) const;
};

// access/@sslFlags
struct SslAccess {
  bool is_required = false;           // Ssl
  bool is_required_128 = false;       // Ssl128
  bool requires_certificate = false;  // SslRequireCert
};

// What denies a client by its address (iis.md a.4, below the table).
enum class DenyAction : std::uint8_t { AbortRequest, Unauthorized, Forbidden, NotFound };

struct AddressRule {
  std::string address;  // as written
  std::string mask;     // "255.255.255.0"; "" is one address
  std::string domain;   // domainName, instead of an address
  bool allowed = false;
};

struct IpSecurity {
  bool allow_unlisted = true;
  bool enable_reverse_dns = false;
  DenyAction deny_action = DenyAction::Forbidden;
  std::vector<AddressRule> rules;
};

struct DynamicIpSecurity {
  DenyAction deny_action = DenyAction::Forbidden;
  bool denies_by_concurrency = false;
  std::uint32_t max_concurrent = 5;
  bool denies_by_rate = false;
  std::uint32_t max_requests = 20;
  std::chrono::milliseconds interval{200};
};

struct Authentication {
  bool anonymous = true;
  std::string anonymous_user = "IUSR";
  bool basic = false;
  std::string basic_realm;  // "": the host's name (iis.md h)
  bool digest = false;
  std::string digest_realm;
  bool windows = false;
  std::vector<std::string> providers;  // "Negotiate", "NTLM", in the order in which they are offered
};

// authorization/add: deny rules first, then allow rules, parents' before children's.
struct AuthorizationRule {
  std::string key;  // folded users, roles and verbs, as written: what a <remove> names
  bool allows = false;
  std::vector<std::string> users;  // "*" everybody, "?" anonymous
  std::vector<std::string> roles;
  std::vector<std::string> verbs;  // empty: every verb
};

struct Authorization {
  std::vector<AuthorizationRule> rules;
};

struct HttpRedirect {
  bool enabled = false;
  std::string destination;
  bool is_exact = false;       // exactDestination: nothing of the URL is appended
  bool children_only = false;  // childOnly
  std::string base;            // the place that says so: its URL path with the final '/'
  int status = 302;
};

struct UrlCompression {
  bool compresses_static = true;
  std::map<std::string, bool, std::less<>> static_types;  // httpCompression/staticTypes: folded MIME type -> enabled
};

struct HttpProtocol {
  std::vector<std::pair<std::string, std::string>> custom_headers;
};

// One condition of a rewrite rule.
struct RewriteCondition {
  enum class Kind : std::uint8_t { Pattern, IsFile, IsDirectory };
  std::string input;  // "{HTTP_HOST}"
  std::string pattern;
  Kind kind = Kind::Pattern;
  bool ignores_case = true;
  bool is_negated = false;
};

enum class PatternSyntax : std::uint8_t { EcmaScript, Wildcard, ExactMatch };
enum class RewriteAction : std::uint8_t { None, Rewrite, Redirect, CustomResponse, AbortRequest };

struct RewriteRule {
  std::string name;
  std::string base;  // the path, with its final '/', that the rule's pattern is matched behind
  PatternSyntax syntax = PatternSyntax::EcmaScript;
  bool stops = false;
  std::string pattern;
  bool ignores_case = true;
  bool is_negated = false;
  bool needs_all_conditions = true;
  std::vector<RewriteCondition> conditions;
  RewriteAction action = RewriteAction::None;
  std::string url;
  bool appends_query = true;
  int status = 301;
  int sub_status = 0;
  std::string reason;
};

struct Configuration {
  StaticContent static_content;
  RequestFiltering request_filtering;
  DirectoryBrowse directory_browse;
  DefaultDocuments default_documents;
  Handlers handlers;
  CgiRestriction cgi_restriction;
  HttpErrors http_errors;
  SslAccess ssl;
  IpSecurity ip_security;
  DynamicIpSecurity dynamic_ip_security;
  Authentication authentication;
  Authorization authorization;
  HttpRedirect http_redirect;
  UrlCompression url_compression;
  HttpProtocol http_protocol;
  std::vector<RewriteRule> global_rewrite_rules;  // of the server: before a site's own
  std::vector<RewriteRule> rewrite_rules;
  std::vector<std::string> modules;  // names, as loaded
  bool webdav_authoring = false;

  bool has_module(std::string_view name) const;
};

// Why IIS refuses a configuration file: 500.19 for every request below it (iis.md a.6).
struct ConfigurationError {
  std::uint32_t hresult = 0;
  std::string message;                // the "Config Error" row of the detailed page
  std::size_t line = 0;               // in the file, from 1; 0: the file could not be read at all
  std::string file;                   // the "Config File" row; "" until whoever read it says so
  bool is_about_error_pages = false;  // it breaks <httpErrors> itself: a one-line page is all (iis.md a.6)
};

inline constexpr std::uint32_t kInvalidData = 0x8007000d;    // ERROR_INVALID_DATA
inline constexpr std::uint32_t kAlreadyExists = 0x800700b7;  // ERROR_ALREADY_EXISTS
inline constexpr std::uint32_t kLocked = 0x80070021;         // ERROR_LOCK_VIOLATION
inline constexpr std::uint32_t kAccessDenied = 0x80070005;   // ERROR_ACCESS_DENIED
inline constexpr std::uint32_t kFileNotFound = 0x80070002;   // ERROR_FILE_NOT_FOUND
inline constexpr std::uint32_t kPathNotFound = 0x80070003;   // ERROR_PATH_NOT_FOUND

}  // namespace webcid::iis
