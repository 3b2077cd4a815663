#include <webcid/audit/audit.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <utility>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "drafts.hpp"
#include "inputs.hpp"
#include "logs.hpp"
#include "observed.hpp"
#include "prediction.hpp"
#include "share.hpp"

namespace webcid::audit {
namespace {

std::string since_text(const std::optional<base::Time>& since) {
  if (!since) return "";
  const std::string text = base::format_time_seconds(*since);
  return text.substr(0, 10) + " " + text.substr(11, 8);
}

model::Statement statement(const char* id, std::vector<std::string> arguments = {}) {
  return {id, std::move(arguments), std::nullopt};
}

std::string count_text(std::uint64_t count) {
  return fmt::format("{}", count);
}

// "http *:80:updates.example"
std::string bindings_of(const iis::SiteRow& site) {
  std::string text;
  for (const iis::Binding& binding : site.bindings) {
    text += fmt::format("{}{} {}:{}:{}", text.empty() ? "" : ", ", binding.protocol, binding.address, binding.port,
                        binding.host);
  }
  return text.empty() ? "-" : text;
}

constexpr const char* kAnAccount = "an account";

// Names that Windows gives are no secret; those that somebody chose are.
std::string account_text(const std::string& name, Accounts accounts, const char* otherwise) {
  if (name.empty()) return otherwise;
  constexpr std::array<std::string_view, 6> kBuiltIn{
      "IUSR", "ApplicationPoolIdentity", "NetworkService", "LocalService", "LocalSystem", "LocalServiceRestricted"};
  const bool is_known = std::any_of(kBuiltIn.begin(), kBuiltIn.end(),
                                    [&](std::string_view each) { return base::equals_ignoring_case(each, name); });
  return is_known || accounts == Accounts::Shown ? name : kAnAccount;
}

void add_share_notes(const Share& share, Accounts accounts, std::vector<model::Statement>& notes) {
  if (share.site() == nullptr) return;
  const iis::SiteRow& site = *share.site();
  if (share.is_stock()) {
    notes.push_back(statement("stock-server-assumed"));
  } else {
    const char* const state = site.start == iis::StartMode::Started ? "started" : "stopped";
    notes.push_back(statement("audited-site", {site.name, state, bindings_of(site)}));
    const std::string pool = share.pool() == nullptr ? "-" : share.pool()->name;
    notes.push_back(
        statement("audited-share", {share.path().empty() ? "/" : share.path(), share.physical_path(), pool}));
    const std::string& user = share.pool() == nullptr ? "" : share.pool()->user;
    const std::string identity = share.pool() == nullptr ? "" : share.pool()->identity;
    const bool has_rules = !share.error() && !share.error_at("");
    const std::string anonymous = has_rules ? share.rules().authentication.anonymous_user : "IUSR";
    const std::string reader = share.directory() == nullptr ? "" : share.directory()->user;
    notes.push_back(statement("audited-accounts",
                              {account_text(anonymous, accounts, "the application pool's identity"),
                               account_text(user.empty() ? identity : user, accounts, "ApplicationPoolIdentity"),
                               account_text(reader, accounts, "whoever asks")}));
  }
  for (const std::string& folder : share.unknown_folders()) notes.push_back(statement("folder-not-here", {folder}));
  if (!share.are_entries_known()) notes.push_back(statement("catalogue-not-given"));
  if (!share.ignored().empty() && !share.is_stock()) {
    notes.push_back(
        statement("settings-without-effect", {count_text(share.ignored().size()), share.ignored().front()}));
  }
}

model::Verdict verdict_of(const std::vector<model::Finding>& findings) {
  model::Verdict verdict = model::Verdict::Healthy;
  for (const model::Finding& finding : findings) {
    if (finding.severity == model::Severity::Error) return model::Verdict::Broken;
    if (finding.severity == model::Severity::Warning) verdict = model::Verdict::Deviates;
  }
  return verdict;
}

class Audit {
 public:
  Audit(const AuditOptions& options, base::Cancellation& cancellation)
      : m_options(options), m_cancellation(cancellation), m_tally(scope_of(options), since_text(options.since)) {}

  base::Result<model::Report> run() {
    const auto clock = std::chrono::steady_clock::now();
    m_report.started = std::chrono::system_clock::now();
    m_report.basis = model::Basis::ServerFiles;
    auto inputs = sort_files(m_options);
    if (!inputs) return tl::make_unexpected(inputs.error());
    if (auto read = read_logs(inputs->logs); !read) return tl::make_unexpected(read.error());
    if (inputs->has_configuration()) {
      if (auto judged = judge_configuration(std::move(inputs->configuration)); !judged) {
        return tl::make_unexpected(judged.error());
      }
    }
    if (!inputs->logs.empty()) judge_logs();
    finish();
    m_report.finished = std::chrono::system_clock::now();
    m_report.summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - clock).count();
    return std::move(m_report);
  }

 private:
  base::Result<void> read_logs(const std::vector<std::pair<std::string, FileKind>>& logs) {
    for (const auto& [file, kind] : logs) {
      auto facts = read_log(file, kind, m_tally, m_cancellation);
      if (!facts) return tl::make_unexpected(facts.error());
      if (!facts->version.empty()) m_version = facts->version;
      m_report.summary.bytes += facts->bytes;
      m_log_notes.insert(m_log_notes.end(), facts->notes.begin(), facts->notes.end());
    }
    return {};
  }

  base::Result<void> judge_configuration(Share::Files files) {
    m_version = !m_options.version.empty() ? m_options.version : m_version.empty() ? "10.0" : m_version;
    const auto version = version_of(m_version);
    if (!version) return tl::make_unexpected(version.error());
    auto share = Share::create(m_options, std::move(files), *version);
    if (!share) return tl::make_unexpected(share.error());
    m_share = std::move(*share);
    const auto predicted = predict(*m_share, m_options, m_drafts, m_cancellation);
    if (!predicted) return tl::make_unexpected(predicted.error());
    judge_deviations(*m_share, m_drafts);
    if (auto unreadable = m_share->unreadable()) return tl::make_unexpected(std::move(*unreadable));
    m_report.summary.files = m_share->entries().size();
    m_report.summary.verified = predicted->served;
    m_report.summary.failed = predicted->refused;
    add_share_notes(*m_share, m_options.accounts, m_report.notes);
    return {};
  }

  void judge_logs() {
    const std::vector<model::Entry>* entries = m_options.entries ? &*m_options.entries : nullptr;
    if (m_share && m_share->are_entries_known()) entries = &m_share->entries();
    const std::string path = m_share ? m_share->path() : m_options.path.empty() ? "/SophosUpdate" : m_options.path;
    const Observed observed = judge_logged(m_tally, m_share.get(), entries, path, m_drafts);
    m_report.summary.requests = m_tally.requests();
    auto& notes = m_report.notes;
    if (m_tally.requests() > 0) {
      notes.push_back(statement("logged-requests", {count_text(m_tally.requests()), m_tally.span().first.text(),
                                                    m_tally.span().last.text()}));
    } else {
      notes.push_back(statement("logged-nothing"));
    }
    const auto tell = [&](const char* id, std::uint64_t count) {
      if (count > 0) notes.push_back(statement(id, {count_text(count)}));
    };
    tell("logged-earlier", m_tally.earlier());
    tell("logged-other-verbs", m_tally.other_verbs());
    tell("logged-unpublished", observed.unpublished);
    tell("logged-challenges", observed.challenges);
    tell("logged-by-client", observed.by_client);
    notes.insert(notes.end(), m_log_notes.begin(), m_log_notes.end());
  }

  void finish() {
    model::Target& target = m_report.target;
    const std::string path = m_share ? m_share->path() : m_options.path;
    const std::string host = m_share ? m_share->host() : m_options.host.empty() ? "localhost" : m_options.host;
    const std::uint16_t port = m_share ? m_share->port() : std::uint16_t{80};
    target.url = fmt::format("http://{}{}{}", host, port == 80 ? "" : fmt::format(":{}", port),
                             base::encode_path(path.empty() && !m_share ? "/" : path));
    if (path.empty() && m_share) target.url += "/";
    target.user_agent = m_options.user_agent;
    target.catalogue_given = m_options.entries.has_value();
    if (m_share && m_share->site() != nullptr && !m_share->is_stock()) {
      target.site = m_share->site()->name + path;
      target.physical_path = m_share->directory() == nullptr ? "" : m_share->physical_path();
      if (m_share->pool() != nullptr) target.pool = m_share->pool()->name;
    }
    if (!m_version.empty()) m_report.server = "Microsoft-IIS/" + m_version;
    m_report.findings = m_drafts.finish(m_options.accounts);
    m_report.guide = judge_guide(m_share.get(), m_report.findings);
    m_report.verdict = verdict_of(m_report.findings);
    // Who has seen nothing cannot say that all is well.
    const bool has_seen = m_share != nullptr || m_tally.requests() > 0;
    if (!has_seen && m_report.verdict == model::Verdict::Healthy) m_report.verdict = model::Verdict::Unknown;
    m_report.interrupted = m_cancellation.requested();
  }

  const AuditOptions& m_options;
  base::Cancellation& m_cancellation;
  Tally m_tally;
  Drafts m_drafts;
  std::unique_ptr<Share> m_share;
  std::string m_version;
  std::vector<model::Statement> m_log_notes;
  model::Report m_report;
};

}  // namespace

base::Result<model::Report> run(const AuditOptions& options, base::Cancellation& cancellation) {
  return Audit(options, cancellation).run();
}

}  // namespace webcid::audit
