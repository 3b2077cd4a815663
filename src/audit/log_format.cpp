#include "log_format.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include <webcid/base/text.hpp>

namespace webcid::audit {
namespace {

struct FieldRow {
  std::string_view name;
  Column column;
};
constexpr std::array<FieldRow, 11> kFields{{
    {"date", Column::Date},
    {"time", Column::Time},
    {"cs-method", Column::Method},
    {"cs-uri-stem", Column::Path},
    {"cs-uri", Column::Path},
    {"c-ip", Column::Client},
    {"cs-username", Column::User},
    {"sc-status", Column::Status},
    {"sc-substatus", Column::SubStatus},
    {"sc-win32-status", Column::Win32},
    {"s-reason", Column::Reason},
}};

constexpr std::size_t kMostFields = 256;

bool is_date(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && text[0] >= '0' && text[0] <= '9';
}

// Where the columns of a line end: the positions of its first `most` blanks, and its own end behind its last column.
// Eight bytes at a time: it is here that an audit of a large log spends its time. Returns how many columns there are.
std::size_t find_ends(std::string_view line, std::size_t most, std::uint32_t* ends) {
  std::size_t count = 0;
  std::size_t at = 0;
  if constexpr (std::endian::native == std::endian::little) {
    constexpr std::uint64_t kLow = 0x7f7f7f7f7f7f7f7fU;
    constexpr std::uint64_t kBlanks = 0x2020202020202020U;
    for (; at + 8 <= line.size() && count < most; at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, line.data() + at, sizeof word);
      word ^= kBlanks;
      // The top bit of each byte that is zero, and of no other one: seven bits added never carry into the next byte.
      std::uint64_t zeros = ~(((word & kLow) + kLow) | word | kLow);
      for (; zeros != 0 && count < most; zeros &= zeros - 1) {
        ends[count++] = static_cast<std::uint32_t>(at + static_cast<std::size_t>(std::countr_zero(zeros)) / 8);
      }
    }
  }
  for (; at < line.size() && count < most; ++at) {
    if (line[at] == ' ') ends[count++] = static_cast<std::uint32_t>(at);
  }
  if (count < most) ends[count++] = static_cast<std::uint32_t>(line.size());
  return count;
}

// "-" is what there is none of.
std::string_view value_of(std::string_view field) {
  return field == "-" ? std::string_view() : field;
}

// Digits only, as logs have them; nothing for anything else, and for "-".
template <class Number>
bool read_number(std::string_view digits, Number& out) {
  if (digits.empty() || digits.size() > 10) return false;
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (value > std::numeric_limits<Number>::max()) return false;
  out = static_cast<Number>(value);
  return true;
}

}  // namespace

LogFormat LogFormat::from_fields(std::string_view fields) {
  LogFormat format;
  for (const std::string_view name : base::split(base::trim(fields), ' ')) {
    if (name.empty()) continue;
    if (format.m_columns.size() == kMostFields) break;
    const auto* const row =
        std::find_if(kFields.begin(), kFields.end(), [&](const FieldRow& field) { return field.name == name; });
    format.m_columns.push_back(row == kFields.end() ? Column::None : row->column);
  }
  // What stands behind the last column of interest may hold anything, blanks too.
  while (!format.m_columns.empty() && format.m_columns.back() == Column::None) format.m_columns.pop_back();
  format.m_has_query = format.has(Column::Reason);
  for (std::size_t i = 0; i < format.m_columns.size(); ++i) {
    if (format.m_columns[i] != Column::None) format.m_taken.push_back({i, format.m_columns[i]});
  }
  return format;
}

LogFormat LogFormat::w3c_default() {
  return from_fields(
      "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status "
      "sc-substatus sc-win32-status time-taken");
}

LogFormat LogFormat::httperr_default() {
  return from_fields(
      "date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename");
}

bool LogFormat::has(Column column) const {
  return std::find(m_columns.begin(), m_columns.end(), column) != m_columns.end();
}

bool LogFormat::read(std::string_view line, LoggedRequest& out) const {
  std::array<std::uint32_t, kMostFields> ends;
  std::array<std::string_view, kColumns> values;
  if (m_columns.empty() || find_ends(line, m_columns.size(), ends.data()) < m_columns.size()) return false;
  for (const Taken& taken : m_taken) {
    const std::size_t start = taken.index == 0 ? 0 : ends[taken.index - 1] + 1U;
    values[static_cast<std::size_t>(taken.column)] = line.substr(start, ends[taken.index] - start);
  }
  const auto value = [&](Column which) { return values[static_cast<std::size_t>(which)]; };
  out.date = value(Column::Date);
  if (out.date.empty()) out.date = m_date;
  out.time = value(Column::Time);
  if (!is_date(out.date) || out.time.size() != 8 || out.time[2] != ':') return false;
  out.method = value_of(value(Column::Method));
  out.path = value_of(value(Column::Path));
  if (m_has_query) out.path = out.path.substr(0, out.path.find('?'));
  out.client = value_of(value(Column::Client));
  out.user = value_of(value(Column::User));
  out.reason = value_of(value(Column::Reason));
  out.status = 0;
  const std::string_view status = value(Column::Status);
  if (!read_number(status, out.status) && status != "-" && !status.empty()) return false;
  if (out.status > 999) return false;
  out.sub_status = -1;
  if (read_number(value(Column::SubStatus), out.sub_status)) out.sub_status = std::min(out.sub_status, 9999);
  out.win32 = 0;
  read_number(value(Column::Win32), out.win32);
  return true;
}

}  // namespace webcid::audit
