#include "rewriting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

#include "response.hpp"

namespace webcid::iis {
namespace {

constexpr std::size_t kMaxPattern = 1000;
constexpr std::size_t kMaxSubject = 4096;
constexpr std::size_t kMaxTarget = 16384;  // MaxRequestBytes: a longer URL is none

using Groups = std::vector<std::string>;

std::string escaped_pattern(std::string_view text) {
  std::string pattern;
  for (char c : text) {
    if (std::string_view(R"(\^$.|?*+()[]{})").find(c) != std::string_view::npos) pattern.push_back('\\');
    pattern.push_back(c);
  }
  return pattern;
}

// '*' is a group of its own, everything else stands for itself; the whole text must fit.
std::string wildcard_pattern(std::string_view text) {
  std::string pattern = "^";
  for (std::string_view part : base::split(text, '*')) {
    if (pattern.size() > 1) pattern += "(.*)";
    pattern += escaped_pattern(part);
    if (pattern.size() == 1) pattern += "()";
  }
  return pattern + "$";
}

// libstdc++'s polynomial matcher: time and stack stay bounded whatever the pattern is. It knows no back-references.
std::regex compile(const std::string& pattern, bool ignores_case) {
  auto flags = std::regex::ECMAScript | std::regex_constants::__polynomial;
  if (ignores_case) flags |= std::regex::icase;
  return std::regex(pattern, flags);
}

std::optional<Groups> match(std::string_view subject, std::string_view pattern, PatternSyntax syntax,
                            bool ignores_case) {
  if (subject.size() > kMaxSubject) return std::nullopt;
  std::string expression(pattern);
  if (syntax == PatternSyntax::Wildcard) expression = wildcard_pattern(pattern);
  if (syntax == PatternSyntax::ExactMatch) expression = "^" + escaped_pattern(pattern) + "$";
  const std::string text(subject);
  std::smatch found;
  if (!std::regex_search(text, found, compile(expression, ignores_case))) return std::nullopt;
  Groups groups;
  for (const auto& group : found) groups.push_back(group.str());
  return groups;
}

class Evaluation {
 public:
  Evaluation(const NormalisedUrl& url, const Request& request, const std::function<Found()>& what_is_there)
      : m_url(url), m_request(request), m_what_is_there(what_is_there) {}

  bool fits(const RewriteRule& rule) {
    std::string_view path = m_url.path;
    if (fold_name(path.substr(0, rule.base.size())) != fold_name(rule.base)) return false;
    path.remove_prefix(rule.base.size());
    const std::optional<Groups> groups = match(path, rule.pattern, rule.syntax, rule.ignores_case);
    m_rule_groups = groups.value_or(Groups{});
    m_condition_groups.clear();
    if (groups.has_value() == rule.is_negated) return false;
    const auto holds = [&](const RewriteCondition& condition) { return this->holds(condition, rule.syntax); };
    if (rule.conditions.empty()) return true;
    return rule.needs_all_conditions ? std::all_of(rule.conditions.begin(), rule.conditions.end(), holds)
                                     : std::any_of(rule.conditions.begin(), rule.conditions.end(), holds);
  }

  // `text` with {R:n}, {C:n} and server variables replaced.
  std::string expand(std::string_view text) const {
    std::string result;
    std::size_t i = 0;
    while (i < text.size()) {
      const std::size_t end = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
      if (end == std::string_view::npos) {
        result.push_back(text[i++]);
        continue;
      }
      result += variable(text.substr(i + 1, end - i - 1));
      i = end + 1;
    }
    return result;
  }

 private:
  bool holds(const RewriteCondition& condition, PatternSyntax syntax) {
    bool is_true = false;
    if (condition.kind == RewriteCondition::Kind::Pattern) {
      const std::optional<Groups> groups =
          match(expand(condition.input), condition.pattern, syntax, condition.ignores_case);
      is_true = groups.has_value();
      if (groups) m_condition_groups = *groups;
    } else {
      const Found wanted = condition.kind == RewriteCondition::Kind::IsFile ? Found::File : Found::Directory;
      is_true = m_what_is_there() == wanted;
    }
    return is_true != condition.is_negated;
  }

  std::string variable(std::string_view name) const {
    const auto group = [&](const Groups& groups) {
      const auto number = base::parse_unsigned(name.substr(2));
      return number && *number < groups.size() ? groups[static_cast<std::size_t>(*number)] : std::string();
    };
    if (name.substr(0, 2) == "R:") return group(m_rule_groups);
    if (name.substr(0, 2) == "C:") return group(m_condition_groups);
    const std::string_view host = m_request.header("Host").value_or("localhost");
    if (name == "HTTPS") return m_request.transport == Transport::Tls ? "on" : "off";
    if (name == "HTTP_HOST") return std::string(host);
    if (name == "SERVER_NAME") return std::string(host_without_port(host));
    if (name == "SERVER_PORT") return m_request.transport == Transport::Tls ? "443" : "80";
    if (name == "SERVER_PORT_SECURE") return m_request.transport == Transport::Tls ? "1" : "0";
    if (name == "REQUEST_METHOD") return m_request.method;
    if (name == "QUERY_STRING") return m_url.query;
    if (name == "URL" || name == "PATH_INFO" || name == "UNENCODED_URL") return m_url.path;
    if (name == "REQUEST_URI") return m_url.query.empty() ? m_url.path : m_url.path + "?" + m_url.query;
    if (name == "REMOTE_ADDR" || name == "REMOTE_HOST") return m_request.client_address;
    if (name == "REQUEST_FILENAME") return m_url.path;
    if (name.substr(0, 5) == "HTTP_") {
      std::string header(name.substr(5));
      std::replace(header.begin(), header.end(), '_', '-');
      return std::string(m_request.header(header).value_or(""));
    }
    return "";
  }

  const NormalisedUrl& m_url;
  const Request& m_request;
  const std::function<Found()>& m_what_is_there;
  Groups m_rule_groups;
  Groups m_condition_groups;
};

// What `variable` knows.
bool is_known_variable(std::string_view name) {
  constexpr std::array<std::string_view, 13> kNames{
      "HTTPS",     "SERVER_NAME",   "SERVER_PORT", "SERVER_PORT_SECURE", "REQUEST_METHOD", "QUERY_STRING",    "URL",
      "PATH_INFO", "UNENCODED_URL", "REQUEST_URI", "REMOTE_ADDR",        "REMOTE_HOST",    "REQUEST_FILENAME"};
  const std::string_view kind = name.substr(0, 2);
  if (kind == "R:" || kind == "C:") return base::parse_unsigned(name.substr(2)).has_value();
  return name.substr(0, 5) == "HTTP_" || std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::string with_query(std::string url, const RewriteRule& rule, const NormalisedUrl& old) {
  if (!rule.appends_query || old.query.empty()) return url;
  return url + (url.find('?') == std::string::npos ? "?" : "&") + old.query;
}

}  // namespace

std::string why_not_followed(const RewriteRule& rule) {
  std::vector<std::string_view> patterns{rule.pattern};
  for (const RewriteCondition& condition : rule.conditions) patterns.push_back(condition.pattern);
  for (std::string_view pattern : patterns) {
    if (pattern.size() > kMaxPattern) return fmt::format("a pattern longer than {} bytes", kMaxPattern);
    if (rule.syntax != PatternSyntax::EcmaScript) continue;
    try {
      compile(std::string(pattern), rule.ignores_case);
    } catch (const std::regex_error&) {
      return fmt::format("the pattern \"{}\" has back-references or is no ECMAScript", base::printable(pattern));
    }
  }
  std::vector<std::string_view> texts{rule.url};
  for (const RewriteCondition& condition : rule.conditions) texts.push_back(condition.input);
  for (std::string_view text : texts) {
    const std::vector<std::string_view> parts = base::split(text, '{');
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const std::string_view name = parts[i].substr(0, parts[i].find('}'));
      if (!is_known_variable(name)) return fmt::format("the variable, map or function \"{}\"", base::printable(name));
    }
  }
  return "";
}

Rewritten rewrite(const std::vector<RewriteRule>& rules, const NormalisedUrl& url, const Request& request,
                  const std::function<Found()>& what_is_there) {
  NormalisedUrl current = url;
  Rewritten result;
  for (const RewriteRule& rule : rules) {
    Evaluation evaluation(current, request, what_is_there);
    if (!evaluation.fits(rule)) continue;
    switch (rule.action) {
      case RewriteAction::None:
        break;
      case RewriteAction::Rewrite: {
        std::string target = with_query(evaluation.expand(rule.url), rule, current);
        if (target.empty() || target.front() != '/') target.insert(0, rule.base);
        if (target.size() > kMaxTarget) return {RewriteAction::Rewrite, std::string(1, '?'), 0, 0, ""};
        const std::size_t mark = target.find('?');
        current.query = mark == std::string::npos ? "" : target.substr(mark + 1);
        current.path = target.substr(0, mark);
        result.action = RewriteAction::Rewrite;
        result.url = target;
        break;
      }
      case RewriteAction::Redirect:
        return {rule.action, with_query(evaluation.expand(rule.url), rule, current), rule.status, 0, ""};
      case RewriteAction::CustomResponse:
        return {rule.action, "", rule.status, rule.sub_status, rule.reason};
      case RewriteAction::AbortRequest:
        return {rule.action, "", 0, 0, ""};
    }
    if (rule.stops) break;
  }
  return result;
}

}  // namespace webcid::iis
