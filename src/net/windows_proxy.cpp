#include "windows_proxy.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/net/proxy.hpp>

namespace webcid::net {
namespace {

using Kind = ProxyEntry::Kind;

constexpr std::string_view kBlanks = " \t\r\n";

struct Keyword {
  std::string_view word;
  Kind kind;
};
// What FindProxyForURL may return (Netscape's "Proxy Auto-Config File Format", and what browsers added to it).
constexpr std::array<Keyword, 7> kKeywords = {{{"PROXY", Kind::Http},
                                               {"HTTP", Kind::Http},
                                               {"DIRECT", Kind::Direct},
                                               {"HTTPS", Kind::Other},
                                               {"SOCKS", Kind::Other},
                                               {"SOCKS4", Kind::Other},
                                               {"SOCKS5", Kind::Other}}};

std::vector<std::string_view> split_at_any(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  while (begin < text.size() && out.size() < kMaxProxyEntries) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    if (end > begin) out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

bool has_port(std::string_view host) {
  const std::size_t bracket = host.rfind(']');
  return host.find(':', bracket == std::string_view::npos ? 0 : bracket) != std::string_view::npos;
}

std::string with_default_port(std::string_view host) {
  while (!host.empty() && host.back() == '/') host.remove_suffix(1);
  // WinHTTP's own for a proxy without one: INTERNET_DEFAULT_HTTP_PORT.
  return fmt::format("{}{}", host, has_port(host) ? "" : ":80");
}

struct ListEntry {
  std::string_view scheme;  // before the '='; "" for all
  ProxyEntry entry;
};

// "[<scheme>=][<scheme>"://"]<server>[":"<port>]"
ListEntry list_entry(std::string_view text) {
  ListEntry out;
  if (const std::size_t equals = text.find('='); equals != std::string_view::npos) {
    out.scheme = text.substr(0, equals);
    text.remove_prefix(equals + 1);
  }
  if (const std::size_t end = text.find("://"); end != std::string_view::npos) {
    if (!base::equals_ignoring_case(text.substr(0, end), "http")) out.entry.kind = Kind::Other;
    text.remove_prefix(end + 3);
  }
  out.entry.text = with_default_port(text);
  return out;
}

void add_part(std::string_view part, std::vector<ListEntry>& out) {
  const std::vector<std::string_view> words = split_at_any(part, kBlanks);
  if (words.empty()) return;
  const auto* const keyword = std::find_if(kKeywords.begin(), kKeywords.end(), [&](const Keyword& row) {
    return base::equals_ignoring_case(row.word, words.front());
  });
  if (keyword != kKeywords.end() && keyword->kind == Kind::Direct) {
    out.push_back({"", {Kind::Direct, ""}});
  } else if (keyword != kKeywords.end() && words.size() == 2) {
    out.push_back({"", {keyword->kind, with_default_port(words.back())}});
  } else {  // blanks separate as well, and a proxy may have the name of a keyword
    for (const std::string_view word : words) out.push_back(list_entry(word));
  }
}

// '*' stands for any number of characters. Linear but for the last '*', whose place alone is tried again.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::optional<std::size_t> star;
  std::size_t star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star) {
      p = *star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool is_excluded_by(std::string item, std::string_view host, std::uint16_t port) {
  if (item == "<local>") return host.find_first_of(".:") == std::string_view::npos;
  std::string_view pattern = item;
  if (const std::size_t end = pattern.find("://"); end != std::string_view::npos) {
    if (pattern.substr(0, end) != "http") return false;
    pattern.remove_prefix(end + 3);
  }
  std::string name(pattern);
  const bool is_bracketed = !name.empty() && name.front() == '[';
  const std::size_t colon = name.rfind(':');
  const bool is_bare_v6 = !is_bracketed && std::count(name.begin(), name.end(), ':') > 1;
  if (colon != std::string::npos && !is_bare_v6 && (!is_bracketed || colon > name.rfind(']'))) {
    if (base::parse_unsigned(name.substr(colon + 1)) != port) return false;
    name.resize(colon);
  }
  if (is_bracketed && name.size() > 1 && name.back() == ']') name = name.substr(1, name.size() - 2);
  return !name.empty() && matches(name, host);
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.substr(0, 4) == "127.";
}

// The first that can be used, and what stands beside it.
struct Pick {
  std::optional<std::string> proxy;
  bool is_direct = false;  // "DIRECT" came first
  std::string rest;        // named there as well, not tried
};

Pick pick_of(const std::vector<ProxyEntry>& entries) {
  Pick out;
  for (const ProxyEntry& each : entries) {
    const bool is_decided = out.proxy || out.is_direct;
    if (!is_decided && each.kind != Kind::Other) {
      out.is_direct = each.kind == Kind::Direct;
      if (!out.is_direct) out.proxy = each.text;
      continue;
    }
    out.rest += fmt::format("{}{}", out.rest.empty() ? "" : ", ", each.kind == Kind::Direct ? "DIRECT" : each.text);
  }
  return out;
}

std::string problem_of(const ScriptAnswer& answer) {
  switch (answer.end) {
    case ScriptAnswer::End::NoScript:
      return "cannot be fetched";
    case ScriptAnswer::End::BadScript:
      return "no usable script";
    case ScriptAnswer::End::Logon:
      return "its server wants an account";
    case ScriptAnswer::End::TooLate:
      return "no answer in time";
    case ScriptAnswer::End::Answered:
    case ScriptAnswer::End::Failed:
      break;
  }
  return fmt::format("WinHTTP {}", answer.error);
}

class Choice {
 public:
  Choice(const WindowsProxySettings& settings, const base::HttpUrl& url, const AskScript& ask)
      : m_settings(settings), m_url(url), m_ask(ask) {}

  base::Result<SystemProxy> choose() {
    if (m_settings.detects && by_script("")) return finish();
    if (!m_settings.script.empty() && by_script(m_settings.script)) return finish();
    if (!m_settings.list.empty()) {
      by_list(m_settings.list, m_settings.bypass, "proxy-of-user", "no-proxy-excluded-by-user");
    } else if (m_settings.script.empty() && !m_settings.machine_list.empty()) {
      by_list(m_settings.machine_list, m_settings.machine_bypass, "proxy-of-machine", "no-proxy-excluded-by-machine");
    }
    return finish();
  }

 private:
  // Whether the PAC file has answered; "" is the network's.
  bool by_script(const std::string& address) {
    const ScriptAnswer answer = m_ask(address, m_url);
    if (answer.end != ScriptAnswer::End::Answered) {
      // "Automatically detect settings" is on by default, and most networks name nothing.
      if (!address.empty()) {
        note("script-unusable", {base::without_credentials(address), problem_of(answer)});
      } else if (answer.end != ScriptAnswer::End::NoScript) {
        note("detected-script-unusable", {problem_of(answer)});
      }
      return false;
    }
    std::vector<std::string> about;
    if (!address.empty()) about.push_back(base::without_credentials(address));
    const Pick pick = pick_of(proxy_entries(answer.list));
    if (!pick.proxy || (!answer.bypass.empty() && is_bypassed(answer.bypass, m_url.host, m_url.port))) {
      m_out.origin = {address.empty() ? "no-proxy-detected" : "no-proxy-by-script", std::move(about), std::nullopt};
      if (!pick.proxy) note_unusable(pick);
      return true;
    }
    take(pick, {address.empty() ? "proxy-detected" : "proxy-by-script", std::move(about), std::nullopt});
    return true;
  }

  void by_list(const std::string& list, const std::string& bypass, const char* used, const char* excluded) {
    const Pick pick = pick_of(proxy_entries(list));
    if (!pick.proxy) {
      note_unusable(pick);
    } else if (is_bypassed(bypass, m_url.host, m_url.port)) {
      m_out.origin = {excluded, {}, std::nullopt};
    } else {
      take(pick, {used, {}, std::nullopt});
    }
  }

  void take(const Pick& pick, model::Statement origin) {
    m_proxy = *pick.proxy;
    m_out.origin = std::move(origin);
    if (!pick.rest.empty()) note("proxies-not-tried", {pick.rest});
  }

  void note_unusable(const Pick& pick) {
    if (!pick.is_direct && !pick.rest.empty()) note("proxies-unusable", {pick.rest});
  }

  void note(std::string id, std::vector<std::string> arguments) {
    m_out.notes.push_back({std::move(id), std::move(arguments), std::nullopt});
  }

  base::Result<SystemProxy> finish() {
    if (!m_out.origin) m_out.origin = model::Statement{"no-proxy-found", {}, std::nullopt};
    if (m_proxy.empty()) return std::move(m_out);
    auto proxy = parse_proxy(m_proxy, "--proxy auto");
    if (!proxy) return tl::make_unexpected(std::move(proxy.error()));
    m_out.proxy = std::move(*proxy);
    return std::move(m_out);
  }

  const WindowsProxySettings& m_settings;
  const base::HttpUrl& m_url;
  const AskScript& m_ask;
  SystemProxy m_out;
  std::string m_proxy;
};

}  // namespace

std::vector<ProxyEntry> proxy_entries(std::string_view list) {
  std::vector<ListEntry> all;
  for (const std::string_view part : split_at_any(list.substr(0, kMaxProxyList), ";")) add_part(part, all);
  const auto is_for_http = [](const ListEntry& each) { return base::equals_ignoring_case(each.scheme, "http"); };
  const bool has_own = std::any_of(all.begin(), all.end(), is_for_http);
  std::vector<ProxyEntry> out;
  for (ListEntry& each : all) {
    const bool fits = is_for_http(each) || (each.scheme.empty() && !has_own);
    if (fits && out.size() < kMaxProxyEntries) out.push_back(std::move(each.entry));
  }
  return out;
}

bool is_bypassed(std::string_view bypass, std::string_view host, std::uint16_t port) {
  const std::string list = base::to_lower(bypass.substr(0, kMaxProxyList));
  const std::vector<std::string_view> items = split_at_any(list, "; \t\r\n");
  const bool asks_for_loopback = std::find(items.begin(), items.end(), "<-loopback>") != items.end();
  if (is_loopback(host) && !asks_for_loopback) return true;
  return std::any_of(items.begin(), items.end(),
                     [&](std::string_view item) { return is_excluded_by(std::string(item), host, port); });
}

AskScript without_repeated_failures(AskScript ask) {
  auto failures = std::make_shared<std::map<std::string, ScriptAnswer>>();
  return [ask = std::move(ask), failures](const std::string& address, const base::HttpUrl& url) {
    if (const auto known = failures->find(address); known != failures->end()) return known->second;
    ScriptAnswer answer = ask(address, url);
    if (answer.end != ScriptAnswer::End::Answered) failures->emplace(address, answer);
    return answer;
  };
}

base::Result<SystemProxy> choose_proxy(const WindowsProxySettings& settings, const base::HttpUrl& url,
                                       const AskScript& ask) {
  return Choice(settings, url, ask).choose();
}

}  // namespace webcid::net
