// What a network says on the way: proxies of a PAC file, parts of files, pauses.
#include <algorithm>
#include <chrono>
#include <string>

#include "../../src/diagnose/parts.hpp"
#include "../../src/net/windows_proxy.hpp"
#include "../../src/update/walk.hpp"
#include "target.hpp"

namespace webcid::fuzz {

// "LIST\nBYPASS", as FindProxyForURL, or the settings, give them.
void run_proxy_script(std::string_view bytes) {
  const std::size_t cut = std::min(bytes.find('\n'), bytes.size());
  const std::string list(bytes.substr(0, cut));
  const std::string bypass(bytes.substr(std::min(cut + 1, bytes.size())));
  const auto entries = net::proxy_entries(list);
  require(entries.size() <= net::kMaxProxyEntries, "a list of proxies is bounded");
  for (const net::ProxyEntry& entry : entries) {
    require(entry.kind == net::ProxyEntry::Kind::Direct || entry.text.find(':') != std::string::npos,
            "a proxy has a port");
  }
  base::HttpUrl url;
  url.host = "srv.example";
  url.port = 8080;
  url.path = "/SophosUpdate/";
  require(net::is_bypassed(bypass, "localhost", 80) || bypass.find('-') != std::string::npos,
          "loopback needs no proxy unless that is said");
  net::WindowsProxySettings settings;
  settings.script = "http://wpad.example/proxy.pac";
  const auto by_script = [&](const std::string&, const base::HttpUrl&) {
    net::ScriptAnswer answer;
    answer.list = list;
    answer.bypass = bypass;
    return answer;
  };
  net::WindowsProxySettings given;
  given.list = list;
  given.bypass = bypass;
  for (const auto& each : {settings, given}) {
    const auto chosen = net::choose_proxy(each, url, by_script);
    if (!chosen) {
      require(!chosen.error().message.empty(), "a refusal says why");
      continue;
    }
    require(chosen->origin.has_value(), "where a proxy comes from is said");
    if (!chosen->proxy) continue;
    require(!chosen->proxy->account, "no account is taken from a list of proxies");
    require(!chosen->proxy->host.empty() && chosen->proxy->port != 0, "a proxy has a host and a port");
  }
}

// Without zeros before a number: RFC 9110, 14.4, has first-pos = 1*DIGIT.
std::string without_leading_zeros(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool leads = text[at] == '0' && (out.empty() || !is_digit(out.back()));
    if (!leads || at + 1 == text.size() || !is_digit(text[at + 1])) out += text[at];
  }
  return out;
}

// A Content-Range in an answer to a range that was asked for.
void run_content_range(std::string_view bytes) {
  constexpr std::string_view kWhole = "0123456789abcdef";
  model::Record whole;
  whole.purpose = model::Purpose::File;
  whole.path = "a.dat";
  whole.exchange.status = 200;
  whole.exchange.body.kept = kWhole;
  whole.exchange.body.length = kWhole.size();
  diagnose::Parts parts;
  parts.add_whole(whole);
  const auto range = parts.range();
  model::Record part = whole;
  part.exchange.status = 206;
  part.exchange.headers = {{"Content-Range", std::string(bytes)}};
  part.exchange.body.kept = kWhole.substr(range.first, range.last.value_or(range.first) - range.first + 1);
  part.exchange.body.length = part.exchange.body.kept.size();
  parts.add_part(part);
  require(parts.answer().has_value(), "an answer to a range is judged");
  if (!parts.answer()->is_right) return;
  const std::string right = std::to_string(range.first) + "-" + std::to_string(range.last.value_or(0)) + "/";
  require(without_leading_zeros(bytes).find(right) != std::string::npos, "only the range that was asked for is right");
}

// A byte of how often it was waited for before, then the header.
void run_retry_after(std::string_view bytes) {
  model::Exchange answer;
  answer.status = 503;
  answer.headers = {{"Retry-After", std::string(bytes.substr(std::min<std::size_t>(1, bytes.size())))}};
  const int pauses = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
  const auto pause = update::pause_after(answer, pauses);
  require(pause >= std::chrono::milliseconds(500) && pause <= std::chrono::seconds(60), "a pause is bounded");
}

}  // namespace webcid::fuzz
