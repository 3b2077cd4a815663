// The accounts of a connection, and whom it goes through.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/file.hpp>
#include <webcid/base/secret.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/net/proxy.hpp>

#include "bilingual.hpp"
#include "connection_options.hpp"
#include "messages.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

using base::ErrorKind;

constexpr std::size_t kMaxPasswordFile = 4096;

base::Result<std::string> first_line_of(const std::string& path, std::string_view option) {
  auto text = base::read_file(base::to_native(path), kMaxPasswordFile, base::Accept::Anything);
  if (!text) return base::fail(text.error().kind, fmt::format("{}: {}", option, text.error().message));
  if (text->find('\0') != std::string::npos) {
    return base::fail(ErrorKind::LocalIo, fmt::format("{}: {} is no UTF-8 text (UTF-16?)", option, path));
  }
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const std::size_t begin = text->compare(0, kByteOrderMark.size(), kByteOrderMark) == 0 ? kByteOrderMark.size() : 0;
  std::string line = text->substr(begin, text->find_first_of("\r\n", begin) - begin);
  base::wipe(*text);
  return line;
}

// What WEBCID_PASSWORD holds. From then on it is gone from the environment, whether it is used or not.
std::optional<std::string> take_variable() {
  constexpr const char* kName = "WEBCID_PASSWORD";
  auto out = environment(kName);
  base::forget_variable(kName);
  return out;
}

// As curl has it: neither a name nor a password.
constexpr std::string_view kLoggedOn = ":";
// Of --proxy: no machine is meant by that name (`auto:1080` would be one).
constexpr std::string_view kAutomatic = "auto";

// No account of Windows has a colon in its name, nor one of RFC 7617: what has one is curl's NAME:PASSWORD.
std::string is_name_only(const std::string& name) {
  return name == kLoggedOn || name.find(':') == std::string::npos
             ? ""
             : "expected a name without a password; see --password-file";
}

std::string is_host_only(const std::string& proxy) {
  return proxy.find('@') == std::string::npos ? "" : "an account does not belong in the address; see --proxy-user";
}

}  // namespace

void ConnectionOptions::add_accounts_to(CLI::App& command, const std::string& group) {
  command
      .add_option("--user", user,
                  both({"account for the share, sent only after the server asks for one; : is the one logged on",
                        "共有のアカウント (サーバーが要求した場合のみ送信)。: はログオン中のユーザー"}))
      ->type_name("NAME")
      ->check(is_name_only)
      ->group(group);
  auto* const file =
      command
          .add_option("--password-file", password_file,
                      both({"file whose first line is the password", "先頭行にパスワードを書いたファイル"}))
          ->type_name("FILE")
          ->group(group);
  command
      .add_flag("--password-stdin", password_stdin,
                both({"read the password from standard input", "パスワードを標準入力から読み取る"}))
      ->excludes(file)
      ->group(group);
  command
      .add_flag("--allow-basic", allow_basic,
                both({"send accounts by Basic also where another host reads them: the server's through a proxy, the "
                      "proxy's to one that was found by --proxy auto",
                      "別のホストが読み取れる場合でも、アカウントを Basic で送信する "
                      "(プロキシ経由でのサーバーのアカウント、--proxy auto で検出したプロキシのアカウント)"}))
      ->group(group);
  auto* const through =
      command
          .add_option(
              "--proxy", proxy,
              both({"HTTP proxy to go through; auto: the one that programs here are to use, by Windows' settings "
                    "and PAC files, elsewhere by the environment",
                    "経由する HTTP プロキシ。auto は、このコンピューターのプログラムが使うもの (Windows の設定と "
                    "PAC ファイル、Windows 以外では環境変数による)"}))
          ->type_name("HOST:PORT|auto")
          ->check(is_host_only)
          ->group(group);
  command
      .add_option(
          "--proxy-user", proxy_user,
          both({"account for the proxy; : is the one logged on", "プロキシのアカウント。: はログオン中のユーザー"}))
      ->type_name("NAME")
      ->check(is_name_only)
      ->group(group);
  command
      .add_option("--proxy-password-file", proxy_password_file,
                  both({"file whose first line is its password", "先頭行にプロキシのパスワードを書いたファイル"}))
      ->type_name("FILE")
      ->group(group);
  command
      .add_flag("--no-proxy", no_proxy,
                both({"go directly, whatever the environment says", "環境変数にかかわらず、プロキシを経由しない"}))
      ->excludes(through)
      ->group(group);
}

base::Result<std::optional<net::Account>> ConnectionOptions::account(causes::Language language) const {
  const bool has_source = !password_file.empty() || password_stdin;
  std::optional<std::string> variable = take_variable();
  if (user.empty()) {
    if (has_source) return base::fail(ErrorKind::Usage, "a password needs --user");
    return std::nullopt;
  }
  if (user == kLoggedOn) {
    if (has_source) return base::fail(ErrorKind::Usage, "--user : is the account logged on, without a password");
    return net::Account{"", "", net::AccountKind::LoggedOn};
  }
  base::Result<std::string> password{std::string()};
  if (!password_file.empty()) {
    password = first_line_of(password_file, "--password-file");
  } else if (password_stdin) {
    password = read_line_from_input();
  } else if (variable) {
    password = *variable;
    base::wipe(*variable);
  } else {
    password = ask_password(said_in(fmt::format("password of {}: ", base::printable(user)), language));
  }
  if (!password) return tl::make_unexpected(std::move(password.error()));
  net::Account out{user, *password};
  base::wipe(*password);
  return out;
}

base::Result<net::Account> ConnectionOptions::proxy_account() const {
  if (proxy_user == kLoggedOn) {
    if (proxy_password_file.empty()) return net::Account{"", "", net::AccountKind::LoggedOn};
    return base::fail(ErrorKind::Usage, "--proxy-user : is the account logged on, without a password");
  }
  if (proxy_password_file.empty()) return base::fail(ErrorKind::Usage, "--proxy-user needs --proxy-password-file");
  auto password = first_line_of(proxy_password_file, "--proxy-password-file");
  if (!password) return tl::make_unexpected(std::move(password.error()));
  net::Account out{proxy_user, *password};
  base::wipe(*password);
  return out;
}

net::ChooseProxy ConnectionOptions::automatic_proxy(std::chrono::milliseconds patience) const {
  return proxy == kAutomatic ? net::system_proxies(patience) : net::ChooseProxy();
}

base::Result<void> ConnectionOptions::choose_proxy(const std::string& address, const net::ChooseProxy& automatic,
                                                   net::ClientOptions& client) const {
  if (!proxy.empty() && !automatic) {
    auto given = net::parse_proxy(proxy, "--proxy");
    if (!given) return tl::make_unexpected(std::move(given.error()));
    client.proxy = std::move(*given);
    return {};
  }
  const auto url = base::parse_address(address);
  if (!url || no_proxy) return {};
  if (automatic) {
    auto found = automatic(*url);
    if (!found) return tl::make_unexpected(std::move(found.error()));
    client.proxy = std::move(found->proxy);
    client.proxy_origin = std::move(found->origin);
    client.proxy_notes = std::move(found->notes);
    return {};
  }
  auto found = net::proxy_from_environment(url->host, url->port);
  if (!found) return tl::make_unexpected(std::move(found.error()));
  client.proxy = std::move(found->proxy);
  return {};
}

}  // namespace webcid::cli
