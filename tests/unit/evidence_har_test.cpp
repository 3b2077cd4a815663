#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/base/path.hpp>
#include <webcid/evidence/har_reader.hpp>
#include <webcid/evidence/har_writer.hpp>
#include <webcid/model/evidence.hpp>

#include "catch.hpp"
#include "evidence_text.hpp"

using namespace webcid;
using model::Record;
using test::replaced;

namespace {

const base::Time kStarted = *base::parse_time("2026-01-31T23:59:59.123Z");

struct Collected {
  std::vector<evidence::RunFacts> runs;
  std::vector<Record> records;
  std::string error;
};

Collected read(const std::string& text) {
  Collected out;
  evidence::HarHandlers handlers;
  handlers.run = [&](evidence::RunFacts&& run) {
    out.runs.push_back(std::move(run));
    return base::Result<void>{};
  };
  handlers.record = [&](Record&& record) {
    out.records.push_back(std::move(record));
    return base::Result<void>{};
  };
  if (const auto result = evidence::read_har(text, handlers); !result) {
    CHECK(result.error().kind == base::ErrorKind::Malformed);
    out.error = result.error().message;
  }
  return out;
}

std::string write(const model::Target& target, const std::vector<Record>& records) {
  std::string out;
  evidence::HarWriter writer([&](std::string_view piece) {
    out.append(piece);
    return base::Result<void>{};
  });
  REQUIRE(writer.begin(target, "0.1.0", kStarted));
  for (const Record& record : records) REQUIRE(writer.add(record));
  REQUIRE(writer.end({7, true}));
  return out;
}

model::Target a_target() {
  return {"http://update.example/SophosUpdate/",
          {"192.0.2.1", "2001:db8::1"},
          "webcid/0.1.0",
          "proxy.example:3128 (from http_proxy)",
          true,
          model::Statement{"proxy-by-script", {"http://wpad.example/\xE9.pac"}, std::nullopt},
          true,
          true,
          true,
          true,
          "\\\\srv\\Update\xE9",
          "",
          "",
          "",
          "C:\\iconn\xE9.cfg"};
}

Record a_verified_file() {
  Record out;
  out.purpose = model::Purpose::File;
  out.path = "bin/a+b.kdc";
  model::Exchange& exchange = out.exchange;
  exchange.id = 7;
  exchange.url = "http://update.example/SophosUpdate/bin/a+b.kdc";
  exchange.address = "192.0.2.1:80";
  exchange.request_headers = {{"Host", "update.example"}, {"Accept", "*/*"}};
  exchange.status = 200;
  exchange.reason = "OK";
  exchange.http_version = "HTTP/1.1";
  exchange.headers = {{"Content-Type", "application/octet-stream"}, {"X-A", "1"}, {"x-a", ""}, {"X-A", "1"}};
  exchange.body.length = 3;
  exchange.body.declared = 3;
  exchange.body.kept = "abc";
  const auto digest = model::Digest::from_hex(model::DigestAlgorithm::Sha256,
                                              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  exchange.body.digests = {*digest,
                           *model::Digest::from_hex(model::DigestAlgorithm::Md5, "900150983cd24fb0d6963f7d28e17f72")};
  exchange.started = *base::parse_time("2026-02-01T00:00:00.007Z");
  exchange.timings = {0.1, 1.0 / 3, 2.5, 1e6};
  out.entry = model::Entry{*base::RelativePath::create("bin/a+b.kdc"), 18'446'744'073'709'551'615ULL, {*digest}};
  out.outcome = model::Outcome::Verified;
  return out;
}

Record a_refused_connection() {
  Record out;
  out.purpose = model::Purpose::Confirm;
  out.path = "x";
  out.exchange.method = model::Method::Head;
  out.exchange.attempt = 2;
  out.exchange.url = "http://update.example/x";
  out.exchange.error = model::TransportError::Refused;
  out.exchange.library_error = 7;
  out.exchange.system_error = 111;
  out.exchange.error_text = "Failed to connect";
  out.exchange.proxy = "proxy.example:3128";
  out.exchange.started = kStarted;
  out.entry = model::Entry{*base::RelativePath::create("x"), std::nullopt, {}};
  out.outcome = model::Outcome::Failed;
  return out;
}

Record an_answered_challenge_with_raw_bytes() {
  Record out = a_verified_file();
  out.purpose = model::Purpose::Catalogue;
  out.path = std::string("caf\xE9/\x01\"\\", 8);
  out.exchange.leg = 1;
  out.exchange.carried_credentials = true;
  out.exchange.library_error = -2;
  out.exchange.reason = "d\xE9j\xE0";
  out.exchange.headers.push_back({"X-\xFF", "\x80\x81"});
  out.exchange.body.kept = std::string("\x00\xFF\x1B[31m", 7);
  out.exchange.body.declared.reset();
  out.entry.reset();
  out.outcome.reset();
  out.problem = model::ParseProblem{3, 14, "no digest", "caf\xE9"};
  return out;
}

void check_same(const Record& a, const Record& b) {
  CHECK(a.purpose == b.purpose);
  CHECK(a.path == b.path);
  CHECK(a.outcome == b.outcome);
  REQUIRE(a.entry.has_value() == b.entry.has_value());
  if (a.entry) {
    CHECK(a.entry->path == b.entry->path);
    CHECK(a.entry->size == b.entry->size);
    CHECK(a.entry->digests == b.entry->digests);
  }
  REQUIRE(a.problem.has_value() == b.problem.has_value());
  if (a.problem) {
    CHECK(a.problem->line == b.problem->line);
    CHECK(a.problem->column == b.problem->column);
    CHECK(a.problem->message == b.problem->message);
    CHECK(a.problem->excerpt == b.problem->excerpt);
  }
  const model::Exchange& x = a.exchange;
  const model::Exchange& y = b.exchange;
  CHECK(x.id == y.id);
  CHECK(x.leg == y.leg);
  CHECK(x.attempt == y.attempt);
  CHECK(x.method == y.method);
  CHECK(x.url == y.url);
  CHECK(x.address == y.address);
  CHECK(x.proxy == y.proxy);
  CHECK(x.request_headers == y.request_headers);
  CHECK(x.carried_credentials == y.carried_credentials);
  CHECK(x.error == y.error);
  CHECK(x.library_error == y.library_error);
  CHECK(x.system_error == y.system_error);
  CHECK(x.error_text == y.error_text);
  CHECK(x.status == y.status);
  CHECK(x.reason == y.reason);
  CHECK(x.http_version == y.http_version);
  CHECK(x.headers == y.headers);
  CHECK(x.body.length == y.body.length);
  CHECK(x.body.declared == y.body.declared);
  CHECK(x.body.kept == y.body.kept);
  CHECK(x.body.digests == y.body.digests);
  CHECK(x.started == y.started);
  CHECK(x.timings.name_resolved == y.timings.name_resolved);
  CHECK(x.timings.connected == y.timings.connected);
  CHECK(x.timings.first_byte == y.timings.first_byte);
  CHECK(x.timings.finished == y.timings.finished);
}

}  // namespace

TEST_CASE("what is written reads back the same, field by field") {
  const std::vector<Record> records = {a_verified_file(), a_refused_connection(),
                                       an_answered_challenge_with_raw_bytes()};
  const Collected back = read(write(a_target(), records));
  CHECK(back.error.empty());
  REQUIRE(back.runs.size() == 1);
  const model::Target target = a_target();
  CHECK(back.runs[0].started == kStarted);
  CHECK(back.runs[0].target.url == target.url);
  CHECK(back.runs[0].target.addresses == target.addresses);
  CHECK(back.runs[0].target.user_agent == target.user_agent);
  CHECK(back.runs[0].target.proxy == target.proxy);
  CHECK(back.runs[0].target.proxy_from_environment);
  CHECK(back.runs[0].target.has_account);
  CHECK(back.runs[0].target.catalogue_given);
  CHECK(back.runs[0].target.is_acceptance);
  CHECK(back.runs[0].target.install_source == a_target().install_source);
  CHECK(back.runs[0].target.settings == a_target().settings);
  CHECK(back.runs[0].target.proxy_origin == a_target().proxy_origin);
  CHECK(back.runs[0].target.is_logged_on);
  CHECK(back.runs[0].tool_version == "0.1.0");
  REQUIRE(back.records.size() == records.size());
  for (std::size_t i = 0; i < records.size(); ++i) check_same(records[i], back.records[i]);
}

TEST_CASE("every named value of an exchange reads back the same") {
  std::vector<Record> records;
  for (int i = 0; i <= static_cast<int>(model::TransportError::Other); ++i) {
    Record record = a_refused_connection();
    record.exchange.error = static_cast<model::TransportError>(i);
    record.exchange.method = static_cast<model::Method>(i % 4);
    record.purpose = static_cast<model::Purpose>(i % 5);
    record.outcome = static_cast<model::Outcome>(i % 7);
    records.push_back(record);
  }
  const Collected back = read(write(model::Target{}, records));
  CHECK(back.error.empty());
  REQUIRE(back.records.size() == records.size());
  for (std::size_t i = 0; i < records.size(); ++i) check_same(records[i], back.records[i]);
}

TEST_CASE("an empty run is evidence, too") {
  const std::string text = write(model::Target{}, {});
  CHECK(text ==
        "{\"log\":{\"version\":\"1.2\",\n\"creator\":{\"name\":\"webcid\",\"version\":\"0.1.0\"},\n"
        "\"_webcid\":{\"schema\":\"webcid-evidence/"
        "1\",\"tool_version\":\"0.1.0\",\"started\":\"2026-01-31T23:59:59.123Z\",\"target\":{\"url\":"
        "\"\",\"addresses\":[],\"user_agent\":\"\",\"proxy\":\"\",\"proxy_from_environment\":false,\"has_account\":"
        "false,\"catalogue_given\":false}},\n\"entries\":[\n],"
        "\"_webcid_end\":{\"planned\":7,\"interrupted\":true}}}\n");
  const Collected back = read(text);
  CHECK(back.error.empty());
  CHECK(back.runs.size() == 1);
  CHECK(back.records.empty());
}

TEST_CASE("one entry is HAR 1.2 with our fields under _webcid") {
  const std::string text = write(model::Target{}, {a_refused_connection()});
  const std::size_t begin = text.find("\"entries\":[\n") + 12;
  CHECK(
      text.substr(begin, text.find("\n]", begin) - begin) ==
      "{\"startedDateTime\":\"2026-01-31T23:59:59.123Z\",\"time\":0.0,\"request\":{\"method\":\"HEAD\",\"url\":"
      "\"http://update.example/x\",\"httpVersion\":\"HTTP/1.1\",\"cookies\":[],\"headers\":[],\"queryString\":[],"
      "\"headersSize\":-1,\"bodySize\":0},\"response\":{\"status\":0,\"statusText\":\"\",\"httpVersion\":\"\","
      "\"cookies\":[],\"headers\":[],\"content\":{\"size\":0,\"mimeType\":\"\"},\"redirectURL\":\"\",\"headersSize\":"
      "-1,\"bodySize\":0},\"cache\":{},\"timings\":{\"dns\":-1,\"connect\":-1.0,\"send\":0,\"wait\":0.0,\"receive\":"
      "0.0},\"_webcid\":{\"id\":0,\"leg\":0,\"attempt\":2,\"purpose\":\"confirm\",\"path\":\"x\",\"address\":\"\","
      "\"proxy\":\"proxy.example:3128\",\"carried_credentials\":false,\"transport\":{\"error\":\"refused\","
      "\"library_error\":7,\"system_error\":111,\"text\":\"Failed to connect\"},\"body\":{\"length\":0,\"digests\":[],"
      "\"kept\":\"none\"},\"timings\":{\"name_resolved\":-1.0,\"connected\":-1.0,\"first_byte\":-1.0,\"finished\":"
      "-1.0},\"entry\":{\"path\":\"x\",\"digests\":[]},\"outcome\":\"failed\"}}");
}

TEST_CASE("no planted secret reaches the file") {
  Record record = a_verified_file();
  record.purpose = model::Purpose::Probe;
  record.exchange.method = model::Method::Trace;
  record.exchange.url = "http://user:hunter2@update.example/x";
  record.exchange.request_headers = {
      {"Authorization", "Basic hunter2"}, {"Proxy-authorization", "NTLM hunter2"}, {"COOKIE", "a=hunter2"}};
  record.exchange.headers = {{"Set-Cookie", "a=hunter2"},
                             {"Location", "http://user:hunter2@other.example/?token=hunter2"},
                             {"WWW-Authenticate", "NTLM hunter2=="},
                             {"WWW-Authenticate", "Digest realm=\"a, b\", nonce=\"hunter2\", opaque=hunter2"},
                             {"Proxy-Authenticate", "Negotiate hunter2, Basic realm=\"x\""},
                             {"Authentication-Info", "rspauth=\"hunter2\""}};
  record.exchange.body.kept = "TRACE /x HTTP/1.1\r\nAuthorization: Basic hunter2\r\nCookie: hunter2\r\n";
  model::Target target = a_target();
  target.url = "http://user:hunter2@update.example/";
  const std::string text = write(target, {record});
  CHECK(text.find("hunter2") == std::string::npos);
  CHECK(text.find("Digest realm=\\\"a, b\\\", nonce=\\\"[redacted]\\\"") != std::string::npos);
  CHECK(text.find("Negotiate [redacted], Basic realm=\\\"x\\\"") != std::string::npos);
  // Recording what was recorded changes nothing.
  const Collected back = read(text);
  REQUIRE(back.records.size() == 1);
  CHECK(write(back.runs[0].target, back.records) == text);
}

TEST_CASE("bodies of files are kept as a prefix, of refusals whole, until the space for whole ones is used up") {
  Record file = a_verified_file();
  file.exchange.body.kept.assign(10'000, 'f');
  file.exchange.body.length = 10'000;
  Record refusal = file;
  refusal.exchange.status = 404;
  const Collected back = read(write(model::Target{}, {file, refusal}));
  REQUIRE(back.records.size() == 2);
  CHECK(back.records[0].exchange.body.kept.size() == evidence::kKeptPrefix);
  CHECK(back.records[0].exchange.body.length == 10'000);
  CHECK(back.records[1].exchange.body.kept.size() == 10'000);

  Record large = refusal;
  large.exchange.body.kept.assign(static_cast<std::size_t>(evidence::kKeptWhole), '"');
  const Collected full = read(write(model::Target{}, {large, refusal}));
  CHECK(full.error.empty());
  REQUIRE(full.records.size() == 2);
  CHECK(full.records[0].exchange.body.kept.size() == evidence::kKeptWhole);
  CHECK(full.records[1].exchange.body.kept.size() == evidence::kKeptPrefix);
}

TEST_CASE("an output that fails ends the writing with its own error") {
  evidence::HarWriter writer(
      [](std::string_view) -> base::Result<void> { return base::fail(base::ErrorKind::LocalIo, "disk full"); });
  CHECK(writer.begin(model::Target{}, "0.1.0", kStarted).error().message == "disk full");
}

TEST_CASE("what is no evidence is refused with line, column and excerpt") {
  const std::string good = write(a_target(), {a_verified_file()});
  CHECK(read("").error ==
        "line 1, column 1: not JSON: syntax error while parsing value - unexpected end of input; expected '[', "
        "'{', or a literal");
  CHECK(read("<html>").error.rfind("line 1, column 1: not JSON: syntax error while parsing value - invalid literal",
                                   0) == 0);
  CHECK(read("{}").error == "line 1, column 2: no evidence of webcid: log._webcid is missing, near \"{}\"");
  CHECK(read("{\"log\":{\"entries\":[{}]}}").error ==
        "line 1, column 21: log.entries comes before log._webcid, which says what the run was, near "
        "\"{\"log\":{\"entries\":[{}\"");
  CHECK(read("{\"log\":{\"_webcid\":7}}").error ==
        "line 1, column 20: must be an object, near \"{\"log\":{\"_webcid\":7}\"");
  CHECK(read(replaced(good, "webcid-evidence/1", "webcid-evidence/9"))
            .error.rfind(
                "line 3, column 11: log._webcid.schema: must be \"webcid-evidence/1\", not \"webcid-evidence/9\"", 0) ==
        0);
  const auto entry_error = [&](const std::string& what, const std::string& with) {
    const std::string error = read(replaced(good, what, with)).error;
    return error.substr(0, error.find(", near"));
  };
  const std::string where = "line 5, column 1: entry 1: ";
  CHECK(entry_error("\"status\":200", "\"status\":\"200\"") ==
        where + "response.status: must be a whole number, 0 or more, not \"200\"");
  CHECK(entry_error("\"status\":200", "\"status\":2000") == where + "response.status: must be at most 999");
  CHECK(entry_error("\"status\":200", "\"status\":99999999999") ==
        where + "response.status: must be a whole number, 0 or more, not 99999999999");
  CHECK(entry_error("\"purpose\":\"file\"", "\"purpose\":\"x\\u001b[31m\"") ==
        where + "_webcid.purpose: is not known, not \"x\\x1b[31m\"");
  CHECK(entry_error("\"id\":7", "\"id\":-7") == where + "_webcid.id: must be a number from 0 on, not -7");
  CHECK(entry_error("\"path\":\"bin/a+b.kdc\",\"size\"", "\"path\":\"../x\",\"size\"")
            .rfind(where + "_webcid.entry.path: ", 0) == 0);
  CHECK(entry_error("sha256:ba78", "sha256:zz78").rfind(where + "_webcid.body.digests: must hold texts like", 0) == 0);
  CHECK(entry_error("\"timings\":{\"dns\"", "\"other\":{\"dns\"").empty());
  CHECK(entry_error("\"_webcid\":{\"id\"", "\"other\":{\"id\"") == where + "_webcid: is missing");
}

TEST_CASE("every cut of an evidence file is refused, and none crashes") {
  const std::string good = write(a_target(), {a_verified_file(), an_answered_challenge_with_raw_bytes()});
  for (std::size_t size = 0; size + 2 < good.size(); ++size) {
    INFO(size);
    CHECK_FALSE(read(good.substr(0, size)).error.empty());
  }
}

TEST_CASE("depth, members and values are bounded") {
  const std::string good = write(a_target(), {a_verified_file()});
  const std::string deep = std::string(100'000, '[');
  CHECK(read(deep).error.find("nested deeper than 16 levels") != std::string::npos);
  CHECK(read(replaced(good, "\"cache\":{}", "\"cache\":" + deep)).error.find("nested deeper") != std::string::npos);
  std::string many;
  for (int i = 0; i < 100; ++i) many += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
  CHECK(read(replaced(good, "\"cache\":{}", "\"cache\":{" + many + "}")).error.find("more than 64 members") !=
        std::string::npos);
  std::string values = "0";
  for (int i = 0; i < 200'000; ++i) values += ",0";
  CHECK(read(replaced(good, "\"cache\":{}", "\"cache\":[" + values + "]")).error.find("more than 200000 values") !=
        std::string::npos);
}

TEST_CASE("an endless text is given up, not gathered") {
  std::string error;
  bool first = true;
  std::uint64_t handed = 0;
  const auto result = evidence::read_har(
      [&](char* buffer, std::size_t size) -> base::Result<std::size_t> {
        std::fill(buffer, buffer + size, 'a');
        if (std::exchange(first, false)) std::copy_n("{\"log\":\"", 8, buffer);
        handed += size;
        return size;
      },
      {});
  REQUIRE_FALSE(result);
  CHECK(result.error().message.find("a text or entry of more than 167772160 bytes") != std::string::npos);
  CHECK(handed < 170'000'000);
}

TEST_CASE("an input that fails ends the reading with its own error") {
  const auto result = evidence::read_har(
      [](char*, std::size_t) -> base::Result<std::size_t> {
        return base::fail(base::ErrorKind::LocalIo, "cannot read x");
      },
      {});
  REQUIRE_FALSE(result);
  CHECK(result.error().kind == base::ErrorKind::LocalIo);
  CHECK(result.error().message == "cannot read x");
}

TEST_CASE("other members of the log, as other tools add them, are passed over") {
  const std::string good = write(a_target(), {a_verified_file()});
  const std::string more =
      replaced(good, "{\"log\":{", "{\"x\":[{\"entries\":[{}]}],\"log\":{\"pages\":[{\"_webcid\":{}}],");
  const Collected back = read(more);
  CHECK(back.error.empty());
  CHECK(back.records.size() == 1);
}
