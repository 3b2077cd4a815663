#include "pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "addresses.hpp"
#include "authorizing.hpp"
#include "file_answer.hpp"
#include "filtering.hpp"
#include "handler_choice.hpp"
#include "response.hpp"
#include "rewriting.hpp"

namespace webcid::iis {
namespace {

constexpr std::uint32_t kNotSupported = 0x80070032;
constexpr std::uint32_t kIncorrectFunction = 0x80070001;
constexpr std::string_view kNobodyYet = "Not yet determined";

// A local folder of the system's own drive; another drive or a server's share fails otherwise (iis.md a.6).
bool is_local(std::string_view physical_path) {
  return base::starts_with_ignoring_case(physical_path, "C:");
}

// c.5: Windows counts UTF-16 units, and the final NUL.
constexpr std::size_t kMaxPath = 260;

std::size_t utf16_length(std::string_view utf8) {
  std::size_t units = 0;
  for (char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0U) != 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

std::optional<Node> find_node(const Server::Location& location, const Assumptions& assumptions) {
  if (location.mount == nullptr) return std::nullopt;
  const bool is_limited = assumptions.hold(Assumption::MaxPath, "260");
  if (is_limited && utf16_length(location.physical_path) >= kMaxPath) return std::nullopt;
  return location.mount->tree->find(location.tree_path);
}

class Pipeline {
 public:
  Pipeline(const Server& server, const SiteRow& site, const Request& request, const NormalisedUrl& url)
      : m_server(server),
        m_assumptions(server.settings().assumptions),
        m_version(server.settings().version),
        m_request(request),
        m_url(url),
        m_location(server.locate(site, url.path)),
        m_node(find_node(m_location, m_assumptions)),
        m_level(server.level_of(site, url.path, m_node)),
        m_rules(m_level.rules()),
        m_response(server.settings(), request) {
    m_response.use(m_rules, [this](std::string_view path) { return text_of_site(path); });
  }

  struct Outcome {
    std::optional<Answer> answer;
    std::string rewritten;  // path and query, when there is no answer
  };

  // A rewritten URL is not filtered and not rewritten again.
  enum class Start : std::uint8_t { BeginRequest, Authenticate };

  Outcome run(Start start) {
    if (m_location.virtual_directory == nullptr) return {fail(404, 0, kPathNotFound), ""};
    if (m_location.pool == nullptr || m_location.pool->start == StartMode::Stopped) {
      return {m_response.http_sys(HttpSysRefusal::ServiceUnavailable), ""};
    }
    if (m_level.error()) return {invalid_configuration(*m_level.error()), ""};
    if (std::optional<Answer> answer = missing_root()) return {std::move(answer), ""};
    if (start == Start::BeginRequest) {
      if (Outcome outcome = begin_request(); outcome.answer || !outcome.rewritten.empty()) return outcome;
    }
    const Identity identity = authenticate(m_rules.authentication, m_request.logon);
    m_identity = identity;
    if (identity.state != Identity::State::Known) return {unauthorized(identity), ""};
    if (!identity.is_anonymous) m_logon = name_of(m_request.logon.scheme);
    const bool has_right = !m_rules.has_module("UrlAuthorizationModule") ||
                           is_authorized(m_rules.authorization, identity, m_request.method);
    Answer answer = has_right ? handle() : no_right(2);
    if (!identity.is_anonymous) {
      answer.user = identity.user;
      if (!m_request.logon.token.empty()) answer.headers.push_back({"WWW-Authenticate", m_request.logon.token});
    }
    return {std::move(answer), ""};
  }

  Answer fail(int status, int sub_status, std::uint32_t hresult) const {
    return m_response.failure(base_failure(status, sub_status, hresult));
  }

 private:
  // The URL's path in the tree, without a final '/'.
  const std::string& tree_path() const { return m_location.tree_path; }
  bool has_slash() const { return m_url.path.back() == '/'; }
  bool is_reading() const { return m_request.method == "GET" || m_request.method == "HEAD"; }

  Failure base_failure(int status, int sub_status, std::uint32_t hresult) const {
    Failure failure;
    failure.status = status;
    failure.sub_status = sub_status;
    failure.hresult = hresult;
    failure.requested_path = m_url.path;
    failure.physical_path = m_location.physical_path;
    failure.logon = m_logon;
    return failure;
  }

  // Before anybody is logged on.
  Answer refuse_early(int status, int sub_status) const {
    Failure failure = base_failure(status, sub_status, 0);
    failure.logon = kNobodyYet;
    return m_response.failure(failure);
  }

  Answer invalid_configuration(const ConfigurationError& error) const {
    Failure failure = base_failure(500, 19, error.hresult);
    failure.logon = kNobodyYet;
    failure.config_error = error.message;
    failure.config_file = error.file;
    failure.has_error_pages = !error.is_about_error_pages;
    return m_response.failure(failure);
  }

  // A virtual directory whose folder does not exist: 404.0 or 500.19 (iis.md a.6, [B]).
  std::optional<Answer> missing_root() const {
    if (m_location.mount != nullptr && (!tree_path().empty() || m_location.mount->tree->find(""))) return std::nullopt;
    const bool is_plain = is_local(m_location.physical_path) && m_assumptions.hold(Assumption::MissingFolder, "404.0");
    if (is_plain) return std::nullopt;
    const std::string file = R"(\\?\)" + m_location.virtual_directory->physical_path + R"(\web.config)";
    return invalid_configuration({kPathNotFound, "Cannot read configuration file", 0, file, false});
  }

  // RQ_BEGIN_REQUEST. The order among the modules is not documented (iis.md b.1 step 5, k.1).
  Outcome begin_request() const {
    if (m_assumptions.hold(Assumption::FilterBeforeAddress, "yes")) {
      if (auto answer = filter()) return {std::move(answer), ""};
      if (auto answer = check_client()) return {std::move(answer), ""};
    } else {
      if (auto answer = check_client()) return {std::move(answer), ""};
      if (auto answer = filter()) return {std::move(answer), ""};
    }
    if (auto answer = redirect()) return {std::move(answer), ""};
    return rewrite_url();
  }

  std::optional<Answer> check_client() const {
    if (m_assumptions.hold(Assumption::SslBeforeAddress, "yes")) {
      auto answer = check_transport();
      return answer ? std::move(answer) : check_address();
    }
    auto answer = check_address();
    return answer ? std::move(answer) : check_transport();
  }

  // A setting has no effect where the module that reads it is not installed.
  std::optional<Answer> filter() const {
    if (!m_rules.has_module("RequestFilteringModule")) return std::nullopt;
    const RequestFiltering& rules = m_rules.request_filtering;
    const Refused refused = filter_request(rules, m_url, m_request, m_version, m_assumptions);
    if (refused.status == 0) return std::nullopt;
    const bool is_hidden_folder = refused.sub_status == 8 && !has_slash() && m_node &&
                                  m_node->kind == NodeKind::Folder && is_only_last_segment_hidden(rules, m_url.path);
    if (is_hidden_folder && m_assumptions.hold(Assumption::HiddenSegmentFolder, "301")) return add_slash();
    return refuse_early(refused.status, refused.sub_status);
  }

  std::optional<Answer> check_address() const {
    const std::optional<AddressDenial> denial = denial_of(m_rules, m_request, m_version);
    if (!denial) return std::nullopt;
    switch (denial->action) {
      case DenyAction::AbortRequest:
        return m_response.dropped();
      case DenyAction::NotFound:
        return refuse_early(404, denial->sub_status);
      case DenyAction::Forbidden:
        return refuse_early(403, denial->sub_status);
      case DenyAction::Unauthorized:
        break;
    }
    Failure failure = base_failure(401, denial->sub_status, 0);
    failure.logon = kNobodyYet;
    if (m_assumptions.hold(Assumption::DenialChallenge, "sent")) add_challenges(failure);
    return m_response.failure(failure);
  }

  std::optional<Answer> check_transport() const {
    const SslAccess& ssl = m_rules.ssl;
    if (m_request.transport == Transport::Plain) {
      if (ssl.is_required_128) return refuse_early(403, 5);
      if (ssl.is_required) return refuse_early(403, 4);
    }
    // No client has a certificate here.
    if (ssl.requires_certificate) return refuse_early(403, 7);
    return std::nullopt;
  }

  std::optional<Answer> redirect() const {
    const HttpRedirect& rules = m_rules.http_redirect;
    if (!m_rules.has_module("HttpRedirectionModule") || !rules.enabled || rules.destination.empty())
      return std::nullopt;
    const std::size_t base = std::min(rules.base.size(), m_url.path.size());
    const std::string suffix = encode_for_href(std::string_view(m_url.path).substr(base));
    if (rules.children_only && suffix.empty()) return std::nullopt;
    const std::string query = m_url.query.empty() ? "" : "?" + m_url.query;
    const bool has_variables = rules.destination.find('$') != std::string::npos;
    std::string location;
    for (std::size_t i = 0; i < rules.destination.size(); ++i) {  // one pass: what a client sends holds no variables
      const std::string_view rest = std::string_view(rules.destination).substr(i, 2);
      const bool is_variable = rest == "$V" || rest == "$S" || rest == "$Q";
      if (rest == "$V") location += encode_for_href(m_url.path);
      if (rest == "$S") location += "/" + suffix;
      if (rest == "$Q") location += query;
      if (is_variable) {
        ++i;
      } else {
        location.push_back(rules.destination[i]);
      }
    }
    if (!rules.is_exact && !has_variables) {
      if (!location.empty() && location.back() == '/') location.pop_back();
      location += "/" + suffix + query;
    }
    return m_response.redirect_to(rules.status, absolute(location));
  }

  std::string_view scheme() const { return m_request.transport == Transport::Tls ? "https" : "http"; }

  std::string absolute(const std::string& location) const {
    if (location.empty() || location.front() != '/') return location;
    return fmt::format("{}://{}{}", scheme(), m_request.header("Host").value_or("localhost"), location);
  }

  Outcome rewrite_url() const {
    std::vector<RewriteRule> rules = m_rules.global_rewrite_rules;
    rules.insert(rules.end(), m_rules.rewrite_rules.begin(), m_rules.rewrite_rules.end());
    if (rules.empty()) return {};
    const Rewritten result = rewrite(rules, m_url, m_request, [this] {
      if (!m_node) return Found::Nothing;
      return m_node->kind == NodeKind::File ? Found::File : Found::Directory;
    });
    switch (result.action) {
      case RewriteAction::None:
        return {};
      case RewriteAction::Rewrite:
        return {std::nullopt, result.url};
      case RewriteAction::Redirect:
        return {m_response.redirect_to(result.status, absolute(result.url)), ""};
      case RewriteAction::AbortRequest:
        return {m_response.dropped(), ""};
      case RewriteAction::CustomResponse:
        break;
    }
    Failure failure = base_failure(result.status, result.sub_status, 0);
    failure.logon = kNobodyYet;
    failure.reason = base::printable(result.reason);
    return {m_response.failure(failure), ""};
  }

  void add_challenges(Failure& failure) const {
    const std::string_view host = host_without_port(m_request.header("Host").value_or("localhost"));
    for (std::string& value : challenges(m_rules.authentication, host, m_server.settings().digest_nonce)) {
      failure.headers_after.push_back({"WWW-Authenticate", std::move(value)});
    }
  }

  // iis.md h: the same page for "no account" (401.2) and "wrong account" (401.1); a leg in between names its own
  // scheme only.
  Answer unauthorized(const Identity& identity) const {
    Failure failure = base_failure(401, identity.sub_status, identity.hresult);
    failure.logon = kNobodyYet;
    if (identity.state == Identity::State::Continues) {
      failure.headers_after.push_back({"WWW-Authenticate", m_request.logon.token});
    } else {
      add_challenges(failure);
    }
    return m_response.failure(failure);
  }

  // 401.2 of URL authorization, 401.3 of the file system; with challenges if any scheme is on (iis.md h).
  Answer no_right(int sub_status) const {
    Failure failure = base_failure(401, sub_status, kAccessDenied);
    add_challenges(failure);
    return m_response.failure(failure);
  }

  Answer not_allowed(std::string_view module) const {
    Failure failure = base_failure(405, 0, kIncorrectFunction);
    failure.module = module;
    failure.headers_before.push_back({"Allow", "GET, HEAD, OPTIONS, TRACE"});
    return m_response.failure(failure);
  }

  Answer handle() const {
    const HandlerChoice choice = choose_handler(m_rules, m_url.path, m_request.method, m_node, *m_location.pool);
    if (choice.handler == nullptr) return no_handler(choice);
    switch (choice.kind) {
      case HandlerKind::Static:
        return serve_static(choice);
      case HandlerKind::ProtocolSupport:
        return protocol_support();
      case HandlerKind::WebDav:
        return not_allowed("WebDAVModule");
      case HandlerKind::Isapi:
      case HandlerKind::Cgi:
        return run_program(choice);
      case HandlerKind::Managed:
        return m_response.asp_net_not_found(m_url.path);
      case HandlerKind::Unknown:
        break;
    }
    return fail(500, 21, kInvalidData);
  }

  Answer no_handler(const HandlerChoice& choice) const {
    if (!choice.lacks) return choice.needs_file ? missing() : fail(404, 4, kFileNotFound);
    if (*choice.lacks == Permission::Read) {
      const bool is_403 = m_assumptions.hold(Assumption::ReadDenied, "403.2");
      return is_403 ? fail(403, 2, kAccessDenied) : fail(404, 4, kFileNotFound);
    }
    const bool is_403 = m_assumptions.hold(Assumption::ExecuteOnly, "403.1");
    return is_403 ? fail(403, 1, kAccessDenied) : fail(404, 4, kFileNotFound);
  }

  Answer protocol_support() const {
    if (m_request.method == "TRACE") return fail(501, 0, 0);
    const bool is_there = m_node && !(m_node->kind == NodeKind::File && has_slash());
    if (!is_there && m_assumptions.hold(Assumption::OptionsNonexistent, "404")) return missing();
    const bool has_dav = m_rules.webdav_authoring && m_rules.has_module("WebDAVModule") &&
                         m_assumptions.hold(Assumption::WebDavOptions, "dav");
    return m_response.options(has_dav ? OptionsForm::WebDav : OptionsForm::Plain);
  }

  // iis.md a.4, 404.2: what is not allowed by isapiCgiRestriction; else it would run, and an installer is no web
  // program.
  Answer run_program(const HandlerChoice& choice) const {
    const CgiRestriction& rules = m_rules.cgi_restriction;
    const bool is_isapi = choice.kind == HandlerKind::Isapi;
    const std::string program = fold_name(choice.handler->script_processor.empty() ? m_location.physical_path
                                                                                   : choice.handler->script_processor);
    const auto listed = rules.allowed.find(program);
    const bool is_unlisted_allowed = is_isapi ? rules.allows_unlisted_isapis : rules.allows_unlisted_cgis;
    const bool is_allowed = listed == rules.allowed.end() ? is_unlisted_allowed : listed->second;
    if (!is_allowed) return fail(404, 2, 0x800704ec);
    return is_isapi ? fail(500, 0, 0x8007007f) : fail(502, 2, 0x800700a0);
  }

  Answer missing() const {
    const std::string_view path = tree_path();
    const std::size_t slash = path.rfind('/');
    const bool has_parent =
        m_location.mount != nullptr &&
        (slash == std::string_view::npos || m_location.mount->tree->find(path.substr(0, slash)).has_value());
    return fail(404, 0, has_parent ? kFileNotFound : kPathNotFound);
  }

  Answer serve_static(const HandlerChoice& choice) const {
    // `name.`, `name%20` and `name::$DATA` are never found under the name without it (iis.md b.2).
    if (!m_node || (m_node->kind == NodeKind::File && has_slash())) return missing();
    if (!is_reading()) return not_allowed("");
    if (m_node->kind == NodeKind::File) return serve_file(*m_node, choice);
    if (!has_slash()) return add_slash();
    return serve_folder(*m_node, choice);
  }

  Answer add_slash() const {
    const std::string_view host = m_request.header("Host").value_or("localhost");
    return m_response.redirect_to(301, fmt::format("{}://{}{}/", scheme(), host, encode_for_href(m_url.path)));
  }

  const Tree& tree() const { return *m_location.mount->tree; }

  Answer serve_file(const Node& file, const HandlerChoice& choice) const {
    if (file.hidden) return fail(404, 9, kFileNotFound);
    if (!tree().may_read(file.path, m_identity.user)) return no_right(3);
    const std::string extension = base::extension_of(file.path);
    const std::optional<std::string_view> type = m_rules.static_content.type_of(extension);
    const bool is_mapped_itself =
        m_rules.static_content.types.contains(extension.empty() ? std::string_view(".") : std::string_view(extension));
    // iis.md e.3, e.4: what ".*" alone maps, and a script handler claims, gets 404.17 instead of 404.3.
    const bool has_wildcard = m_rules.static_content.types.contains(std::string_view(".*"));
    if (!is_mapped_itself && has_wildcard && choice.is_script_path) return fail(404, 17, kNotSupported);
    if (!type) return fail(404, 3, kNotSupported);
    const FileDecision decision = decide(m_request, file);
    const FileRange range{&tree(), file.path, decision.offset, decision.length};
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

  Answer serve_folder(const Node& folder, const HandlerChoice& choice) const {
    if (!tree().may_read(folder.path, m_identity.user)) return no_right(3);
    if (m_rules.default_documents.enabled) {
      for (const std::string& name : m_rules.default_documents.names) {
        const std::string path = folder.path.empty() ? name : folder.path + "/" + name;
        const std::optional<Node> document = tree().find(path);
        if (document && document->kind == NodeKind::File) return serve_file(*document, choice);
      }
    }
    if (!m_rules.directory_browse.enabled) return fail(403, 14, 0);
    ListingPage page;
    page.host = host_without_port(m_request.header("Host").value_or("localhost"));
    page.path = m_url.path;
    page.show = m_rules.directory_browse.show;
    page.culture = m_server.settings().culture;
    page.shows_hidden = m_assumptions.hold(Assumption::HiddenListed, "yes");
    tree().for_each_child(folder.path, [&page](const Node& node) { page.nodes.push_back(node); });
    return m_response.document(Page::Listing, "text/html; charset=UTF-8", listing_page(std::move(page)));
  }

  // A page of the site itself, for httpErrors: "/errors/404.htm", or relative to the virtual directory.
  std::optional<std::string> text_of_site(std::string_view path) const {
    constexpr std::size_t kMaxPage = 1024UL * 1024UL;
    std::string url(path);
    std::replace(url.begin(), url.end(), '\\', '/');
    if (url.empty() || m_location.site == nullptr) return std::nullopt;
    if (url.front() != '/') url.insert(0, m_location.directory_url);
    const Server::Location location = m_server.locate(*m_location.site, url);
    if (location.mount == nullptr) return std::nullopt;
    const std::optional<Node> node = location.mount->tree->find(location.tree_path);
    if (!node || node->kind != NodeKind::File) return std::nullopt;
    const auto text = location.mount->tree->read_text(node->path, kMaxPage);
    return text ? std::optional<std::string>(*text) : std::nullopt;
  }

  const Server& m_server;
  const Assumptions& m_assumptions;
  Version m_version;
  const Request& m_request;
  const NormalisedUrl& m_url;
  Server::Location m_location;
  std::optional<Node> m_node;  // at the URL
  Level m_level;
  const Configuration& m_rules;
  Response m_response;
  Identity m_identity;
  std::string_view m_logon = "Anonymous";
};

}  // namespace

Answer answer_in_site(const Server& server, const SiteRow& site, const Request& request, const NormalisedUrl& url) {
  Pipeline::Outcome outcome = Pipeline(server, site, request, url).run(Pipeline::Start::BeginRequest);
  if (outcome.answer) return std::move(*outcome.answer);
  // A rule can make anything of a URL: what HTTP.sys would not take is not looked for either.
  const std::size_t mark = outcome.rewritten.find('?');
  const auto clean = normalise_path(std::string_view(outcome.rewritten).substr(0, mark), server.settings().url_limits);
  if (!clean) return server.fail(500, 50, kInvalidData, request);
  NormalisedUrl rewritten;
  rewritten.path = *clean;
  rewritten.query = mark == std::string::npos ? "" : outcome.rewritten.substr(mark + 1);
  outcome = Pipeline(server, site, request, rewritten).run(Pipeline::Start::Authenticate);
  return std::move(*outcome.answer);
}

Answer fail_in_site(const Server& server, const SiteRow& site, const Request& request, const NormalisedUrl& url,
                    int status, int sub_status, std::uint32_t hresult) {
  return Pipeline(server, site, request, url).fail(status, sub_status, hresult);
}

}  // namespace webcid::iis
