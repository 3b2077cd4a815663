#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/iis/url.hpp>

#include "testserver/iis_logs.hpp"
#include "testserver/log_field.hpp"

namespace webcid::testserver {
namespace {

constexpr std::uint32_t kNameNoLongerAvailable = 64;  // ERROR_NETNAME_DELETED: the client dropped the connection
constexpr std::uint32_t kFirstSite = 1;

// The URL as the site saw it; as sent when HTTP.sys did not get as far as that.
iis::NormalisedUrl url_of(const iis::Request& request) {
  if (auto url = iis::normalise_target(request.target)) return std::move(*url);
  const std::size_t mark = std::min(request.target.find('?'), request.target.size());
  return {request.target.substr(0, mark),
          mark < request.target.size() ? request.target.substr(mark + 1) : std::string()};
}

std::uint32_t win32_status(const Served& served) {
  if (served.ending == Ending::Cut) return kNameNoLongerAvailable;
  return iis::win32_status_of(served.answer->hresult);
}

struct Line {
  const Served& served;
  iis::NormalisedUrl url;
};

struct Field {
  std::string_view name;
  iis::Version since;
  std::string (*value)(const Line& line);
};

std::string header_field(const Line& line, std::string_view name) {
  return log_field(line.served.request.header(name).value_or(""));
}

// The fields that a fresh IIS logs, in its order (iis.md g.1); 7.x has no Referer among them.
constexpr std::array<Field, 13> kFields{{
    {"date time", iis::Version::V7_0, [](const Line& line) { return log_time(line.served.finished); }},
    {"s-ip", iis::Version::V7_0, [](const Line& line) { return log_field(line.served.peers.server_address); }},
    {"cs-method", iis::Version::V7_0, [](const Line& line) { return log_field(line.served.request.method); }},
    {"cs-uri-stem", iis::Version::V7_0, [](const Line& line) { return log_field(line.url.path); }},
    {"cs-uri-query", iis::Version::V7_0, [](const Line& line) { return log_field(line.url.query); }},
    {"s-port", iis::Version::V7_0, [](const Line& line) { return fmt::format("{}", line.served.peers.server_port); }},
    {"cs-username", iis::Version::V7_0, [](const Line& line) { return log_field(line.served.answer->user); }},
    {"c-ip", iis::Version::V7_0, [](const Line& line) { return log_field(line.served.peers.client_address); }},
    {"cs(User-Agent)", iis::Version::V7_0, [](const Line& line) { return header_field(line, "User-Agent"); }},
    {"cs(Referer)", iis::Version::V8_0, [](const Line& line) { return header_field(line, "Referer"); }},
    {"sc-status sc-substatus", iis::Version::V7_0,
     [](const Line& line) { return fmt::format("{} {}", line.served.answer->status, line.served.answer->sub_status); }},
    {"sc-win32-status", iis::Version::V7_0,
     [](const Line& line) { return fmt::format("{}", win32_status(line.served)); }},
    {"time-taken", iis::Version::V7_0, [](const Line& line) { return fmt::format("{}", line.served.taken.count()); }},
}};

}  // namespace

std::string w3c_line(const Served& served, iis::Version version) {
  const Line line{served, url_of(served.request)};
  std::string text;
  for (const Field& field : kFields) {
    if (version < field.since) continue;
    if (!text.empty()) text.push_back(' ');
    text += field.value(line);
  }
  return text;
}

std::string w3c_header(iis::Version version, base::Time time) {
  std::string fields;
  for (const Field& field : kFields) {
    if (version >= field.since) fields += fmt::format(" {}", field.name);
  }
  return fmt::format(
      "#Software: Microsoft Internet Information Services {}\r\n#Version: 1.0\r\n#Date: {}\r\n#Fields:{}\r\n",
      iis::row_of(version).name, log_time(time), fields);
}

base::Result<void> W3cLog::open(File& file, std::uint32_t site, base::Time time) const {
  const std::string day = log_time(time).substr(0, 10);
  if (file.day == day) return {};
  const std::string folder = fmt::format("{}/W3SVC{}", m_folder, site);
  const std::string path =
      fmt::format("{}/u_ex{}{}{}.log", folder, day.substr(2, 2), day.substr(5, 2), day.substr(8, 2));
  std::error_code error;
  std::filesystem::create_directories(base::to_native(folder), error);
  file.stream = std::ofstream(base::to_native(path), std::ios::binary | std::ios::app);
  if (!file.stream.is_open()) {
    return base::fail(base::ErrorKind::LocalIo,
                      fmt::format("cannot write {}: {}", base::printable(path), base::system_message(errno)));
  }
  file.day = day;
  file.stream << w3c_header(m_version, time);
  return {};
}

base::Result<void> W3cLog::add(const Served& served) {
  // Not every set of rules numbers its sites; a server with one site calls it 1.
  const std::uint32_t site = served.answer->site_id == 0 ? kFirstSite : served.answer->site_id;
  File& file = m_files[site];
  if (auto opened = open(file, site, served.finished); !opened) return opened;
  file.stream << w3c_line(served, m_version) << "\r\n" << std::flush;
  if (file.stream) return {};
  return base::fail(base::ErrorKind::LocalIo, fmt::format("cannot write the W3C log in {}", base::printable(m_folder)));
}

}  // namespace webcid::testserver
