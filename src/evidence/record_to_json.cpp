#include <algorithm>

#include <fmt/format.h>

#include <webcid/base/base64.hpp>
#include <webcid/base/clock.hpp>
#include <webcid/base/text.hpp>
#include <webcid/evidence/har_writer.hpp>
#include <webcid/model/redaction.hpp>

#include "fields.hpp"
#include "record_json.hpp"

namespace webcid::evidence {
namespace {

Json json_of_headers(const std::vector<model::Header>& headers) {
  Json out = Json::array();
  for (const model::Header& header : headers) {
    Json each = Json::object();
    put_bytes(each, "name", header.name);
    put_bytes(each, "value", model::recorded_value(header.name, header.value));
    out.push_back(std::move(each));
  }
  return out;
}

Json json_of_digests(const std::vector<model::Digest>& digests) {
  Json out = Json::array();
  for (const model::Digest& digest : digests) {
    out.push_back(fmt::format("{}:{}", model::name_of(digest.algorithm), digest.hex()));
  }
  return out;
}

// Text only where JSON writes it short: a control character takes six bytes.
bool is_plain_text(std::string_view bytes) {
  const bool has_controls = std::any_of(bytes.begin(), bytes.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7F;
  });
  return !has_controls && base::is_utf8(bytes);
}

std::string kept_of(const model::Exchange& exchange, std::size_t keep) {
  std::string kept =
      exchange.method == model::Method::Trace ? model::recorded_header_lines(exchange.body.kept) : exchange.body.kept;
  if (kept.size() > keep) kept.resize(keep);
  return kept;
}

Json json_of_request(const model::Exchange& exchange) {
  Json out = Json::object();
  out["method"] = model::name_of(exchange.method);
  put_bytes(out, "url", model::recorded_url(exchange.url));
  out["httpVersion"] = "HTTP/1.1";
  out["cookies"] = Json::array();
  out["headers"] = json_of_headers(exchange.request_headers);
  out["queryString"] = Json::array();
  out["headersSize"] = -1;
  out["bodySize"] = 0;
  return out;
}

Json json_of_response(const model::Exchange& exchange, const std::string& kept) {
  Json content = Json::object();
  content["size"] = exchange.body.length;
  content["mimeType"] = base::printable(exchange.header("Content-Type").value_or(""));
  if (!kept.empty()) {
    const bool plain = is_plain_text(kept);
    content["text"] = plain ? kept : base::to_base64(kept);
    if (!plain) content["encoding"] = "base64";
  }
  Json out = Json::object();
  out["status"] = exchange.status;
  put_bytes(out, "statusText", exchange.reason);
  put_bytes(out, "httpVersion", exchange.http_version);
  out["cookies"] = Json::array();
  out["headers"] = json_of_headers(exchange.headers);
  out["content"] = std::move(content);
  out["redirectURL"] = base::printable(model::recorded_value("Location", exchange.header("Location").value_or("")));
  out["headersSize"] = -1;
  out["bodySize"] = exchange.body.length;
  return out;
}

// HAR's spans are made of our points in time; wait and receive must not be negative there.
Json json_of_har_timings(const model::Timings& timings) {
  const double connected = std::max(timings.connected, 0.0);
  const double first = std::max(timings.first_byte, connected);
  Json out = Json::object();
  out["dns"] = -1;
  out["connect"] = timings.connected;
  out["send"] = 0;
  out["wait"] = first - connected;
  out["receive"] = std::max(timings.finished - first, 0.0);
  return out;
}

Json json_of_body(const model::Body& body, const std::string& kept) {
  Json out = Json::object();
  out["length"] = body.length;
  if (body.declared) out["declared"] = *body.declared;
  out["digests"] = json_of_digests(body.digests);
  out["kept"] = kept.empty() ? "none" : kept.size() == body.length ? "whole" : "prefix";
  return out;
}

Json json_of_entry(const model::Entry& entry) {
  Json out = Json::object();
  put_bytes(out, "path", entry.path.text());
  if (entry.size) out["size"] = *entry.size;
  out["digests"] = json_of_digests(entry.digests);
  return out;
}

Json json_of_problem(const model::ParseProblem& problem) {
  Json out = Json::object();
  out["line"] = problem.line;
  out["column"] = problem.column;
  put_bytes(out, "message", problem.message);
  put_bytes(out, "excerpt", problem.excerpt);
  return out;
}

Json json_of_own_fields(const model::Record& record, const std::string& kept) {
  const model::Exchange& exchange = record.exchange;
  Json out = Json::object();
  out["id"] = exchange.id;
  out["leg"] = exchange.leg;
  out["attempt"] = exchange.attempt;
  out["purpose"] = model::name_of(record.purpose);
  put_bytes(out, "path", record.path);
  if (record.manner != model::Manner::Usual) out["manner"] = model::name_of(record.manner);
  put_bytes(out, "address", exchange.address);
  put_bytes(out, "proxy", exchange.proxy);
  out["carried_credentials"] = exchange.carried_credentials;
  Json transport = Json::object();
  transport["error"] = model::name_of(exchange.error);
  transport["library_error"] = exchange.library_error;
  transport["system_error"] = exchange.system_error;
  put_bytes(transport, "text", exchange.error_text);
  out["transport"] = std::move(transport);
  out["body"] = json_of_body(exchange.body, kept);
  Json timings = Json::object();
  timings["name_resolved"] = exchange.timings.name_resolved;
  timings["connected"] = exchange.timings.connected;
  timings["first_byte"] = exchange.timings.first_byte;
  timings["finished"] = exchange.timings.finished;
  out["timings"] = std::move(timings);
  if (record.entry) out["entry"] = json_of_entry(*record.entry);
  if (record.outcome) out["outcome"] = model::name_of(*record.outcome);
  if (record.problem) out["problem"] = json_of_problem(*record.problem);
  return out;
}

Json json_of_note(const model::Statement& note) {
  Json out = Json::object();
  put_bytes(out, "id", note.id);
  out["arguments"] = Json::array();
  for (const std::string& argument : note.arguments) {
    Json each = Json::object();
    put_bytes(each, "text", argument);
    out["arguments"].push_back(std::move(each));
  }
  if (note.exchange) out["exchange"] = *note.exchange;
  return out;
}

Json json_of_reference(const model::Reference& reference) {
  Json out{{"kind", model::name_of(reference.kind)}, {"facts", Json::array()}};
  put_bytes(out, "name", reference.name);
  for (const model::ReferenceFact& fact : reference.facts) {
    if (out["facts"].size() == model::kMaxReferenceFacts) break;
    Json each{{"is_there", fact.is_there}};
    put_bytes(each, "path", fact.path);
    if (fact.size) each["size"] = *fact.size;
    if (!fact.digests.empty()) each["digests"] = json_of_digests(fact.digests);
    if (fact.modified) each["modified"] = base::format_time(*fact.modified);
    out["facts"].push_back(std::move(each));
  }
  return out;
}

}  // namespace

Json json_of_run(const model::Target& target, std::string_view tool_version, base::Time started) {
  Json about = Json::object();
  put_bytes(about, "url", model::recorded_url(target.url));
  about["addresses"] = Json::array();
  for (const std::string& address : target.addresses) about["addresses"].push_back(base::printable(address));
  put_bytes(about, "user_agent", target.user_agent);
  put_bytes(about, "proxy", target.proxy);
  about["proxy_from_environment"] = target.proxy_from_environment;
  about["has_account"] = target.has_account;
  about["catalogue_given"] = target.catalogue_given;
  if (target.is_acceptance) about["acceptance"] = true;
  if (!target.install_source.empty()) put_bytes(about, "install_source", target.install_source);
  if (!target.settings.empty()) put_bytes(about, "settings", target.settings);
  if (target.proxy_origin) about["proxy_origin"] = json_of_note(*target.proxy_origin);
  if (target.is_logged_on) about["logged_on"] = true;
  Json out = Json::object();
  out["schema"] = kSchema;
  out["tool_version"] = tool_version;
  out["started"] = base::format_time(started);
  out["target"] = std::move(about);
  return out;
}

Json json_of_completion(const model::Completion& completion) {
  Json out{{"planned", completion.planned}, {"interrupted", completion.interrupted}};
  if (completion.published > completion.planned) out["published"] = completion.published;
  if (completion.finished) {
    out["finished"] = base::format_time(*completion.finished);
    out["seconds"] = completion.seconds;
  }
  if (completion.shortened > 0) out["shortened"] = completion.shortened;
  if (!completion.server_facts.empty()) {
    out["server_facts"] = Json::array();
    for (const model::ServerFact& fact : completion.server_facts) {
      if (out["server_facts"].size() == kMaxServerFacts) break;
      Json each{{"status", fact.status}, {"sub_status", fact.sub_status}};
      put_bytes(each, "path", fact.path);
      put_bytes(each, "source", fact.source);
      out["server_facts"].push_back(std::move(each));
    }
  }
  if (completion.reference) out["reference"] = json_of_reference(*completion.reference);
  if (completion.notes.empty()) return out;
  out["notes"] = Json::array();
  const std::size_t count = std::min(completion.notes.size(), kMaxNotes);
  for (std::size_t i = 0; i < count; ++i) out["notes"].push_back(json_of_note(completion.notes[i]));
  return out;
}

Json json_of_record(const model::Record& record, std::size_t keep) {
  const model::Exchange& exchange = record.exchange;
  const std::string kept = kept_of(exchange, keep);
  Json out = Json::object();
  out["startedDateTime"] = base::format_time(exchange.started);
  out["time"] = std::max(exchange.timings.finished, 0.0);
  out["request"] = json_of_request(exchange);
  out["response"] = json_of_response(exchange, kept);
  out["cache"] = Json::object();
  out["timings"] = json_of_har_timings(exchange.timings);
  out["_webcid"] = json_of_own_fields(record, kept);
  return out;
}

}  // namespace webcid::evidence
