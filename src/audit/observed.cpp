#include "observed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::audit {
namespace {

constexpr std::size_t kMaxCompared = 5000;  // names for which the configuration is asked

// HTTPERR's words for a client that goes away or says nothing: no refusal (iis.md g.2).
constexpr std::array<std::string_view, 7> kClientsDoing{"Client_Reset",     "Timer_ConnectionIdle", "Timer_HeaderWait",
                                                        "Timer_EntityBody", "Timer_AppPool",        "Connection_Reset",
                                                        "Timer_TrailerWait"};

bool is_clients_doing(const LoggedAs& as) {
  return std::find(kClientsDoing.begin(), kClientsDoing.end(), as.reason) != kClientsDoing.end();
}

bool is_transfer_cut(const LoggedAs& as) {
  return as.reason.empty() && as.status >= 200 && as.status < 400 && (as.win32 == 64 || as.win32 == 1236);
}

bool is_redirect(const LoggedAs& as) {
  return as.status >= 300 && as.status < 400;
}

class LogJudge {
 public:
  LogJudge(const Tally& tally, const Share* share, const std::vector<model::Entry>* entries,
           std::string_view share_path, Drafts& drafts)
      : m_tally(tally), m_share(share), m_entries(entries), m_share_path(share_path), m_drafts(drafts) {
    if (entries == nullptr) return;
    m_published.reserve(entries->size());
    for (std::size_t i = 0; i < entries->size(); ++i) {
      m_published.emplace(iis::fold_name(as_logged((*entries)[i].path.text())), i);
    }
  }

  Observed judge() {
    std::vector<const Tally::Paths::value_type*> paths;
    for (const auto& path : m_tally.paths()) paths.push_back(&path);
    // The same report for the same files.
    std::sort(paths.begin(), paths.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    for (const auto* path : paths) {
      for (const Tally::Failure& failure : path->second.failures) judge_failure(path->first, path->second, failure);
    }
    for (const Tally::Kind& kind : m_tally.kinds()) judge_nameless(kind);
    return m_observed;
  }

 private:
  // Below the share, as published where that is known; nothing: not published.
  std::optional<std::string> published(std::string_view logged) const {
    std::string_view below = logged;
    if (below.size() > m_share_path.size() && below[m_share_path.size()] == '/' &&
        iis::fold_name(below.substr(0, m_share_path.size())) == iis::fold_name(as_logged(m_share_path))) {
      below.remove_prefix(m_share_path.size() + 1);
    } else if (m_entries != nullptr) {
      return std::nullopt;
    }
    if (m_entries == nullptr) return std::string(below);
    const auto found = m_published.find(iis::fold_name(below));
    if (found == m_published.end()) return std::nullopt;
    return (*m_entries)[found->second].path.text();
  }

  static Refusal refusal_of(const LoggedAs& as, std::string_view logged, const std::string& path) {
    Refusal refusal;
    refusal.status = as.status;
    refusal.sub_status = as.sub_status;
    refusal.win32 = as.win32;
    refusal.http_sys = as.reason;
    refusal.url_path = logged;
    refusal.path = path;
    return refusal;
  }

  void judge_failure(const std::string& logged, const Tally::Path& path, const Tally::Failure& failure) {
    const Tally::Kind& kind = m_tally.kinds()[failure.kind];
    const LoggedAs& as = kind.as;
    if (is_clients_doing(as)) {
      m_observed.by_client += failure.span.count;
      return;
    }
    const bool has_arrived = path.arrivals > 0 && !(path.arrived < failure.span.last);
    // Each logon begins with a challenge (iis.md h).
    if (as.status == 401 && has_arrived) {
      m_observed.challenges += failure.span.count;
      return;
    }
    const auto name = published(logged);
    // A folder without its slash is sent to the one with it; of other redirects only files tell.
    if (!name || (is_redirect(as) && m_entries == nullptr)) {
      m_observed.unpublished += failure.span.count;
      return;
    }
    m_observed.failed += failure.span.count;
    const Refusal refusal = refusal_of(as, logged, *name);
    Draft& draft = draft_of(refusal, as);
    draft.add_logged(refusal, failure.span, kind);
    if (has_arrived) draft.add_arrival(path.arrived);
  }

  Draft& draft_of(const Refusal& refusal, const LoggedAs& as) {
    if (is_transfer_cut(as)) {
      Draft& draft = m_drafts.of({"content.truncated", {refusal.path}});
      draft.confidence = model::Confidence::Likely;
      draft.add_decider("ask-transfer-ended");
      return draft;
    }
    if (Draft* const explained = explained_by_rules(refusal)) return *explained;
    const Culprit culprit = culprit_of(refusal, nullptr);
    Draft& draft = m_drafts.of(culprit.about);
    if (!draft.is_predicted()) draft.confidence = culprit.confidence;
    if (as.sub_status < 0 && as.reason.empty()) draft.add_decider("ask-sub-status");
    if (culprit.about.cause == "publication.file-missing" && m_entries == nullptr) {
      draft.severity = model::Severity::Warning;
      draft.confidence = model::Confidence::Possible;
      draft.add_decider("ask-catalogue");
    }
    if (culprit.about.cause == "iis.redirects-elsewhere") {
      draft.confidence = model::Confidence::Likely;
      draft.alternatives = {{"iis.redirects-to-https", {}}};
    }
    if (culprit.about.cause == "network.reset") draft.alternatives = {{"iis.address-denied", {}}};
    // 401.2 is both; only the rules would tell.
    if (culprit.about.cause == "iis.credentials-required") {
      draft.confidence = model::Confidence::Likely;
      draft.alternatives = {{"iis.authorization-denied", {}}};
      draft.add_decider("ask-configuration");
    }
    if (m_differing && draft.about.cause != "unexplained") {
      draft.add({"configuration-would-answer", {refusal.path, *m_differing}, std::nullopt});
    }
    return draft;
  }

  // The configuration's own finding, where it refuses this name in the same way.
  Draft* explained_by_rules(const Refusal& refusal) {
    m_differing.reset();
    if (m_share == nullptr || m_share->error() || !refusal.http_sys.empty() || m_compared >= kMaxCompared)
      return nullptr;
    ++m_compared;
    const auto predicted = m_share->refusal_of(refusal.path);
    if (predicted && predicted->status == refusal.status &&
        (predicted->sub_status == refusal.sub_status || refusal.sub_status < 0)) {
      Culprit culprit = m_share->culprit_of(*predicted);
      if (culprit.about.cause == "publication.file-missing" && !m_share->is_there()) {
        culprit.about = {"iis.virtual-directory-missing", {std::string(m_share_path.substr(1))}};
      }
      Draft& draft = m_drafts.of(culprit.about);
      if (!draft.is_predicted()) {
        const auto source = m_share->source_of(culprit.setting, refusal.path);
        if (source && !source->file.empty() && source->is_set) {
          draft.add({"set-at", {source->file, fmt::format("{}", source->line), source->element}, std::nullopt});
        }
      }
      return &draft;
    }
    m_differing = predicted ? answer_text(*predicted) : "200";
    return nullptr;
  }

  void judge_nameless(const Tally::Kind& kind) {
    if (kind.without_path == 0) return;
    if (is_clients_doing(kind.as)) {
      m_observed.by_client += kind.without_path;
      return;
    }
    if (is_redirect(kind.as)) return;
    // Names for which there was no room: what is published among them nobody knows.
    if (kind.as.reason.empty() && m_entries != nullptr) {
      m_observed.unpublished += kind.without_path;
      return;
    }
    m_observed.failed += kind.without_path;
    m_differing.reset();
    const Refusal refusal = refusal_of(kind.as, "", "");
    Culprit culprit = culprit_of(refusal, nullptr);
    culprit.about.parameters.erase(std::remove(culprit.about.parameters.begin(), culprit.about.parameters.end(), ""),
                                   culprit.about.parameters.end());
    Draft& draft = m_drafts.of(culprit.about);
    if (!draft.is_predicted()) draft.confidence = culprit.confidence;
    Span span = kind.span;
    span.count = kind.without_path;
    draft.add_logged(answer_text(refusal), span, kind);
  }

  const Tally& m_tally;
  const Share* m_share;
  const std::vector<model::Entry>* m_entries;
  std::string_view m_share_path;
  Drafts& m_drafts;
  std::unordered_map<std::string, std::size_t> m_published;  // by folded name as logged
  std::size_t m_compared = 0;
  std::optional<std::string> m_differing;  // what the configuration would answer instead
  Observed m_observed;
};

}  // namespace

Observed judge_logged(const Tally& tally, const Share* share, const std::vector<model::Entry>* entries,
                      std::string_view share_path, Drafts& drafts) {
  return LogJudge(tally, share, entries, share_path, drafts).judge();
}

}  // namespace webcid::audit
