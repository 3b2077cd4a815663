#include "testserver/fault_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "testserver/gateway_pages.hpp"

namespace webcid::testserver {
namespace {

using nlohmann::json;

// Thrown by the readers below, caught in parse_fault: nlohmann's own errors travel the same way.
struct BadFault {
  std::string why;
};

bool holds(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Whether any kind takes a member of this name: a member of another kind deserves another message than a slip.
bool is_known_member(std::string_view name) {
  return std::any_of(fault_kinds().begin(), fault_kinds().end(),
                     [&](const FaultKindRow& row) { return holds(row.members, name); });
}

const FaultKindRow& kind_named(const std::string& name) {
  for (const FaultKindRow& row : fault_kinds()) {
    if (row.name == name) return row;
  }
  throw BadFault{fmt::format("fault: unknown kind \"{}\"", name)};
}

void check_members(const json& object, const FaultKindRow& row) {
  for (const auto& [name, value] : object.items()) {
    if (name == "kind" || holds(row.members, name)) continue;
    if (!is_known_member(name)) throw BadFault{fmt::format("fault: unknown member \"{}\"", name)};
    throw BadFault{
        fmt::format("fault \"{}\": has no member \"{}\", only {}", row.name, name, fmt::join(row.members, ", "))};
  }
}

std::uint32_t read_count(const json& object, const FaultKindRow& row, const char* member, std::uint32_t usual) {
  if (!object.contains(member)) return usual;
  const json& value = object[member];
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > std::numeric_limits<std::uint32_t>::max()) {
    throw BadFault{fmt::format("fault \"{}\": \"{}\" is no count", row.name, member)};
  }
  return value.get<std::uint32_t>();
}

// Far above any file and far below where adding it to a size could overflow.
std::int64_t read_bytes(const json& object, const FaultKindRow& row) {
  constexpr std::int64_t kMost = std::int64_t{1} << 40U;
  if (!object.contains("bytes")) return 0;
  const json& value = object["bytes"];
  const bool is_small = value.is_number_integer() && value.get<std::int64_t>() <= kMost &&
                        value.get<std::int64_t>() >= -kMost &&
                        (!value.is_number_unsigned() || value.get<std::uint64_t>() <= std::uint64_t{1} << 40U);
  if (!is_small) throw BadFault{fmt::format("fault \"{}\": \"bytes\" is no number of bytes", row.name)};
  return value.get<std::int64_t>();
}

int read_status(const json& object, const FaultKindRow& row) {
  if (!object.contains("status")) return 0;
  const int status = object["status"].get<int>();
  if (std::find(row.statuses.begin(), row.statuses.end(), status) != row.statuses.end()) return status;
  throw BadFault{fmt::format("fault \"{}\": no status {}, only {}", row.name, status, fmt::join(row.statuses, ", "))};
}

FaultForm read_form(const json& object, const FaultKindRow& row) {
  if (!object.contains("form")) return row.forms.empty() ? FaultForm::Usual : row.forms.front().form;
  const std::string word = object["form"].get<std::string>();
  std::vector<std::string_view> names;
  for (const FaultFormRow& form : row.forms) {
    if (form.name == word) return form.form;
    names.push_back(form.name);
  }
  throw BadFault{fmt::format("fault \"{}\": no form \"{}\", only {}", row.name, word, fmt::join(names, ", "))};
}

FaultOrigin read_origin(const json& object, const FaultKindRow& row) {
  const std::string word = object.value("origin", std::string("itself"));
  if (word == "itself") return FaultOrigin::Itself;
  if (word == "compression") return FaultOrigin::Compression;
  throw BadFault{fmt::format("fault \"{}\": no origin \"{}\", only itself, compression", row.name, word)};
}

std::string read_product(const json& object, const FaultKindRow& row) {
  if (!object.contains("product")) return "";
  const std::string word = object["product"].get<std::string>();
  const std::vector<std::string_view> products = gateway_products(row.kind);
  if (holds(products, word)) return word;
  throw BadFault{fmt::format("fault \"{}\": no product \"{}\", only {}", row.name, word, fmt::join(products, ", "))};
}

// What goes into a header: one line of printable ASCII.
std::string read_location(const json& object, const FaultKindRow& row) {
  const bool is_needed = row.kind == FaultKind::Redirect;
  if (!object.contains("location") && !is_needed) return "";
  std::string location = object.at("location").get<std::string>();
  const bool is_line = !location.empty() && location.size() <= 2000 &&
                       std::all_of(location.begin(), location.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!is_line) throw BadFault{fmt::format("fault \"{}\": \"location\" is no address", row.name)};
  return location;
}

Fault read_fault(const json& object) {
  const FaultKindRow& row = kind_named(object.at("kind").get<std::string>());
  check_members(object, row);
  Fault fault;
  fault.kind = row.kind;
  fault.paths = object.value("paths", std::vector<std::string>{});
  fault.every = read_count(object, row, "every", 0);
  fault.from = read_count(object, row, "from", 0);
  fault.bytes = read_bytes(object, row);
  fault.times = read_count(object, row, "times", row.times);
  fault.after = read_count(object, row, "after", 0);
  fault.nth = read_count(object, row, "nth", 0);
  fault.connections = read_count(object, row, "connections", 0);
  fault.status = read_status(object, row);
  fault.product = read_product(object, row);
  fault.form = read_form(object, row);
  fault.origin = read_origin(object, row);
  fault.location = read_location(object, row);
  fault.user = object.value("user", std::string(row.kind == FaultKind::Acl ? "IUSR" : ""));
  return fault;
}

}  // namespace

base::Result<Fault> parse_fault(std::string_view text) {
  try {
    return read_fault(json::parse(text));
  } catch (const BadFault& bad) {
    return base::fail(base::ErrorKind::Malformed, bad.why);
  } catch (const json::exception& bad) {
    return base::fail(base::ErrorKind::Malformed, fmt::format("fault: {}", bad.what()));
  }
}

}  // namespace webcid::testserver
