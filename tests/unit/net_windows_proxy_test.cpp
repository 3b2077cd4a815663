// Lists of proxies and bypass lists: Microsoft, "WINHTTP_PROXY_INFO structure (winhttp.h)". PAC results: "Proxy
// Auto-Configuration (PAC) file", the return value of FindProxyForURL.
#include "../../src/net/windows_proxy.hpp"

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"

using namespace webcid;
using net::ProxyEntry;
using net::ScriptAnswer;

namespace {

using Kind = ProxyEntry::Kind;
using Entries = std::vector<ProxyEntry>;
using End = ScriptAnswer::End;

ProxyEntry http(std::string text) {
  return {Kind::Http, std::move(text)};
}
ProxyEntry other(std::string text) {
  return {Kind::Other, std::move(text)};
}
const ProxyEntry kDirect{Kind::Direct, ""};

bool goes_direct(const std::string& bypass, const std::string& host, std::uint16_t port = 80) {
  return net::is_bypassed(bypass, host, port);
}

// PAC files by their address, "" the network's; what is not here is not to be had.
struct Scripts {
  std::map<std::string, ScriptAnswer> answers;
  std::vector<std::string> asked;

  net::AskScript ask() {
    return [this](const std::string& address, const base::HttpUrl& /*url*/) {
      asked.push_back(address);
      const auto found = answers.find(address);
      if (found != answers.end()) return found->second;
      ScriptAnswer none;
      none.end = End::NoScript;
      return none;
    };
  }
};

ScriptAnswer says(std::string list) {
  ScriptAnswer out;
  out.list = std::move(list);
  return out;
}

ScriptAnswer ends(End end, std::uint32_t error = 0) {
  ScriptAnswer out;
  out.end = end;
  out.error = error;
  return out;
}

// "proxy|origin(arguments)|note(arguments)|..."
std::string chosen(const net::WindowsProxySettings& settings, Scripts& scripts,
                   const std::string& address = "http://updates.example/SophosUpdate") {
  const auto url = base::parse_address(address);
  REQUIRE(url);
  const auto found = net::choose_proxy(settings, *url, scripts.ask());
  if (!found) return found.error().message;
  const auto text_of = [](const model::Statement& statement) {
    std::string out = statement.id;
    for (const std::string& argument : statement.arguments) out += "(" + argument + ")";
    return out;
  };
  REQUIRE(found->origin);
  std::string out = (found->proxy ? found->proxy->authority() : "none") + "|" + text_of(*found->origin);
  for (const model::Statement& note : found->notes) out += "|" + text_of(note);
  return out;
}

const std::string kPac = "http://wpad.example/proxy.pac";

net::WindowsProxySettings everything() {
  net::WindowsProxySettings out;
  out.detects = true;
  out.script = kPac;
  out.list = "user.example:8080";
  out.bypass = "*.corp.example;<local>";
  out.machine_list = "machine.example:3128";
  out.machine_bypass = "*.plant.example";
  return out;
}

}  // namespace

TEST_CASE("a list of proxies is read as Microsoft writes it down") {
  CHECK(net::proxy_entries("proxy.example:8080") == Entries{http("proxy.example:8080")});
  CHECK(net::proxy_entries("http=a:8080;https=b:8081;ftp=c:21;socks=d:1080") == Entries{http("a:8080")});
  CHECK(net::proxy_entries("https=b:8081;ftp=c:21") == Entries{});
  CHECK(net::proxy_entries("a:1 b:2;c:3") == Entries{http("a:1"), http("b:2"), http("c:3")});
  CHECK(net::proxy_entries("http=http://a:1") == Entries{http("a:1")});
  CHECK(net::proxy_entries("HTTP=a:1;b:2") == Entries{http("a:1")});
  CHECK(net::proxy_entries("http://a:1/") == Entries{http("a:1")});
  CHECK(net::proxy_entries("socks://a:1") == Entries{other("a:1")});
  CHECK(net::proxy_entries("https://a:1") == Entries{other("a:1")});
  CHECK(net::proxy_entries("proxy") == Entries{http("proxy:80")});
  CHECK(net::proxy_entries("[2001:db8::1]") == Entries{http("[2001:db8::1]:80")});
  CHECK(net::proxy_entries("[2001:db8::1]:8080") == Entries{http("[2001:db8::1]:8080")});
  CHECK(net::proxy_entries(" ; ;") == Entries{});
  CHECK(net::proxy_entries("") == Entries{});
}

TEST_CASE("what a PAC file returns is read in its order") {
  CHECK(net::proxy_entries("PROXY a:1; PROXY b:2; DIRECT") == Entries{http("a:1"), http("b:2"), kDirect});
  CHECK(net::proxy_entries("DIRECT") == Entries{kDirect});
  CHECK(net::proxy_entries("direct;proxy a:1") == Entries{kDirect, http("a:1")});
  CHECK(net::proxy_entries("SOCKS a:1; HTTPS b:2; HTTP c:3;SOCKS5 d:4") ==
        Entries{other("a:1"), other("b:2"), http("c:3"), other("d:4")});
}

TEST_CASE("a list without end is cut") {
  std::string list;
  for (int i = 0; i < 100'000; ++i) list += "a:1;";
  CHECK(net::proxy_entries(list).size() == net::kMaxProxyEntries);
  CHECK(net::proxy_entries(std::string(1'000'000, 'a')).front().text.size() == net::kMaxProxyList + 3);
}

TEST_CASE("a bypass list names hosts, with asterisks and ports, and local ones") {
  CHECK(goes_direct("updates.example", "updates.example"));
  CHECK_FALSE(goes_direct("updates.example", "www.updates.example"));
  CHECK(goes_direct("*.example", "updates.example"));
  CHECK_FALSE(goes_direct("*.example", "example"));
  CHECK(goes_direct("*example", "example"));
  CHECK(goes_direct("192.168.*", "192.168.4.5"));
  CHECK_FALSE(goes_direct("192.168.*", "10.192.168.1"));
  CHECK(goes_direct("10.*;*.EXAMPLE other", "updates.example"));
  CHECK(goes_direct("*up*s.*e", "updates.example"));
  CHECK(goes_direct("*", "updates.example"));
  CHECK_FALSE(goes_direct("", "updates.example"));
  CHECK(goes_direct("<local>", "server"));
  CHECK_FALSE(goes_direct("<local>", "server.example"));
  CHECK_FALSE(goes_direct("<local>", "2001:db8::1"));
  CHECK(goes_direct("updates.example:8080", "updates.example", 8080));
  CHECK_FALSE(goes_direct("updates.example:8080", "updates.example", 80));
  CHECK(goes_direct("http://updates.example", "updates.example"));
  CHECK_FALSE(goes_direct("https://updates.example", "updates.example"));
  CHECK(goes_direct("[2001:db8::1]", "2001:db8::1"));
  CHECK(goes_direct("2001:db8::1", "2001:db8::1"));
  CHECK(goes_direct("[2001:db8::1]:8080", "2001:db8::1", 8080));
  CHECK_FALSE(goes_direct("[2001:db8::1]:8080", "2001:db8::1", 80));
}

TEST_CASE("loopback goes without a proxy unless the list says otherwise") {
  for (const char* host : {"localhost", "127.0.0.1", "127.1.2.3", "::1"}) {
    CHECK(goes_direct("", host));
    CHECK_FALSE(goes_direct("<-loopback>", host));
    CHECK_FALSE(goes_direct("<-loopback>;*.example", host));
  }
  CHECK(goes_direct("<-loopback>;127.0.*", "127.0.0.1"));
}

TEST_CASE("a hostile bypass list costs no more than its length") {
  std::string pattern;
  for (int i = 0; i < 4000; ++i) pattern += "*a";
  const auto begun = std::chrono::steady_clock::now();
  CHECK_FALSE(goes_direct(pattern + "b", std::string(250, 'a')));
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(1));
}

TEST_CASE("the network's PAC file comes first, then the user's, then the user's list, then the machine's") {
  net::WindowsProxySettings settings = everything();
  Scripts all;
  all.answers[""] = says("PROXY network.example:1");
  all.answers[kPac] = says("PROXY script.example:2");
  CHECK(chosen(settings, all) == "network.example:1|proxy-detected");
  CHECK(all.asked == std::vector<std::string>{""});

  Scripts own;
  own.answers[kPac] = says("script.example:2;second.example:3");
  CHECK(chosen(settings, own) == "script.example:2|proxy-by-script(" + kPac + ")|proxies-not-tried(second.example:3)");

  settings.script.clear();
  Scripts none;
  CHECK(chosen(settings, none) == "user.example:8080|proxy-of-user");
  CHECK(none.asked == std::vector<std::string>{""});

  settings.list.clear();
  settings.detects = false;
  CHECK(chosen(settings, none) == "machine.example:3128|proxy-of-machine");
  CHECK(none.asked.size() == 1);

  settings.machine_list.clear();
  CHECK(chosen(settings, none) == "none|no-proxy-found");
}

TEST_CASE("an answer that names no proxy is an answer") {
  net::WindowsProxySettings settings = everything();
  Scripts scripts;
  scripts.answers[""] = says("DIRECT; PROXY a:1");
  CHECK(chosen(settings, scripts) == "none|no-proxy-detected");
  scripts.answers.clear();
  scripts.answers[kPac] = says("");
  CHECK(chosen(settings, scripts) == "none|no-proxy-by-script(" + kPac + ")");
  scripts.answers[kPac] = says("SOCKS a:1");
  CHECK(chosen(settings, scripts) == "none|no-proxy-by-script(" + kPac + ")|proxies-unusable(a:1)");
  scripts.answers[kPac] = says("PROXY a:1");
  scripts.answers[kPac].bypass = "*.example";
  CHECK(chosen(settings, scripts) == "none|no-proxy-by-script(" + kPac + ")");
}

TEST_CASE("a PAC file that cannot be used is said, and gone on without") {
  net::WindowsProxySettings settings = everything();
  settings.detects = false;
  for (const auto& [answer, problem] :
       std::vector<std::pair<ScriptAnswer, std::string>>{{ends(End::NoScript), "cannot be fetched"},
                                                         {ends(End::BadScript), "no usable script"},
                                                         {ends(End::Logon), "its server wants an account"},
                                                         {ends(End::TooLate), "no answer in time"},
                                                         {ends(End::Failed, 12178), "WinHTTP 12178"}}) {
    Scripts scripts;
    scripts.answers[kPac] = answer;
    CHECK(chosen(settings, scripts) ==
          "user.example:8080|proxy-of-user|script-unusable(" + kPac + ")(" + problem + ")");
  }
  // The network's: only what is not usual. The machine's settings are for who has none of his own.
  settings.detects = true;
  settings.list.clear();
  Scripts scripts;
  scripts.answers[""] = ends(End::TooLate);
  settings.script = "http://user:secret@wpad.example/proxy.pac";
  CHECK(chosen(settings, scripts) ==
        "none|no-proxy-found|detected-script-unusable(no answer in time)|"
        "script-unusable(http://***@wpad.example/proxy.pac)(cannot be fetched)");
}

TEST_CASE("a PAC file that could not be used is not asked again, one that answers is") {
  Scripts scripts;
  scripts.answers[kPac] = says("PROXY a:1");
  const net::AskScript ask = net::without_repeated_failures(scripts.ask());
  const base::HttpUrl url = *base::parse_address("http://updates.example/");
  for (int i = 0; i < 3; ++i) {
    CHECK(ask("", url).end == End::NoScript);
    CHECK(ask(kPac, url).list == "PROXY a:1");
  }
  CHECK(scripts.asked == std::vector<std::string>{"", kPac, kPac, kPac});
}

TEST_CASE("exceptions hold for the list that they stand beside") {
  net::WindowsProxySettings settings = everything();
  settings.detects = false;
  settings.script.clear();
  Scripts none;
  CHECK(chosen(settings, none, "http://a.corp.example/x") == "none|no-proxy-excluded-by-user");
  CHECK(chosen(settings, none, "http://server/x") == "none|no-proxy-excluded-by-user");
  CHECK(chosen(settings, none, "http://a.plant.example/x") == "user.example:8080|proxy-of-user");
  settings.list.clear();
  CHECK(chosen(settings, none, "http://a.plant.example/x") == "none|no-proxy-excluded-by-machine");
  CHECK(chosen(settings, none, "http://a.corp.example/x") == "machine.example:3128|proxy-of-machine");
}

TEST_CASE("a proxy in the settings that cannot be used is refused, without quoting a password") {
  net::WindowsProxySettings settings;
  Scripts none;
  settings.list = "user:secret@proxy.example:8080";
  CHECK(chosen(settings, none) ==
        "--proxy auto: the proxy's address must not hold a user or password; use --proxy-user");
  settings.list = "a:0";
  CHECK(chosen(settings, none) == "--proxy auto: \"a:0\" is no proxy address (HOST:PORT)");
  settings.list = "socks=a:1";
  CHECK(chosen(settings, none) == "none|no-proxy-found");
  settings.list = "socks://a:1";
  CHECK(chosen(settings, none) == "none|no-proxy-found|proxies-unusable(a:1)");
}
