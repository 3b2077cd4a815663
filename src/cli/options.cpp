#include "options.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <thread>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <webcid/base/file.hpp>
#include <webcid/base/secret.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>
#include <webcid/catalogue/read.hpp>
#include <webcid/net/proxy.hpp>
#include <webcid/report/formats.hpp>

#include "bilingual.hpp"
#include "messages.hpp"
#include "terminal.hpp"

namespace webcid::cli {
namespace {

constexpr causes::Text kOutputGroup{"Output", "出力"};

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

// 10, 10k, 2M, 1G, 3T: bytes, in powers of 1024; nothing for what is none of that, or more than 2^50.
std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  constexpr std::string_view kUnits = "kmgt";
  constexpr std::uint64_t kMost = std::uint64_t{1} << 50;
  std::string_view digits = text;
  std::uint64_t factor = 1;
  if (!digits.empty()) {
    const auto unit = kUnits.find(base::to_lower(digits.substr(digits.size() - 1)));
    if (unit != std::string_view::npos) {
      factor = std::uint64_t{1} << (10 * (unit + 1));
      digits.remove_suffix(1);
    }
  }
  const auto number = base::parse_unsigned(digits);
  if (!number || *number == 0 || *number > kMost / factor) return std::nullopt;
  return *number * factor;
}

bool is_ipv4_literal(std::string_view host) {
  return !host.empty() && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

// HOST:ADDR[,ADDR]; IPv6 addresses in brackets or bare.
base::Result<net::ResolveOverride> parse_resolve(std::string_view text) {
  const auto colon = text.find(':');
  net::ResolveOverride out;
  if (colon != std::string_view::npos) {
    out.host = base::to_lower(text.substr(0, colon));
    for (std::string_view address : base::split(text.substr(colon + 1), ',')) {
      if (address.size() > 2 && address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
      }
      if (!address.empty()) out.addresses.emplace_back(address);
    }
  }
  if (out.host.empty() || out.addresses.empty()) {
    return base::fail(ErrorKind::Usage, fmt::format("--resolve {}: expected HOST:ADDRESS[,ADDRESS]", text));
  }
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

// Where the command line leaves it open: the variables that command-line tools have agreed on.
bool environment_wants_colour() {
  if (environment("NO_COLOR")) return false;
  if (const auto force = environment("CLICOLOR_FORCE"); force && *force != "0") return true;
  const bool is_off = environment("CLICOLOR").value_or("1") == "0" || environment("TERM").value_or("") == "dumb";
  return is_terminal(Stream::Out) && !is_off;
}

}  // namespace

void ConnectionOptions::add_to(CLI::App& command) {
  const std::string group = both({"Connection", "接続"});
  add_accounts_to(command, group);
  command.add_option("--user-agent", user_agent, both({"User-Agent to send", "送信する User-Agent"}))
      ->type_name("TEXT")
      ->capture_default_str()
      ->group(group);
  command
      .add_option("--resolve", resolve,
                  both({"use these addresses for the name", "名前解決の結果の代わりに、このアドレスを使う"}))
      ->type_name("HOST:ADDRESS[,ADDRESS]")
      ->group(group)
      ->allow_extra_args(false);
  auto* const four = command.add_flag("-4,--ipv4", ipv4, both({"IPv4 only", "IPv4 のみ"}))->group(group);
  command.add_flag("-6,--ipv6", ipv6, both({"IPv6 only", "IPv6 のみ"}))->excludes(four)->group(group);
  command.add_option("-j,--jobs", jobs, both({"connections at once, 1 to 64", "同時接続数 (1 から 64)"}))
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
  command
      .add_option("--limit-rate", limit_rate,
                  both({"bytes per second over all connections, such as 500k or 2M",
                        "全接続を合わせた毎秒のバイト数の上限 (500k、2M など)"}))
      ->type_name("BYTES")
      ->group(group);
  command
      .add_option("--timeout", timeout,
                  both({"seconds without an answer or without data that count as a stall",
                        "応答またはデータがこの秒数なければ停止とみなす"}))
      ->type_name("SECONDS")
      ->capture_default_str()
      ->group(group);
}

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

void BudgetOptions::add_to(CLI::App& command) {
  const std::string group = both({"Limits", "上限"});
  command
      .add_option("--max-files", files,
                  both({"files that are fetched at most, of an address", "1 つのアドレスから取得するファイル数の上限"}))
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{5'000'000}))
      ->capture_default_str()
      ->group(group);
  command
      .add_option("--max-bytes", bytes,
                  both({"bytes that are received at most, of an address, such as 20G",
                        "1 つのアドレスから受信するバイト数の上限 (20G など)"}))
      ->type_name("BYTES")
      ->capture_default_str()
      ->group(group);
  command
      .add_option("--max-time", seconds,
                  both({"seconds that an address may take at most", "1 つのアドレスにかける時間の上限 (秒)"}))
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 31'536'000))
      ->capture_default_str()
      ->group(group);
}

base::Result<check::Budget> BudgetOptions::resolve() const {
  const auto most = parse_bytes(bytes);
  if (!most) {
    return base::fail(ErrorKind::Usage, fmt::format("--max-bytes {}: expected bytes, such as 500M or 20G", bytes));
  }
  return check::Budget{files, *most, std::chrono::seconds(seconds)};
}

base::Result<net::ClientOptions> ConnectionOptions::without_proxy(causes::Language language) const {
  net::ClientOptions out;
  out.user_agent = user_agent;
  if (jobs < 1 || jobs > 64) return base::fail(ErrorKind::Usage, "--jobs: expected a number from 1 to 64");
  out.parallel = jobs;
  // More cores than two do not make one server faster.
  out.loops = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 2);
  if (!(timeout >= 0.1 && timeout <= 86400)) {
    return base::fail(ErrorKind::Usage, "--timeout: expected seconds from 0.1 to 86400");
  }
  const std::chrono::milliseconds wait{std::llround(timeout * 1000)};
  out.stall_timeout = wait;
  out.connect_timeout = std::min(out.connect_timeout, wait);
  if (ipv4) out.family = net::AddressFamily::V4;
  if (ipv6) out.family = net::AddressFamily::V6;
  for (const std::string& text : resolve) {
    auto parsed = parse_resolve(text);
    if (!parsed) return tl::make_unexpected(std::move(parsed.error()));
    out.resolve.push_back(std::move(*parsed));
  }
  if (!limit_rate.empty()) {
    const auto rate = parse_bytes(limit_rate);
    if (!rate) {
      return base::fail(ErrorKind::Usage,
                        fmt::format("--limit-rate {}: expected bytes per second, such as 500k or 2M", limit_rate));
    }
    out.limit_rate = *rate;
  }

  if (!user.empty() || !proxy_user.empty()) base::keep_memory_private();
  const bool has_source = !password_file.empty() || password_stdin;
  if (user.empty() && has_source) return base::fail(ErrorKind::Usage, "a password needs --user");
  if (user == kLoggedOn) {
    if (has_source) return base::fail(ErrorKind::Usage, "--user : is the account logged on, without a password");
    out.account = net::Account{"", "", net::AccountKind::LoggedOn};
  } else if (!user.empty()) {
    base::Result<std::string> password{std::string()};
    if (!password_file.empty()) {
      password = first_line_of(password_file, "--password-file");
    } else if (password_stdin) {
      password = read_line_from_input();
    } else if (auto variable = environment("WEBCID_PASSWORD")) {
      password = std::move(*variable);
      base::forget_variable("WEBCID_PASSWORD");
    } else {
      password = ask_password(said_in(fmt::format("password of {}: ", base::printable(user)), language));
    }
    if (!password) return tl::make_unexpected(std::move(password.error()));
    out.account = net::Account{user, *password};
    base::wipe(*password);
  }

  return out;
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

base::Result<std::vector<net::ClientOptions>> ConnectionOptions::resolve_for(std::span<const std::string> addresses,
                                                                             causes::Language language) const {
  for (const std::string& address : addresses) {
    const auto url = base::parse_address(address);
    if (url && ipv6 && is_ipv4_literal(url->host)) {
      return base::fail(ErrorKind::Usage, fmt::format("-6: {} is an IPv4 address", url->host));
    }
  }
  const auto common = without_proxy(language);
  if (!common) return tl::make_unexpected(common.error());
  std::vector<net::ClientOptions> out(addresses.size(), *common);
  net::ChooseProxy automatic;
  if (proxy == kAutomatic) automatic = net::system_proxies(common->connect_timeout);
  bool has_proxy = false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (auto chosen = choose_proxy(addresses[i], automatic, out[i]); !chosen) {
      return tl::make_unexpected(std::move(chosen.error()));
    }
    has_proxy = has_proxy || out[i].proxy;
  }
  if (proxy_user.empty()) return out;
  if (!has_proxy) return base::fail(ErrorKind::Usage, "--proxy-user needs a proxy");
  const auto account = proxy_account();
  if (!account) return tl::make_unexpected(account.error());
  for (net::ClientOptions& each : out) {
    if (each.proxy) each.proxy->account = *account;
  }
  return out;
}

base::Result<net::ClientOptions> ConnectionOptions::resolve_for(const std::string& address,
                                                                causes::Language language) const {
  auto each = resolve_for({&address, 1}, language);
  if (!each) return tl::make_unexpected(std::move(each.error()));
  return std::move(each->front());
}

void OutputOptions::add_language_to(CLI::App& command) {
  command
      .add_option("--lang", language,
                  both({"language of what is printed; the system's where it is not given",
                        "表示の言語。指定しない場合はシステムの言語"}))
      ->type_name("LANGUAGE")
      ->check(CLI::IsMember({"en", "ja"}))
      ->group(both(kOutputGroup));
}

void OutputOptions::add_text_to(CLI::App& command) {
  add_language_to(command);
  command
      .add_option("--color", colour,
                  both({"colours on the terminal; NO_COLOR switches them off for auto",
                        "端末での色付け。auto の場合は NO_COLOR で無効になる"}))
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str()
      ->group(both(kOutputGroup));
}

void OutputOptions::add_to(CLI::App& command) {
  add_text_to(command);
  const std::string group = both(kOutputGroup);
  command
      .add_flag("--no-progress", no_progress, both({"no progress line on the terminal", "端末に進行状況を表示しない"}))
      ->group(group);
  auto* const silent = command.add_flag("-q,--quiet", quiet, both(kQuiet))->group(group);
  command
      .add_flag("-v,--verbose", verbose,
                both({"every remedy, every step of the guide", "すべての対処方法と、手順書のすべての手順を表示"}))
      ->excludes(silent)
      ->group(group);
}

void OutputOptions::add_reports_to(CLI::App& command) {
  std::vector<std::string> names;
  for (const report::Format& row : report::formats()) names.emplace_back(row.name);
  command
      .add_option("--report", reports,
                  both({"report to write; FILE - is standard output", "書き出すレポート。FILE が - なら標準出力"}))
      ->type_name(value_among("FORMAT=FILE", names))
      ->allow_extra_args(false)
      ->group(both(kOutputGroup));
  command
      .add_flag("--syslog", syslog,
                both({"one line to the system's log, with the severity of the verdict",
                      "判定の重大度で、システムのログに 1 行書き込む"}))
      ->group(both(kOutputGroup));
}

std::string OutputOptions::format_names() {
  std::string out;
  for (const report::Format& row : report::formats()) {
    if (!out.empty()) out += ", ";
    out += row.name;
  }
  return out;
}

causes::Language OutputOptions::chosen_language() const {
  return causes::language_named(language).value_or(system_language());
}

report::TerminalStyle OutputOptions::style() const {
  report::TerminalStyle out;
  const bool wanted = colour == "always" || (colour == "auto" && environment_wants_colour());
  out.colour = wanted && !shows_escapes_as_text(Stream::Out) ? report::Colour::Always : report::Colour::Never;
  // Wider lines are harder to read, narrower ones break the layout.
  out.width = std::clamp<std::size_t>(terminal_width(Stream::Out).value_or(80), 60, 120);
  out.language = chosen_language();
  out.verbosity = quiet ? report::Verbosity::Quiet : verbose ? report::Verbosity::Verbose : report::Verbosity::Normal;
  return out;
}

base::Result<catalogue::Source> read_catalogue_file(const std::string& path) {
  auto text = base::read_file(base::to_native(path), catalogue::kMaxText);
  if (!text) return tl::make_unexpected(std::move(text.error()));
  const std::string name = base::from_native(base::to_native(path).filename());
  auto parsed = catalogue::read(name, *text);
  if (!parsed) {
    const model::ParseProblem& problem = parsed.error();
    // Without the text of the line: the file may be another one than was meant, such as that of a password.
    return base::fail(ErrorKind::Malformed,
                      fmt::format("{}:{}:{}: {}", path, problem.line, problem.column, problem.message));
  }
  return catalogue::Source{std::move(*parsed), "", name};
}

}  // namespace webcid::cli
