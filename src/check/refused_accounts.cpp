#include <webcid/check/refused_accounts.hpp>

#include <algorithm>
#include <string_view>

namespace webcid::check {
namespace {

bool has_note(const model::Report& report, std::string_view id) {
  return std::any_of(report.notes.begin(), report.notes.end(), [id](const auto& note) { return note.id == id; });
}

bool has_finding(const model::Report& report, std::string_view cause) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [cause](const auto& finding) { return finding.about.cause == cause; });
}

void tell(model::Report& report, bool has_account, const std::string& refused_by) {
  if (has_account && !refused_by.empty()) report.notes.push_back({"account-held-back", {refused_by}, std::nullopt});
}

}  // namespace

void RefusedAccounts::withhold(net::ClientOptions& client) const {
  if (!m_by_server.empty()) client.account.reset();
  if (!m_by_proxy.empty() && client.proxy) client.proxy->account.reset();
}

void RefusedAccounts::learn(const net::ClientOptions& given, const std::string& name, model::Report& report) {
  const bool has_proxy_account = given.proxy && given.proxy->account;
  tell(report, given.account.has_value(), m_by_server);
  tell(report, has_proxy_account, m_by_proxy);
  if (has_note(report, "account-rejected")) m_by_server = name;
  if (has_proxy_account && m_by_proxy.empty() && has_finding(report, "proxy.auth-required")) m_by_proxy = name;
}

}  // namespace webcid::check
