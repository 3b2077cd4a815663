// What Windows' proxy settings mean for one address. No call of the system: that is in system_proxy_windows.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/base/url.hpp>
#include <webcid/net/system_proxy.hpp>

namespace webcid::net {

// One entry of a list of proxies.
struct ProxyEntry {
  enum class Kind : std::uint8_t {
    Http,    // goes for http:// addresses
    Direct,  // "DIRECT" of a PAC file: no proxy
    Other,   // of another scheme, or one that we cannot speak (SOCKS, a proxy over TLS)
  };
  Kind kind = Kind::Http;
  std::string text;  // "host:port", with the port 80 where none stands there
  friend bool operator==(const ProxyEntry&, const ProxyEntry&) = default;
};

// Longer lists are cut, and of what is left so many entries count: settings can come from a network's PAC file.
inline constexpr std::size_t kMaxProxyList = 16 * 1024;
inline constexpr std::size_t kMaxProxyEntries = 64;

// The entries, in their order, for an http:// address. "([<scheme>=][<scheme>"://"]<server>[":"<port>])", separated by
// semicolons or blanks (Microsoft, WINHTTP_PROXY_INFO), and the "PROXY host:port; DIRECT" of PAC files. Where there are
// entries "http=", those without a scheme are for other addresses.
std::vector<ProxyEntry> proxy_entries(std::string_view list);

// Whether a bypass list lets the host go without the proxy: names with "*" for anything, a port perhaps, and "<local>"
// for names without a dot (Microsoft, WINHTTP_PROXY_INFO). Loopback goes without unless the list has "<-loopback>".
bool is_bypassed(std::string_view bypass, std::string_view host, std::uint16_t port);

// The settings as the system hands them out, in UTF-8.
struct WindowsProxySettings {
  // Of the user (WINHTTP_CURRENT_USER_IE_PROXY_CONFIG).
  bool detects = false;  // "Automatically detect settings"
  std::string script;    // address of the PAC file
  std::string list;
  std::string bypass;
  // Of the machine (netsh winhttp show proxy).
  std::string machine_list;
  std::string machine_bypass;
};

// What a PAC file said of an address.
struct ScriptAnswer {
  enum class End : std::uint8_t {
    Answered,
    NoScript,   // the network names none (WPAD), or it is not to be had
    BadScript,  // it cannot be run
    Logon,      // its server wants an account, which it does not get
    TooLate,
    Failed,  // for another reason: `error`
  };
  End end = End::Answered;
  std::string list;  // "" is direct
  std::string bypass;
  std::uint32_t error = 0;  // of Windows
};

// Asks the PAC file at the address (at "" the one that the network names) what goes for a URL.
using AskScript = std::function<ScriptAnswer(const std::string& address, const base::HttpUrl& url)>;

// The same, but a PAC file that could not be used is not asked again: with many addresses each would take its time.
AskScript without_repeated_failures(AskScript ask);

// What Windows' own programs would do.
base::Result<SystemProxy> choose_proxy(const WindowsProxySettings& settings, const base::HttpUrl& url,
                                       const AskScript& ask);

}  // namespace webcid::net
