// Files of a server in a temporary folder, and the report that they give.
#pragma once

#include <algorithm>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/audit/audit.hpp>
#include <webcid/base/file.hpp>
#include <webcid/iis/server_configuration.hpp>

#include "temporary_folder.hpp"

namespace webcid::audit::testing {

inline model::Entry entry(std::string_view path) {
  return {*base::RelativePath::create(path), 100, {}};
}

// What the guide makes of a share (iis-webcid-guide).
inline constexpr const char* kGuide =
    "<configuration>\n"
    "  <system.webServer>\n"
    "    <staticContent>\n"
    "      <mimeMap fileExtension=\".*\" mimeType=\"application/octet-stream\" />\n"
    "      <mimeMap fileExtension=\".\" mimeType=\"application/octet-stream\" />\n"
    "    </staticContent>\n"
    "    <directoryBrowse enabled=\"true\" />\n"
    "    <security>\n"
    "      <requestFiltering allowDoubleEscaping=\"true\">\n"
    "        <hiddenSegments><remove segment=\"bin\" /></hiddenSegments>\n"
    "      </requestFiltering>\n"
    "    </security>\n"
    "  </system.webServer>\n"
    "</configuration>\n";

// Healthy by default: each test changes one thing.
class Server {
 public:
  Server() {
    stock.virtual_directories = {{"/SophosUpdate", R"(D:\Updates)", true}};
    options.user_agent = "webcid/1.0";
    options.entries = std::vector<model::Entry>{entry("a.txt"),     entry("vdl.dat"), entry("README"),
                                                entry("bin/x.txt"), entry("c++.txt"), entry("Mac OS/s p.dat")};
  }

  std::string write(const std::string& name, std::string_view text) {
    const std::filesystem::path path = m_folder.path() / name;
    std::ofstream(path, std::ios::binary) << text;
    return base::from_native(path);
  }

  Server& with_configuration(std::string_view web_config = kGuide) {
    options.files.push_back(write("applicationHost.config", iis::application_host_text(stock)));
    options.files.push_back(write("web.config", web_config));
    return *this;
  }

  Server& with_log(const std::string& name, std::string_view text) {
    options.files.push_back(write(name, text));
    return *this;
  }

  const std::filesystem::path& folder() const { return m_folder.path(); }

  base::Result<model::Report> try_report() {
    base::Cancellation cancellation;
    return run(options, cancellation);
  }

  model::Report report() {
    auto result = try_report();
    if (!result) FAIL(result.error().message);
    return *result;
  }

  AuditOptions options;
  iis::StockServer stock;

 private:
  test::TemporaryFolder m_folder;
};

inline const model::Finding* find(const model::Report& report, std::string_view cause) {
  const auto found = std::find_if(report.findings.begin(), report.findings.end(),
                                  [&](const model::Finding& finding) { return finding.about.cause == cause; });
  return found == report.findings.end() ? nullptr : &*found;
}

// "error iis.hidden-segment bin; ..." in the report's order.
inline std::string told(const model::Report& report) {
  std::string text;
  for (const model::Finding& finding : report.findings) {
    text += (text.empty() ? "" : "; ") + std::string(name_of(finding.severity)) + " " + finding.about.cause;
    for (const std::string& parameter : finding.about.parameters) text += " " + parameter;
  }
  return text;
}

// The arguments of the first statement of that id, joined by '|'; "none" without one.
inline std::string said(const std::vector<model::Statement>& statements, std::string_view id) {
  for (const model::Statement& statement : statements) {
    if (statement.id != id) continue;
    std::string text;
    for (const std::string& argument : statement.arguments) text += (text.empty() ? "" : "|") + argument;
    return text;
  }
  return "none";
}

}  // namespace webcid::audit::testing
