#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/iis/url.hpp>

#include "testserver/iis_logs.hpp"
#include "testserver/log_field.hpp"

namespace webcid::testserver {
namespace {

constexpr std::size_t kMaxMethod = 255;  // bytes; KB820729
constexpr std::size_t kMaxUri = 4096;

struct ExpiryRow {
  Expiry expiry;
  std::string_view reason;
};
constexpr std::array<ExpiryRow, 3> kExpiries{{
    {Expiry::Idle, "Timer_ConnectionIdle"},
    {Expiry::HeaderWait, "Timer_HeaderWait"},
    {Expiry::TooSlow, "Timer_MinBytesPerSecond"},
}};

// KB820729: a parsed URL is logged decoded with its query, one that could not be parsed as it came.
std::string uri_of(std::string_view target) {
  if (target.empty()) return "-";
  std::string text(target);
  if (const auto url = iis::normalise_target(target)) {
    text = url->path + (url->query.empty() ? std::string() : "?" + url->query);
  }
  return log_field(text.substr(0, kMaxUri));
}

// KB820729: of an IPv6 address the scope is logged too.
std::string address_field(const std::string& address) {
  const bool needs_scope = address.find(':') != std::string::npos && address.find('%') == std::string::npos;
  return log_field(needs_scope ? address + "%0" : address);
}

struct Line {
  base::Time time;
  const Peers& peers;
  std::string_view version;
  std::string_view method;
  std::string_view target;
  std::string status;
  std::string site;
  std::string reason;
  std::string queue;
};

std::string text_of(const Line& line, iis::Version version) {
  // HTTP/2 came with Windows 10, and the stream's number with it; there is none in HTTP/1.
  const std::string_view stream = version >= iis::Version::V10_0 ? " -" : "";
  return fmt::format("{} {} {} {} {} {} {} {}{} {} {} {} {}", log_time(line.time),
                     address_field(line.peers.client_address), line.peers.client_port,
                     address_field(line.peers.server_address), line.peers.server_port, log_field(line.version),
                     log_field(line.method.substr(0, kMaxMethod)), uri_of(line.target), stream, line.status, line.site,
                     log_field(line.reason), line.queue);
}

}  // namespace

std::string httperr_header(iis::Version version, base::Time time) {
  const std::string_view stream = version >= iis::Version::V10_0 ? " streamid" : "";
  return fmt::format(
      "#Software: Microsoft HTTP API 2.0\r\n#Version: 1.0\r\n#Date: {}\r\n"
      "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri{} sc-status s-siteid s-reason "
      "s-queuename\r\n",
      log_time(time), stream);
}

std::string httperr_line(const Served& served, iis::Version version) {
  const iis::Answer& answer = *served.answer;
  Line line{served.finished,      served.peers, served.version, served.request.method, served.request.target, "-", "-",
            "Connection_Dropped", "-"};
  if (served.ending != Ending::Dropped) {
    line.status = fmt::format("{}", answer.status);
    // Never empty (KB820729).
    line.reason = answer.http_sys_reason.empty() ? "BadRequest" : answer.http_sys_reason;
  }
  // A request that found its site waits in the queue of that site's application pool.
  if (answer.site_id != 0) {
    line.site = fmt::format("{}", answer.site_id);
    line.queue = "DefaultAppPool";
  }
  return text_of(line, version);
}

std::string httperr_line(const Expired& expired, iis::Version version) {
  const auto* row = std::find_if(kExpiries.begin(), kExpiries.end(),
                                 [&](const ExpiryRow& each) { return each.expiry == expired.expiry; });
  return text_of({expired.at, expired.peers, expired.version, expired.method, expired.target, "-", "-",
                  std::string(row->reason), "-"},
                 version);
}

base::Result<void> HttpErrLog::write(base::Time time, const std::string& line) {
  const std::string path = m_folder + "/httperr1.log";
  if (!m_stream.is_open()) {
    m_stream.open(base::to_native(path), std::ios::binary | std::ios::app);
    m_stream << httperr_header(m_version, time);
  }
  m_stream << line << "\r\n" << std::flush;
  if (m_stream) return {};
  return base::fail(base::ErrorKind::LocalIo,
                    fmt::format("cannot write {}: {}", base::printable(path), base::system_message(errno)));
}

base::Result<void> HttpErrLog::add(const Served& served) {
  return write(served.finished, httperr_line(served, m_version));
}

base::Result<void> HttpErrLog::add(const Expired& expired) {
  return write(expired.at, httperr_line(expired, m_version));
}

}  // namespace webcid::testserver
