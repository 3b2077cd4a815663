#include "logs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include <webcid/base/encoding.hpp>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/iis/version.hpp>

#include "bytes.hpp"
#include "lines.hpp"
#include "log_format.hpp"

namespace webcid::audit {
namespace {

constexpr std::size_t kHead = 64 * 1024;  // bytes that tell what a file is
constexpr std::size_t kMaxConfiguration = 4UL * 1024UL * 1024UL + 1;
constexpr std::string_view kFields = "#Fields:";
constexpr std::string_view kDate = "#Date:";
constexpr std::string_view kSoftware = "#Software:";

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

std::string file_name_of(const std::string& file) {
  return base::to_lower(base::from_native(base::to_native(file).filename()));
}

std::string_view without_mark(std::string_view text) {
  return starts_with(text, "\xef\xbb\xbf") ? text.substr(3) : text;
}

// The lines of one log with the format that the last #Fields line gave.
class LogReader {
 public:
  LogReader(FileKind kind, Tally& tally, LogFacts& facts) : m_kind(kind), m_tally(tally), m_facts(facts) {}

  void line(std::string_view text) {
    if (m_is_first) text = without_mark(text);
    m_is_first = false;
    if (!text.empty() && text.front() == '#') return directive(text);
    if (!m_has_fields) {
      // The first lines of a copied piece.
      m_format = m_kind == FileKind::HttpErrLog ? LogFormat::httperr_default() : LogFormat::w3c_default();
      m_has_fields = m_is_assumed = true;
    }
    if (!m_format.read(text, m_request)) {
      ++m_misunderstood;
      return;
    }
    ++m_facts.lines;
    m_tally.add(m_request);
  }

  std::uint64_t misunderstood() const { return m_misunderstood; }
  bool is_assumed() const { return m_is_assumed; }
  bool lacks_sub_status() const { return m_lacks_sub_status; }

 private:
  void directive(std::string_view text) {
    if (starts_with(text, kFields)) {
      m_format = LogFormat::from_fields(text.substr(kFields.size()));
      m_has_fields = true;
      m_format.set_date(m_date);
      m_lacks_sub_status = m_lacks_sub_status || (m_kind == FileKind::W3cLog && !m_format.has_sub_status());
    } else if (starts_with(text, kDate)) {
      m_date = std::string(base::trim(text.substr(kDate.size())).substr(0, 10));
      m_format.set_date(m_date);
    } else if (starts_with(text, kSoftware)) {
      const std::string_view name = base::trim(text);
      const std::string_view version = name.substr(name.rfind(' ') + 1);
      if (m_kind == FileKind::W3cLog && iis::version_named(version)) m_facts.version = std::string(version);
    }
  }

  FileKind m_kind;
  Tally& m_tally;
  LogFacts& m_facts;
  LogFormat m_format;
  LoggedRequest m_request;
  std::string m_date;
  bool m_is_first = true;
  bool m_has_fields = false;
  bool m_is_assumed = false;
  bool m_lacks_sub_status = false;
  std::uint64_t m_misunderstood = 0;
};

}  // namespace

base::Result<FileKind> kind_of(const std::string& file) {
  std::string head;
  const auto read = read_unpacked(file, [&](std::string_view piece) {
    head.append(piece.substr(0, kHead - head.size()));
    return head.size() < kHead;
  });
  if (!read) return tl::make_unexpected(read.error());
  head = base::as_utf8(std::move(head));
  const std::string_view text = base::trim(without_mark(head));
  const std::string name = file_name_of(file);
  if (starts_with(text, "<")) {
    // Sections come before the sites in the file as it is installed: the whole of it tells.
    if (text.find("<configuration") != std::string_view::npos) {
      const bool is_host = text.find("<system.applicationHost") != std::string_view::npos ||
                           text.find("\"system.applicationHost\"") != std::string_view::npos;
      return is_host ? FileKind::ApplicationHost : FileKind::WebConfig;
    }
    return base::fail(
        base::ErrorKind::Usage,
        fmt::format("{}: XML without <configuration> in its first 64 KiB, so no file of IIS that is known "
                    "here",
                    base::printable(file)));
  }
  const std::size_t fields = text.find(kFields);
  if (fields != std::string_view::npos) {
    const std::string_view line = text.substr(fields, text.find('\n', fields) - fields);
    return line.find("s-reason") != std::string_view::npos ? FileKind::HttpErrLog : FileKind::W3cLog;
  }
  if (starts_with(name, "httperr")) return FileKind::HttpErrLog;
  if (starts_with(name, "u_ex") || starts_with(name, "u_in") || starts_with(name, "ex")) return FileKind::W3cLog;
  return base::fail(base::ErrorKind::Usage,
                    fmt::format("{}: neither configuration (it does not begin with '<') nor a log (no \"#Fields:\" in "
                                "its first 64 KiB, and the name is not that of u_ex*.log or httperr*.log)",
                                base::printable(file)));
}

base::Result<std::string> read_configuration(const std::string& file) {
  std::string text;
  const auto read = read_unpacked(file, [&](std::string_view piece) {
    text.append(piece.substr(0, kMaxConfiguration - text.size()));
    return text.size() < kMaxConfiguration;
  });
  if (!read) return tl::make_unexpected(read.error());
  return base::as_utf8(std::move(text));
}

base::Result<LogFacts> read_log(const std::string& file, FileKind kind, Tally& tally,
                                base::Cancellation& cancellation) {
  LogFacts facts;
  LineSplitter lines;
  LogReader reader(kind, tally, facts);
  const auto on_line = [&](std::string_view line) { reader.line(line); };
  const auto read = read_unpacked(file, [&](std::string_view piece) {
    facts.bytes += piece.size();
    lines.feed(piece, on_line);
    return !cancellation.requested();
  });
  if (!read) return tl::make_unexpected(read.error());
  const std::uint64_t before = reader.misunderstood();
  lines.finish(on_line);
  const std::uint64_t cut = reader.misunderstood() - before;
  const auto note = [&](const char* id, std::vector<std::string> more) {
    more.insert(more.begin(), file);
    facts.notes.push_back({id, std::move(more), std::nullopt});
  };
  if (before > 0) note("log-lines-misunderstood", {fmt::format("{}", before)});
  if (cut > 0) note("log-last-line-cut", {});
  if (lines.overlong() > 0) note("log-lines-overlong", {fmt::format("{}", lines.overlong())});
  if (*read == Ending::Broken) note("log-packing-broken", {});
  if (reader.is_assumed()) note("log-fields-assumed", {});
  if (reader.lacks_sub_status()) note("log-without-sub-status", {});
  return facts;
}

}  // namespace webcid::audit
