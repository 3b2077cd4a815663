// Lines of the W3C extended log and of HTTPERR (iis.md g.1, g.2): which column holds what.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace webcid::audit {

// Columns of interest. Both logs have a #Fields line, in any order.
enum class Column : std::uint8_t {
  Date,
  Time,
  Method,
  Path,  // cs-uri-stem; of HTTPERR cs-uri, without its query
  Client,
  User,
  Status,
  SubStatus,
  Win32,
  Reason,  // s-reason
  None,
};
inline constexpr std::size_t kColumns = static_cast<std::size_t>(Column::None);

// One request. Views into the line; "" for what the log does not have.
struct LoggedRequest {
  std::string_view date;  // "2026-01-31"
  std::string_view time;  // "23:59:59", UTC
  std::string_view method;
  std::string_view path;  // as logged: decoded, blanks as '+'
  std::string_view client;
  std::string_view user;
  int status = 0;       // 0: none was sent
  int sub_status = -1;  // -1: not logged
  std::uint32_t win32 = 0;
  std::string_view reason;
};

// What #Fields says of the lines below it.
class LogFormat {
 public:
  // Nothing of it is known: every line is misunderstood.
  LogFormat() = default;
  // From what follows "#Fields:".
  static LogFormat from_fields(std::string_view fields);
  // Those that a fresh IIS 8 or later writes, for a log without the line.
  static LogFormat w3c_default();
  static LogFormat httperr_default();

  // False: no line of this format (fewer columns, no status that is a number, bytes that no log has).
  bool read(std::string_view line, LoggedRequest& out) const;
  // Whether the columns that tell a refusal are there.
  bool has_status() const { return has(Column::Status); }
  bool has_sub_status() const { return has(Column::SubStatus); }
  // From the "#Date:" line, for logs whose lines have none.
  void set_date(std::string_view date) { m_date = date; }

 private:
  bool has(Column column) const;

  struct Taken {
    std::size_t index = 0;
    Column column = Column::None;
  };
  std::vector<Column> m_columns;  // up to the last one of interest
  std::vector<Taken> m_taken;     // of these, those of interest
  bool m_has_query = false;       // a path ends at its '?'
  std::string m_date;
};

}  // namespace webcid::audit
