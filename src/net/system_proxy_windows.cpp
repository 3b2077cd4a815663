#ifdef _WIN32
#include <webcid/base/encoding.hpp>
#include <webcid/net/system_proxy.hpp>

#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <windows.h>

#include <winhttp.h>

#include "windows_proxy.hpp"

namespace webcid::net {
namespace {

using End = ScriptAnswer::End;

struct SessionCloser {
  void operator()(void* session) const { WinHttpCloseHandle(session); }
};
using Session = std::unique_ptr<void, SessionCloser>;

static_assert(sizeof(wchar_t) == sizeof(char16_t));

std::string utf8_of(const wchar_t* text) {
  return text == nullptr ? "" : base::to_utf8(reinterpret_cast<const char16_t*>(text));
}

std::wstring wide_of(const std::string& text) {
  const std::u16string units = base::to_utf16(text);
  return {units.begin(), units.end()};
}

// What WinHTTP hands out is the caller's to free (WINHTTP_PROXY_INFO, Remarks).
std::string taken(wchar_t* text) {
  std::string out = utf8_of(text);
  if (text != nullptr) GlobalFree(text);
  return out;
}

WindowsProxySettings settings_of_machine() {
  WindowsProxySettings out;
  WINHTTP_CURRENT_USER_IE_PROXY_CONFIG user{};
  if (WinHttpGetIEProxyConfigForCurrentUser(&user) != FALSE) {
    out.detects = user.fAutoDetect != FALSE;
    out.script = taken(user.lpszAutoConfigUrl);
    out.list = taken(user.lpszProxy);
    out.bypass = taken(user.lpszProxyBypass);
  }
  WINHTTP_PROXY_INFO machine{};
  if (WinHttpGetDefaultProxyConfiguration(&machine) != FALSE) {
    out.machine_list = taken(machine.lpszProxy);
    out.machine_bypass = taken(machine.lpszProxyBypass);
  }
  return out;
}

End end_of(DWORD error) {
  switch (error) {
    case ERROR_WINHTTP_AUTODETECTION_FAILED:
    case ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT:
      return End::NoScript;
    case ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT:
      return End::BadScript;
    case ERROR_WINHTTP_LOGIN_FAILURE:
      return End::Logon;
    case ERROR_WINHTTP_TIMEOUT:
      return End::TooLate;
    default:
      return End::Failed;
  }
}

ScriptAnswer ask(const std::wstring& url, const std::wstring& script, int limit) {
  ScriptAnswer out;
  const Session session(
      WinHttpOpen(nullptr, WINHTTP_ACCESS_TYPE_NO_PROXY, WINHTTP_NO_PROXY_NAME, WINHTTP_NO_PROXY_BYPASS, 0));
  WINHTTP_AUTOPROXY_OPTIONS options{};
  if (script.empty()) {
    options.dwFlags = WINHTTP_AUTOPROXY_AUTO_DETECT;
    options.dwAutoDetectFlags = WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A;
  } else {
    options.dwFlags = WINHTTP_AUTOPROXY_CONFIG_URL;
    options.lpszAutoConfigUrl = script.c_str();
  }
  // The account of who is logged on goes to the address's own server only.
  options.fAutoLogonIfChallenged = FALSE;
  WINHTTP_PROXY_INFO found{};
  const bool done = session && WinHttpSetTimeouts(session.get(), limit, limit, limit, limit) != FALSE &&
                    WinHttpGetProxyForUrl(session.get(), url.c_str(), &options, &found) != FALSE;
  if (!done) {
    out.error = GetLastError();
    out.end = end_of(out.error);
    return out;
  }
  const bool is_named = found.dwAccessType == WINHTTP_ACCESS_TYPE_NAMED_PROXY;
  const std::string list = taken(found.lpszProxy);
  if (is_named) out.list = list;
  out.bypass = taken(found.lpszProxyBypass);
  return out;
}

// WinHttpGetProxyForUrl knows no limit for all of its steps, so it is waited for only so long: the thread ends by
// itself, or with the program.
ScriptAnswer ask_within(std::chrono::milliseconds limit, const std::string& url, const std::string& script) {
  const int each = static_cast<int>(limit.count());
  std::packaged_task<ScriptAnswer()> task(
      [url = wide_of(url), script = wide_of(script), each] { return ask(url, script, each); });
  std::future<ScriptAnswer> answer = task.get_future();
  std::thread(std::move(task)).detach();
  if (answer.wait_for(limit) == std::future_status::ready) return answer.get();
  ScriptAnswer late;
  late.end = End::TooLate;
  return late;
}

}  // namespace

ChooseProxy system_proxies(std::chrono::milliseconds limit) {
  const AskScript ask = [limit](const std::string& script, const base::HttpUrl& url) {
    return ask_within(limit, url.text(), script);
  };
  return [settings = settings_of_machine(), ask = without_repeated_failures(ask)](const base::HttpUrl& url) {
    return choose_proxy(settings, url, ask);
  };
}

}  // namespace webcid::net
#endif
