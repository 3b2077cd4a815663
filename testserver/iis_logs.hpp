// The two logs of a Windows server, as IIS and HTTP.sys write them (iis.md g).
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <webcid/base/result.hpp>
#include <webcid/iis/version.hpp>

#include "testserver/served.hpp"

namespace webcid::testserver {

// DIR/W3SVC<site>/u_exYYMMDD.log: everything that a site answered. UTC, a new file each day.
class W3cLog {
 public:
  W3cLog(std::string folder, iis::Version version) : m_folder(std::move(folder)), m_version(version) {}
  base::Result<void> add(const Served& served);

 private:
  struct File {
    std::string day;
    std::ofstream stream;
  };
  base::Result<void> open(File& file, std::uint32_t site, base::Time time) const;

  std::string m_folder;
  iis::Version m_version;
  std::map<std::uint32_t, File> m_files;  // by site
};

// DIR/httperr1.log: what HTTP.sys answered or ended by itself.
class HttpErrLog {
 public:
  HttpErrLog(std::string folder, iis::Version version) : m_folder(std::move(folder)), m_version(version) {}
  base::Result<void> add(const Served& served);
  base::Result<void> add(const Expired& expired);

 private:
  base::Result<void> write(base::Time time, const std::string& line);

  std::string m_folder;
  iis::Version m_version;
  std::ofstream m_stream;
};

// Lines without their ends, and the header lines with theirs.
std::string w3c_line(const Served& served, iis::Version version);
std::string w3c_header(iis::Version version, base::Time time);
std::string httperr_line(const Served& served, iis::Version version);
std::string httperr_line(const Expired& expired, iis::Version version);
std::string httperr_header(iis::Version version, base::Time time);

// Decides which log a line belongs to; HTTP.sys's own answers are never in the W3C log. What cannot be written is said
// once on stderr.
class IisLogs {
 public:
  // An empty folder: that log is not written. LocalIo when a folder cannot be made.
  static base::Result<IisLogs> create(const std::string& w3c_folder, const std::string& httperr_folder,
                                      iis::Version version);
  void add(const Served& served);
  void add(const Expired& expired);

 private:
  void check(const base::Result<void>& written);

  std::optional<W3cLog> m_w3c;
  std::optional<HttpErrLog> m_httperr;
  bool m_has_failed = false;
};

}  // namespace webcid::testserver
