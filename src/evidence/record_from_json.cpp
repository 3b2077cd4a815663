#include <utility>

#include <fmt/format.h>

#include <webcid/base/base64.hpp>
#include <webcid/base/clock.hpp>
#include <webcid/base/path.hpp>
#include <webcid/evidence/har_writer.hpp>

#include "fields.hpp"
#include "record_json.hpp"

namespace webcid::evidence {
namespace {

constexpr std::size_t kMaxHeaders = 10'000;
constexpr std::size_t kMaxDigests = 16;
constexpr std::size_t kMaxAddresses = 1'000;
constexpr std::size_t kMaxArguments = 64;  // of one note

// A word of one of our tables ("refused", "sha256", ...).
template <class T>
T word(const Fields& fields, const char* key, std::optional<T> (*find)(std::string_view)) {
  const std::string text = fields.text(key);
  const auto found = find(text);
  if (!found) fields.failure().set(fields.name(key), "is not known", Json(text));
  return found.value_or(T{});
}

base::Time time_of(const Fields& fields, const char* key) {
  const std::string text = fields.text(key);
  const auto time = base::parse_time(text);
  if (!time) fields.failure().set(fields.name(key), "must be a time like 2026-01-31T23:59:59.123Z", Json(text));
  return time.value_or(base::Time{});
}

std::vector<model::Header> headers_of(const Fields& message) {
  std::vector<model::Header> out;
  for (const Json& each : message.array("headers", kMaxHeaders)) {
    const Fields header(each, message.name("headers"), message.failure());
    out.push_back({header.bytes("name"), header.bytes("value")});
  }
  return out;
}

std::vector<model::Digest> digests_of(const Fields& fields) {
  std::vector<model::Digest> out;
  for (const Json& each : fields.array("digests", kMaxDigests)) {
    const std::string text = each.is_string() ? each.get<std::string>() : "";
    const std::size_t colon = std::min(text.find(':'), text.size());
    const auto algorithm = model::digest_algorithm(std::string_view(text).substr(0, colon));
    const auto digest =
        algorithm && colon < text.size() ? model::Digest::from_hex(*algorithm, text.substr(colon + 1)) : std::nullopt;
    if (!digest) fields.failure().set(fields.name("digests"), "must hold texts like \"sha256:<hex>\"", each);
    if (digest) out.push_back(*digest);
  }
  return out;
}

model::Reference reference_of(const Fields& fields) {
  model::Reference out{fields.bytes("name"), word(fields, "kind", &model::reference_kind_named), {}};
  for (const Json& each : fields.array("facts", model::kMaxReferenceFacts)) {
    const Fields fact(each, fields.name("facts"), fields.failure());
    model::ReferenceFact read;
    read.path = fact.bytes("path");
    read.is_there = fact.flag("is_there");
    if (fact.has("size")) read.size = fact.number("size");
    if (fact.has("digests")) read.digests = digests_of(fact);
    if (fact.has("modified")) read.modified = time_of(fact, "modified");
    out.facts.push_back(std::move(read));
  }
  return out;
}

std::string kept_of(const Fields& content) {
  if (!content.has("text")) return "";
  std::string text = content.text("text");
  if (!content.has("encoding")) return text;
  if (content.text("encoding") != "base64") {
    content.failure().set(content.name("encoding"), "must be \"base64\"");
    return "";
  }
  auto decoded = base::from_base64(text);
  if (!decoded) content.failure().set(content.name("text"), "must be base64", Json(text.substr(0, 120)));
  return decoded.value_or("");
}

std::optional<model::Entry> entry_of(const Fields& own) {
  if (!own.has("entry")) return std::nullopt;
  const Fields fields = own.object("entry");
  const std::string text = fields.bytes("path");
  auto path = base::RelativePath::create(text);
  if (!path) {
    own.failure().set(fields.name("path"), path.error().message);
    return std::nullopt;
  }
  model::Entry out{std::move(*path), std::nullopt, {}};
  if (fields.has("size")) out.size = fields.number("size");
  out.digests = digests_of(fields);
  return out;
}

std::optional<model::ParseProblem> problem_of(const Fields& own) {
  if (!own.has("problem")) return std::nullopt;
  const Fields fields = own.object("problem");
  model::ParseProblem out;
  out.line = static_cast<std::size_t>(fields.number("line"));
  out.column = static_cast<std::size_t>(fields.number("column"));
  out.message = fields.bytes("message");
  out.excerpt = fields.bytes("excerpt");
  return out;
}

model::Statement note_of(const Fields& fields) {
  model::Statement out;
  out.id = fields.bytes("id");
  for (const Json& each : fields.array("arguments", kMaxArguments)) {
    out.arguments.push_back(Fields(each, fields.name("arguments"), fields.failure()).bytes("text"));
  }
  if (fields.has("exchange")) out.exchange = fields.number("exchange");
  return out;
}

void read_own_fields(const Fields& own, model::Record& record) {
  model::Exchange& exchange = record.exchange;
  exchange.id = own.number("id");
  exchange.leg = own.integer("leg", 0);
  exchange.attempt = own.integer("attempt", 1);
  record.purpose = word(own, "purpose", &model::purpose_named);
  record.path = own.bytes("path");
  if (own.has("manner")) record.manner = word(own, "manner", &model::manner_named);
  exchange.address = own.bytes("address");
  exchange.proxy = own.bytes("proxy");
  exchange.carried_credentials = own.flag("carried_credentials");

  const Fields transport = own.object("transport");
  exchange.error = word(transport, "error", &model::transport_error_named);
  exchange.library_error = transport.integer("library_error");
  exchange.system_error = transport.integer("system_error");
  exchange.error_text = transport.bytes("text");

  const Fields body = own.object("body");
  exchange.body.length = body.number("length");
  if (body.has("declared")) exchange.body.declared = body.number("declared");
  exchange.body.digests = digests_of(body);

  const Fields timings = own.object("timings");
  exchange.timings = {timings.real("name_resolved"), timings.real("connected"), timings.real("first_byte"),
                      timings.real("finished")};
  record.entry = entry_of(own);
  if (own.has("outcome")) record.outcome = word(own, "outcome", &model::outcome_named);
  record.problem = problem_of(own);
}

}  // namespace

base::Result<RunFacts> run_of_json(const Json& json) {
  Failure failure;
  const Fields own(json, "log._webcid", failure);
  const std::string schema = own.text("schema");
  if (!failure.happened() && schema != kSchema) {
    failure.set("log._webcid.schema", fmt::format("must be \"{}\"", kSchema), Json(schema));
  }
  RunFacts out;
  out.tool_version = own.text("tool_version");
  out.started = time_of(own, "started");
  const Fields target = own.object("target");
  out.target.url = target.bytes("url");
  for (const Json& each : target.array("addresses", kMaxAddresses)) {
    if (each.is_string()) {
      out.target.addresses.push_back(each.get<std::string>());
    } else {
      failure.set(target.name("addresses"), "must hold texts", each);
    }
  }
  out.target.user_agent = target.bytes("user_agent");
  out.target.proxy = target.bytes("proxy");
  out.target.proxy_from_environment = target.flag("proxy_from_environment");
  out.target.has_account = target.flag("has_account");
  out.target.catalogue_given = target.flag("catalogue_given");
  if (target.has("acceptance")) out.target.is_acceptance = target.flag("acceptance");
  const bool has_source = target.has("install_source") || target.has("install_source_base64");
  if (has_source) out.target.install_source = target.bytes("install_source");
  const bool has_settings = target.has("settings") || target.has("settings_base64");
  if (has_settings) out.target.settings = target.bytes("settings");
  if (target.has("proxy_origin")) out.target.proxy_origin = note_of(target.object("proxy_origin"));
  if (target.has("logged_on")) out.target.is_logged_on = target.flag("logged_on");
  if (failure.happened()) return tl::make_unexpected(failure.error());
  return out;
}

base::Result<model::Record> record_of_json(const Json& json) {
  Failure failure;
  const Fields fields(json, "", failure);
  model::Record out;
  model::Exchange& exchange = out.exchange;
  exchange.started = time_of(fields, "startedDateTime");

  const Fields request = fields.object("request");
  exchange.method = word(request, "method", &model::method_named);
  exchange.url = request.bytes("url");
  exchange.request_headers = headers_of(request);

  const Fields response = fields.object("response");
  exchange.status = response.integer("status", 0);
  if (exchange.status > 999) failure.set("response.status", "must be at most 999");
  exchange.reason = response.bytes("statusText");
  exchange.http_version = response.bytes("httpVersion");
  exchange.headers = headers_of(response);
  exchange.body.kept = kept_of(response.object("content"));

  read_own_fields(fields.object("_webcid"), out);
  if (failure.happened()) return tl::make_unexpected(failure.error());
  return out;
}

base::Result<model::Completion> completion_of_json(const Json& json) {
  Failure failure;
  const Fields fields(json, "log._webcid_end", failure);
  model::Completion out;
  out.planned = fields.number("planned");
  out.interrupted = fields.flag("interrupted");
  if (fields.has("published")) out.published = fields.number("published");
  if (fields.has("finished")) {
    out.finished = time_of(fields, "finished");
    out.seconds = fields.real("seconds");
    if (out.seconds < 0) failure.set(fields.name("seconds"), "must not be negative");
  }
  if (fields.has("shortened")) out.shortened = fields.number("shortened");
  if (fields.has("notes")) {
    for (const Json& each : fields.array("notes", kMaxNotes)) {
      out.notes.push_back(note_of(Fields(each, fields.name("notes"), failure)));
    }
  }
  if (fields.has("server_facts")) {
    for (const Json& each : fields.array("server_facts", kMaxServerFacts)) {
      const Fields fact(each, fields.name("server_facts"), failure);
      out.server_facts.push_back(
          {fact.bytes("path"), fact.integer("status", 0), fact.integer("sub_status", 0), fact.bytes("source")});
    }
  }
  if (fields.has("reference")) out.reference = reference_of(fields.object("reference"));
  if (failure.happened()) return tl::make_unexpected(failure.error());
  return out;
}

}  // namespace webcid::evidence
