#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>

#include <nlohmann/json.hpp>

#include <webcid/base/clock.hpp>
#include <webcid/base/text.hpp>
#include <webcid/report/collection.hpp>
#include <webcid/report/json.hpp>

#include "json_keys.hpp"

namespace webcid::report {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 16;  // a report of ours is 5 deep
constexpr std::size_t kMaxQuoted = 40;

std::string shortened(const std::string& value) {
  return base::printable(std::string_view(value).substr(0, kMaxQuoted));
}

// Reads values by key and remembers the first thing that was wrong with its place; whatever is read after that does
// not matter.
class Reader {
 public:
  const std::optional<std::string>& problem() const { return m_problem; }

  void refuse(const std::string& place, std::string_view what) {
    if (!m_problem) m_problem = fmt::format("{}: {}", place, what);
  }

  // The member `key`, or null with a problem. `parent` may be anything.
  const Json* member(const Json& parent, const std::string& place, std::string_view key) {
    if (!parent.is_object()) {
      refuse(place.empty() ? "the whole" : place, "is not an object");
      return nullptr;
    }
    const auto found = parent.find(std::string(key));
    if (found == parent.end()) {
      refuse(below(place, key), "is missing");
      return nullptr;
    }
    return &*found;
  }

  std::string text(const Json& parent, const std::string& place, std::string_view key) {
    const Json* const value = member(parent, place, key);
    if (value == nullptr) return {};
    if (!value->is_string()) {
      refuse(below(place, key), "is not a string");
      return {};
    }
    return value->get_ref<const std::string&>();
  }

  bool flag(const Json& parent, const std::string& place, std::string_view key) {
    const Json* const value = member(parent, place, key);
    if (value == nullptr) return false;
    if (!value->is_boolean()) {
      refuse(below(place, key), "is neither true nor false");
      return false;
    }
    return value->get<bool>();
  }

  std::uint64_t number(const Json& parent, const std::string& place, std::string_view key) {
    const Json* const value = member(parent, place, key);
    if (value == nullptr) return 0;
    if (!value->is_number_unsigned()) {
      refuse(below(place, key), "is not a whole number from 0 to 2^64-1");
      return 0;
    }
    return value->get<std::uint64_t>();
  }

  double seconds(const Json& parent, const std::string& place, std::string_view key) {
    const Json* const value = member(parent, place, key);
    if (value == nullptr) return 0;
    if (!value->is_number() || value->get<double>() < 0) {
      refuse(below(place, key), "is not a number of seconds");
      return 0;
    }
    return value->get<double>();
  }

  base::Time time(const Json& parent, const std::string& place, std::string_view key) {
    const std::string value = text(parent, place, key);
    const auto time = base::parse_time(value);
    if (!time)
      refuse(below(place, key), fmt::format("\"{}\" is not a time such as 2026-01-31T23:59:59.123Z", shortened(value)));
    return time.value_or(base::Time{});
  }

  // A SHA-256 as this program writes it.
  std::string sha256(const Json& parent, const std::string& place, std::string_view key) {
    std::string value = text(parent, place, key);
    const bool is_digest = value.size() == 64 && value.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!is_digest) refuse(below(place, key), "is not 64 hexadecimal digits");
    return value;
  }

  // One of an enumeration's names.
  template <class Named>
  auto choice(const Json& parent, const std::string& place, std::string_view key, Named named) {
    const std::string value = text(parent, place, key);
    auto chosen = named(value);
    if (!chosen) refuse(below(place, key), fmt::format("\"{}\" is not one of its values", shortened(value)));
    return chosen.value_or(typename decltype(chosen)::value_type{});
  }

  // Calls `read(element, place)` for each element of the array `key`.
  template <class Read>
  void each(const Json& parent, const std::string& place, std::string_view key, Read read) {
    const Json* const list = member(parent, place, key);
    if (list == nullptr) return;
    if (!list->is_array()) return refuse(below(place, key), "is not an array");
    for (std::size_t i = 0; i < list->size() && !m_problem; ++i) {
      read((*list)[i], fmt::format("{}[{}]", below(place, key), i));
    }
  }

  std::vector<std::string> texts(const Json& parent, const std::string& place, std::string_view key) {
    std::vector<std::string> all;
    each(parent, place, key, [&](const Json& element, const std::string& where) {
      if (!element.is_string()) return refuse(where, "is not a string");
      all.push_back(element.get_ref<const std::string&>());
    });
    return all;
  }

  static std::string below(const std::string& place, std::string_view key) {
    return place.empty() ? std::string(key) : fmt::format("{}.{}", place, key);
  }

 private:
  std::optional<std::string> m_problem;
};

model::Statement read_statement(Reader& reader, const Json& json, const std::string& where) {
  model::Statement statement;
  statement.id = reader.text(json, where, "statement");
  statement.arguments = reader.texts(json, where, "arguments");
  if (json.is_object() && json.contains("exchange")) statement.exchange = reader.number(json, where, "exchange");
  return statement;
}

std::vector<model::Statement> read_statements(Reader& reader, const Json& parent, const std::string& place,
                                              std::string_view key) {
  std::vector<model::Statement> all;
  reader.each(parent, place, key,
              [&](const Json& json, const std::string& where) { all.push_back(read_statement(reader, json, where)); });
  return all;
}

model::CauseRef read_cause(Reader& reader, const Json& json, const std::string& place) {
  return {reader.text(json, place, "cause"), reader.texts(json, place, "parameters")};
}

model::Finding read_finding(Reader& reader, const Json& json, const std::string& place) {
  model::Finding finding;
  finding.about = read_cause(reader, json, place);
  finding.severity = reader.choice(json, place, "severity", model::severity_named);
  finding.confidence = reader.choice(json, place, "confidence", model::confidence_named);
  finding.evidence = read_statements(reader, json, place, "evidence");
  if (const Json* const affected = reader.member(json, place, "affected")) {
    finding.affected.count = reader.number(*affected, place + ".affected", "count");
    finding.affected.examples = reader.texts(*affected, place + ".affected", "examples");
  }
  reader.each(json, place, "alternatives", [&](const Json& other, const std::string& where) {
    finding.alternatives.push_back(read_cause(reader, other, where));
  });
  finding.to_decide = read_statements(reader, json, place, "to_decide");
  return finding;
}

void read_target(Reader& reader, const Json& json, model::Report& report) {
  const std::string place = "target";
  model::Target& target = report.target;
  target.url = reader.text(json, place, "url");
  target.addresses = reader.texts(json, place, "addresses");
  target.user_agent = reader.text(json, place, "user_agent");
  target.proxy = reader.text(json, place, "proxy");
  target.proxy_from_environment = reader.flag(json, place, "proxy_from_environment");
  target.has_account = reader.flag(json, place, "has_account");
  target.catalogue_given = reader.flag(json, place, "catalogue_given");
  if (json.contains("acceptance")) target.is_acceptance = reader.flag(json, place, "acceptance");
  if (json.contains("install_source")) target.install_source = reader.text(json, place, "install_source");
  if (json.contains("settings")) target.settings = reader.text(json, place, "settings");
  if (json.contains("proxy_origin")) {
    target.proxy_origin = read_statement(reader, json["proxy_origin"], "target.proxy_origin");
  }
  if (json.contains("logged_on")) target.is_logged_on = reader.flag(json, place, "logged_on");
  report.server = reader.text(json, place, "server");
  if (json.contains("site")) target.site = reader.text(json, place, "site");
  if (json.contains("physical_path")) target.physical_path = reader.text(json, place, "physical_path");
  if (json.contains("pool")) target.pool = reader.text(json, place, "pool");
}

model::Summary read_summary(Reader& reader, const Json& json) {
  const std::string place = "summary";
  model::Summary summary;
  summary.files = reader.number(json, place, "files");
  summary.bytes = reader.number(json, place, "bytes");
  summary.verified = reader.number(json, place, "verified");
  summary.failed = reader.number(json, place, "failed");
  summary.skipped = reader.number(json, place, "skipped");
  summary.without_digest = reader.number(json, place, "without_digest");
  summary.requests = reader.number(json, place, "requests");
  summary.seconds = reader.seconds(json, place, "seconds");
  return summary;
}

model::Publication read_published(Reader& reader, const Json& json) {
  const std::string place = "published";
  model::Publication published;
  if (json.contains("list")) {
    const std::string list = reader.text(json, place, "list");
    const auto [end, error] = std::from_chars(list.data(), list.data() + list.size(), published.list, 16);
    if (error != std::errc{} || end != list.data() + list.size())
      reader.refuse(place + ".list", "is no hexadecimal number");
  }
  if (json.contains("newest")) published.newest = reader.time(json, place, "newest");
  reader.each(json, place, "catalogues", [&](const Json& one, const std::string& where) {
    model::PublishedCatalogue catalogue{reader.text(one, where, "path"), reader.number(one, where, "size"),
                                        reader.sha256(one, where, "sha256"), std::nullopt};
    if (one.contains("modified")) catalogue.modified = reader.time(one, where, "modified");
    published.catalogues.push_back(std::move(catalogue));
  });
  return published;
}

model::Report read_report(Reader& reader, const Json& json) {
  model::Report report;
  report.started = reader.time(json, "", "started");
  report.finished = reader.time(json, "", "finished");
  report.verdict = reader.choice(json, "", "verdict", model::verdict_named);
  report.interrupted = reader.flag(json, "", "interrupted");
  if (json.contains("basis")) report.basis = reader.choice(json, "", "basis", model::basis_named);
  if (const Json* const target = reader.member(json, "", "target")) read_target(reader, *target, report);
  if (const Json* const summary = reader.member(json, "", "summary")) report.summary = read_summary(reader, *summary);
  if (json.contains("published")) report.published = read_published(reader, json["published"]);
  reader.each(json, "", "findings", [&](const Json& finding, const std::string& place) {
    report.findings.push_back(read_finding(reader, finding, place));
  });
  report.notes = read_statements(reader, json, "", "notes");
  reader.each(json, "", "guide", [&](const Json& step, const std::string& place) {
    model::GuideStep read{
        reader.text(step, place, "id"), reader.choice(step, place, "state", model::guide_state_named), {}};
    if (step.contains("proof")) read.proof = read_statements(reader, step, place, "proof");
    report.guide.push_back(std::move(read));
  });
  return report;
}

// "line 3, column 17" of a byte, both from 1.
std::string place_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t last = before.rfind('\n');
  const std::size_t column = last == std::string_view::npos ? before.size() + 1 : before.size() - last;
  return fmt::format("line {}, column {}", line, column);
}

// The document, or a message. Depth is bounded while parsing, before anything deep is built.
tl::expected<Json, std::string> parse(std::string_view text) {
  bool is_too_deep = false;
  const auto bound = [&is_too_deep](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxDepth) is_too_deep = true;
    return depth <= kMaxDepth;
  };
  try {
    Json json = Json::parse(text.begin(), text.end(), bound);
    if (is_too_deep) return tl::make_unexpected(std::string("nested too deeply to be a report"));
    return json;
  } catch (const Json::parse_error& error) {
    return tl::make_unexpected(fmt::format("{}: not JSON", place_of(text, error.byte == 0 ? 0 : error.byte - 1)));
  } catch (const Json::exception&) {
    return tl::make_unexpected(std::string("a number is out of range"));
  }
}

}  // namespace

namespace {

// The document of a report of ours, with its schema looked at.
base::Result<Json> document(std::string_view text) {
  if (text.size() > kMaxReportBytes) {
    return base::fail(base::ErrorKind::Malformed,
                      fmt::format("report: larger than {} bytes, the most that is read", kMaxReportBytes));
  }
  auto json = parse(text);
  if (!json) return base::fail(base::ErrorKind::Malformed, fmt::format("report: {}", json.error()));
  Reader reader;
  const std::string schema = reader.text(*json, "", "schema");
  if (!reader.problem() && schema != kSchema) {
    reader.refuse("schema", fmt::format("\"{}\" is not \"{}\"", shortened(schema), kSchema));
  }
  if (reader.problem()) return base::fail(base::ErrorKind::Malformed, fmt::format("report: {}", *reader.problem()));
  return std::move(*json);
}

base::Result<model::Report> report_of(const Json& json, const std::string& place) {
  Reader reader;
  model::Report report = read_report(reader, json);
  if (!reader.problem()) return report;
  return base::fail(base::ErrorKind::Malformed, fmt::format("{}: {}", place, *reader.problem()));
}

}  // namespace

base::Result<model::Report> read_json(std::string_view text) {
  const auto json = document(text);
  if (!json) return tl::make_unexpected(json.error());
  return report_of(*json, "report");
}

base::Result<std::vector<model::NamedReport>> read_runs(std::string_view text) {
  const auto json = document(text);
  if (!json) return tl::make_unexpected(json.error());
  std::vector<model::NamedReport> runs;
  if (!json->contains("runs")) {
    auto report = report_of(*json, "report");
    if (!report) return tl::make_unexpected(std::move(report.error()));
    runs.push_back({"", std::move(*report)});
    return runs;
  }
  Reader reader;
  std::optional<base::Error> wrong;
  reader.each(*json, "", "runs", [&](const Json& run, const std::string& place) {
    if (wrong) return;
    const std::string name = reader.text(run, place, "name");
    auto report = report_of(run, fmt::format("report: {}", place));
    if (report) {
      runs.push_back({name, std::move(*report)});
    } else {
      wrong = std::move(report.error());
    }
  });
  if (wrong) return tl::make_unexpected(std::move(*wrong));
  if (reader.problem()) return base::fail(base::ErrorKind::Malformed, fmt::format("report: {}", *reader.problem()));
  return runs;
}

}  // namespace webcid::report
