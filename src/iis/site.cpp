// The pipeline of iis.md b.1, step by step in its order.
#include <webcid/iis/site.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/iis/defaults.hpp>

#include "file_answer.hpp"
#include "filtering.hpp"
#include "response.hpp"

namespace webcid::iis {

namespace {

constexpr std::uint32_t kFileNotFound = 0x80070002;
constexpr std::uint32_t kPathNotFound = 0x80070003;
constexpr std::uint32_t kAccessDenied = 0x80070005;
constexpr std::uint32_t kNotSupported = 0x80070032;
constexpr std::uint32_t kLogonFailed = 0x8007052e;
constexpr std::uint32_t kIncorrectFunction = 0x80070001;
constexpr std::string_view kNobodyYet = "Not yet determined";

// HTTP.sys answers another host than one it could have with "Invalid Hostname" (iis.md a.1).
bool is_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view(".-_:[]").find(c) != std::string_view::npos;
  });
}

bool needs_length(std::string_view method) {
  return method == "POST" || method == "PUT";
}

// The path below `alias`, without its '/'; nothing when `path` is not below it.
std::optional<std::string_view> below_alias(std::string_view path, std::string_view alias) {
  if (alias == "/") return path.substr(1);
  if (!base::starts_with_ignoring_case(path, alias)) return std::nullopt;
  const std::string_view rest = path.substr(alias.size());
  if (rest.empty()) return rest;
  if (rest.front() != '/') return std::nullopt;
  return rest.substr(1);
}

// One request on its way through the pipeline.
class Pipeline {
 public:
  Pipeline(const SiteSettings& settings, const Tree& tree, const Configuration& configuration, const Request& request,
           const NormalisedUrl& url)
      : m_settings(settings),
        m_tree(tree),
        m_configuration(configuration),
        m_request(request),
        m_url(url),
        m_response(settings, request) {}

  // Steps 5 to 10. `below`: the path below the virtual directory; nothing for the rest of the site.
  Answer run(std::optional<std::string_view> below) const {
    if (const int sub_status = filter_url(m_configuration.request_filtering, m_url, m_request.target.size())) {
      return refuse_early(404, sub_status, 0);
    }
    const bool is_options = m_request.method == "OPTIONS";
    if (is_options && m_settings.options_verb == OptionsVerb::RefusedByFiltering) return refuse_early(404, 6, 0);
    if (!m_settings.challenges.empty() && m_request.logon.state != LogonState::Accepted) return challenge();
    // OPTIONSVerbHandler and TRACEVerbHandler stand above StaticFile and have no resource check.
    if (m_request.method == "TRACE") return fail(501, 0, 0);
    if (is_options && m_settings.options_verb == OptionsVerb::AlwaysAnswered) return m_response.options();
    return below ? in_tree(*below) : outside();
  }

  Answer invalid_configuration(const ConfigurationError& error) const {
    Failure failure = base_failure(500, 19, error.hresult);
    failure.logon = kNobodyYet;
    failure.config_error = error.message;
    return m_response.failure(failure);
  }

 private:
  Failure base_failure(int status, int sub_status, std::uint32_t hresult) const {
    Failure failure;
    failure.status = status;
    failure.sub_status = sub_status;
    failure.hresult = hresult;
    failure.requested_path = m_url.path;
    failure.physical_path = physical_path();
    return failure;
  }

  Answer fail(int status, int sub_status, std::uint32_t hresult) const {
    return m_response.failure(base_failure(status, sub_status, hresult));
  }

  Answer refuse_early(int status, int sub_status, std::uint32_t hresult) const {
    Failure failure = base_failure(status, sub_status, hresult);
    failure.logon = kNobodyYet;
    return m_response.failure(failure);
  }

  std::string physical_path() const {
    const auto below = below_alias(m_url.path, m_settings.alias);
    const bool is_inside = below && m_settings.virtual_directory == VirtualDirectory::Present;
    std::string path = is_inside ? m_settings.physical_path : std::string(R"(C:\inetpub\wwwroot)");
    std::string_view rest = is_inside ? *below : std::string_view(m_url.path).substr(1);
    if (!rest.empty()) path.append("\\").append(rest);
    std::replace(path.begin(), path.end(), '/', '\\');
    return path;
  }

  // iis.md h: the same page and challenges for "no account" (401.2) and "wrong account" (401.1).
  Answer challenge() const {
    const bool is_rejected = m_request.logon.state == LogonState::Rejected;
    Failure failure = base_failure(401, is_rejected ? 1 : 2, is_rejected ? kLogonFailed : kAccessDenied);
    failure.logon = kNobodyYet;
    for (const std::string& value : m_settings.challenges) {
      failure.headers_after.push_back({"WWW-Authenticate", value});
    }
    return m_response.failure(failure);
  }

  bool is_reading() const { return m_request.method == "GET" || m_request.method == "HEAD"; }

  Answer not_allowed() const {
    Failure failure = base_failure(405, 0, kIncorrectFunction);
    failure.headers_before.push_back({"Allow", "GET, HEAD, OPTIONS, TRACE"});
    return m_response.failure(failure);
  }

  // The site around the virtual directory: a fresh site's root and nothing else.
  Answer outside() const {
    const bool is_start = m_url.path == "/" || base::equals_ignoring_case(m_url.path, "/iisstart.htm");
    const bool has_start = m_settings.root_page == RootPage::StartPage;
    if (!is_start || (!has_start && m_url.path != "/")) return fail(404, 0, kFileNotFound);
    if (m_request.method == "OPTIONS") return m_response.options();
    if (!is_reading()) return not_allowed();
    if (!has_start) return fail(403, 14, 0);
    return m_response.document(Page::Document, "text/html", start_page(m_settings.version));
  }

  Answer in_tree(std::string_view below) const {
    const bool is_alias_without_slash = below.empty() && m_url.path.back() != '/';
    const bool has_slash = !is_alias_without_slash && (below.empty() || below.back() == '/');
    if (!below.empty() && has_slash) below.remove_suffix(1);
    // `name.`, `name%20` and `name::$DATA` are never found under the name without it (iis.md b.2).
    const std::optional<Node> node = m_tree.find(below);
    if (!node || (node->kind == NodeKind::File && has_slash)) return missing(below);
    if (m_request.method == "OPTIONS") return m_response.options();
    if (!is_reading()) return not_allowed();
    if (node->kind == NodeKind::File) return serve_file(*node);
    if (!has_slash) {
      const std::string_view host = m_request.header("Host").value_or("localhost");
      return m_response.redirect_to(fmt::format("http://{}{}/", host, encode_for_href(m_url.path)));
    }
    return serve_folder(*node);
  }

  Answer missing(std::string_view below) const {
    const std::size_t slash = below.rfind('/');
    const bool has_parent = slash == std::string_view::npos || m_tree.find(below.substr(0, slash)).has_value();
    return fail(404, 0, has_parent ? kFileNotFound : kPathNotFound);
  }

  Answer serve_file(const Node& file) const {
    if (file.hidden) return fail(404, 9, kFileNotFound);
    const std::string extension = base::extension_of(file.path);
    const std::optional<std::string_view> type = m_configuration.static_content.type_of(extension);
    if (!type) return unmapped(extension);
    const FileDecision decision = decide(m_request, file);
    const FileRange range{file.path, decision.offset, decision.length};
    switch (decision.reply) {
      case FileReply::Whole:
        return m_response.file(200, file, *type, range);
      case FileReply::Part:
        return m_response.file(206, file, *type, range);
      case FileReply::NotModified:
        return m_response.file(304, file, *type, range);
      case FileReply::PreconditionFailed:
        return fail(412, 0, 0);
      case FileReply::RangeNotSatisfiable:
        break;
    }
    Failure failure = base_failure(416, 0, 0);
    failure.headers_after.push_back({"Content-Range", fmt::format("bytes */{}", file.size)});
    return m_response.failure(failure);
  }

  // iis.md e.3, e.4: with ".*" mapped and "." not, .NET 4's handler for names without an extension turns 404.3 into
  // 404.17.
  Answer unmapped(const std::string& extension) const {
    const bool has_wildcard = m_configuration.static_content.types.contains(std::string_view(".*"));
    const bool is_script = extension.empty() && has_wildcard && m_settings.version >= Version::V7_5 &&
                           m_settings.dot_net_4 == DotNet4::Registered;
    return fail(404, is_script ? 17 : 3, kNotSupported);
  }

  Answer serve_folder(const Node& folder) const {
    if (m_configuration.default_documents.enabled) {
      for (const std::string& name : m_configuration.default_documents.names) {
        const std::string path = folder.path.empty() ? name : folder.path + "/" + name;
        const std::optional<Node> document = m_tree.find(path);
        if (document && document->kind == NodeKind::File) return serve_file(*document);
      }
    }
    if (!m_configuration.directory_browse.enabled) return fail(403, 14, 0);
    ListingPage page;
    page.host = host_without_port(m_request.header("Host").value_or("localhost"));
    page.path = m_url.path;
    page.show = m_configuration.directory_browse.show;
    page.culture = m_settings.culture;
    m_tree.for_each_child(folder.path, [&page](const Node& node) { page.nodes.push_back(node); });
    return m_response.document(Page::Listing, "text/html; charset=UTF-8", listing_page(std::move(page)));
  }

  const SiteSettings& m_settings;
  const Tree& m_tree;
  const Configuration& m_configuration;
  const Request& m_request;
  const NormalisedUrl& m_url;
  Response m_response;
};

}  // namespace

Site::Site(SiteSettings settings, const Tree& tree, tl::expected<Configuration, ConfigurationError> configuration)
    : m_settings(std::move(settings)),
      m_tree(tree),
      m_site_configuration(default_configuration(m_settings.version)),
      m_configuration(std::move(configuration)) {}

Answer Site::refuse(HttpSysRefusal refusal, const Request& request) const {
  return Response(m_settings, request).http_sys(refusal);
}

Answer Site::answer(const Request& request) const {
  const std::optional<std::string_view> host = request.header("Host");
  if (!host || !is_host(*host)) return refuse(HttpSysRefusal::InvalidHostname, request);
  const tl::expected<NormalisedUrl, HttpSysRefusal> url = normalise_target(request.target);
  if (!url) return refuse(url.error(), request);
  if (needs_length(request.method) && !request.header("Content-Length") && !request.header("Transfer-Encoding")) {
    return refuse(HttpSysRefusal::LengthRequired, request);
  }
  std::optional<std::string_view> below;
  if (m_settings.virtual_directory == VirtualDirectory::Present) below = below_alias(url->path, m_settings.alias);
  const bool is_valid = !below || m_configuration.has_value();
  const Configuration& rules = below && m_configuration ? *m_configuration : m_site_configuration;
  const Pipeline pipeline(m_settings, m_tree, rules, request, *url);
  if (!is_valid) return pipeline.invalid_configuration(m_configuration.error());
  return pipeline.run(below);
}

}  // namespace webcid::iis
