// What logs are said to tell.
#include "catch.hpp"

#include <zlib.h>

#include <string>

#include "audit/tally.hpp"
#include "audit_fixture.hpp"

namespace {

using namespace webcid;
using namespace webcid::audit::testing;
using model::Confidence;
using model::Verdict;

constexpr const char* kFields =
    "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2026-01-05 09:00:00\r\n"
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
    "sc-status sc-substatus sc-win32-status time-taken\r\n";
constexpr const char* kErrorFields =
    "#Software: Microsoft HTTP API 2.0\r\n#Version: 1.0\r\n#Date: 2026-01-05 09:00:00\r\n"
    "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason "
    "s-queuename\r\n";

std::string line(const std::string& time, const std::string& path, const std::string& status,
                 const std::string& client = "10.0.0.7", const std::string& method = "GET") {
  return "2026-01-05 " + time + " 10.0.0.5 " + method + " /SophosUpdate/" + path + " - 80 - " + client +
         " Agent/1.0 - " + status + " 15\r\n";
}

std::string error_line(const std::string& time, const std::string& uri, const std::string& status,
                       const std::string& reason) {
  return "2026-01-05 " + time + " 10.0.0.7 50123 10.0.0.5 80 HTTP/1.1 GET " + uri + " - " + status + " 1 " + reason +
         " DefaultAppPool\r\n";
}

model::Report log_report(const std::string& lines) {
  return Server().with_log("u_ex260105.log", kFields + lines).report();
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("a log of what was served is healthy") {
  const model::Report report =
      log_report(line("09:00:01", "a.txt", "200 0 0") + line("09:00:02", "vdl.dat", "304 0 0"));
  CHECK(told(report) == "");
  CHECK(report.verdict == Verdict::Healthy);
  CHECK(report.summary.requests == 2);
  CHECK(report.server == "Microsoft-IIS/10.0");
}

TEST_CASE("refusals are told by cause, with client, name, first and last time and number") {
  const model::Report report =
      log_report(line("09:00:01", "vdl.dat", "404 3 50") + line("09:30:00", "vdl.dat", "404 3 50", "10.0.0.8") +
                 line("09:00:05", "vdl.dat", "404 3 50", "10.0.0.8") + line("09:00:02", "README", "404 3 50") +
                 line("09:00:03", "bin/x.txt", "404 8 0") + line("09:00:04", "c++.txt", "404 11 0"));
  CHECK(told(report) ==
        "error iis.double-escaping-refused; error iis.extensionless-not-served; error iis.hidden-segment bin; "
        "error iis.mime-map-missing .dat");
  const model::Finding& mime = *find(report, "iis.mime-map-missing");
  CHECK(mime.confidence == Confidence::Certain);
  CHECK(said(mime.evidence, "logged") == "3|404.3|2026-01-05 09:00:01|2026-01-05 09:30:00");
  CHECK(said(mime.evidence, "logged-clients") == "404.3|10.0.0.7 (2), 10.0.0.8 (2)");
  CHECK(mime.affected.examples == std::vector<std::string>{"vdl.dat"});
}

TEST_CASE("a blank in a name is logged as +, and told as the catalogue has it") {
  const model::Report report = log_report(line("09:00:01", "Mac+OS/s+p.dat", "404 3 50"));
  CHECK(find(report, "iis.mime-map-missing")->affected.examples == std::vector<std::string>{"Mac OS/s p.dat"});
}

TEST_CASE("names are published in any case") {
  CHECK(told(log_report(line("09:00:01", "VDL.DAT", "404 3 50"))) == "error iis.mime-map-missing .dat");
}

TEST_CASE("what nobody publishes, and what no update sends, is no failure") {
  const model::Report report =
      log_report(line("09:00:01", "favicon.ico", "404 0 2") + line("09:00:02", "x.zip", "404 3 50") +
                 line("09:00:03", "vdl.dat", "404 6 0", "10.0.0.7", "OPTIONS"));
  CHECK(told(report) == "");
  CHECK(said(report.notes, "logged-unpublished") == "2");
  CHECK(said(report.notes, "logged-other-verbs") == "1");
}

TEST_CASE("without a catalogue a missing file is only possible, a refusal is certain") {
  Server server;
  server.options.entries.reset();
  const model::Report report =
      server
          .with_log("u_ex.log", kFields + line("09:00:01", "x.upd", "404 0 2") + line("09:00:02", "y.upd", "404 3 50"))
          .report();
  CHECK(told(report) == "error iis.mime-map-missing .upd; warning publication.file-missing x.upd");
  CHECK(find(report, "publication.file-missing")->confidence == Confidence::Possible);
}

TEST_CASE("a logon begins with a challenge, which is no failure once the file arrives") {
  const model::Report logon =
      log_report(line("09:00:01", "a.txt", "401 2 5") + line("09:00:01", "a.txt", "401 1 2148074254") +
                 line("09:00:02", "a.txt", "200 0 0"));
  CHECK(told(logon) == "");
  CHECK(said(logon.notes, "logged-challenges") == "2");
  const model::Report refused =
      log_report(line("09:00:01", "a.txt", "401 2 5") + line("09:00:01", "a.txt", "401 1 1326"));
  CHECK(told(refused) == "error iis.credentials-rejected; error iis.credentials-required");
}

TEST_CASE("what was mended since is a note") {
  const model::Report report =
      log_report(line("09:00:01", "vdl.dat", "404 3 50") + line("10:00:00", "vdl.dat", "200 0 0"));
  CHECK(told(report) == "note iis.mime-map-missing .dat");
  CHECK(said(report.findings.front().evidence, "logged-later") == "1|2026-01-05 10:00:00");
  CHECK(told(log_report(line("08:00:00", "vdl.dat", "200 0 0") + line("09:00:01", "vdl.dat", "404 3 50"))) ==
        "error iis.mime-map-missing .dat");
}

TEST_CASE("a transfer that ended early is likely cut") {
  const model::Report report = log_report(line("09:00:01", "vdl.dat", "200 0 64"));
  CHECK(told(report) == "error content.truncated vdl.dat");
  CHECK(report.findings.front().confidence == Confidence::Likely);
}

TEST_CASE("HTTPERR tells what HTTP.sys refused, and leaves out what clients did") {
  const model::Report report =
      Server()
          .with_log("httperr1.log", kErrorFields + error_line("09:00:01", "/SophosUpdate/a.txt", "503", "AppOffline") +
                                        error_line("09:00:02", "/SophosUpdate/vdl.dat?x=1", "503", "AppOffline") +
                                        error_line("09:00:03", "-", "400", "Verb") +
                                        error_line("09:00:04", "-", "-", "Timer_ConnectionIdle") +
                                        error_line("09:00:05", "/SophosUpdate/a.txt", "-", "Client_Reset"))
          .report();
  CHECK(told(report) == "error httpsys.pool-stopped; error httpsys.request-rejected Verb");
  CHECK(said(find(report, "httpsys.pool-stopped")->evidence, "logged") ==
        "2|503 (AppOffline)|2026-01-05 09:00:01|2026-01-05 09:00:02");
  CHECK(said(report.notes, "logged-by-client") == "2");
}

TEST_CASE("what was before --since is left out, and what is elsewhere than --path") {
  const std::string lines =
      kFields + line("09:00:01", "vdl.dat", "404 3 50") + line("09:00:02", "bin/x.txt", "404 8 0");
  Server since;
  since.options.since = base::parse_time("2026-01-05T09:00:02.000Z");
  const model::Report later = since.with_log("u_ex.log", lines).report();
  CHECK(told(later) == "error iis.hidden-segment bin");
  CHECK(said(later.notes, "logged-earlier") == "1");
  Server path;
  path.options.path = "/CIDs";
  path.options.entries.reset();
  CHECK(path.with_log("u_ex.log", lines).report().verdict == Verdict::Unknown);
  Server deeper;
  deeper.options.path = "/sophosupdate/BIN";
  deeper.options.entries.reset();
  CHECK(told(deeper.with_log("u_ex.log", lines).report()) == "error iis.hidden-segment bin");
}

TEST_CASE("fields that change in mid-file, several files and packed ones are one log") {
  Server server;
  const std::string changed =
      "#Fields: sc-substatus sc-status cs-uri-stem cs-method time date\r\n"
      "8 404 /SophosUpdate/bin/x.txt GET 09:00:09 2026-01-05\r\n";
  server.with_log("u_ex260105.log", kFields + line("09:00:01", "vdl.dat", "404 3 50") + changed);
  const std::string packed = kFields + line("09:00:02", "vdl.dat", "404 3 50");
  server.with_log("u_ex260106.log.gz", gzip(packed) + gzip(line("09:00:03", "README", "404 3 50")));
  const model::Report report = server.report();
  CHECK(told(report) ==
        "error iis.extensionless-not-served; error iis.hidden-segment bin; error iis.mime-map-missing .dat");
  CHECK(said(find(report, "iis.mime-map-missing")->evidence, "logged") ==
        "2|404.3|2026-01-05 09:00:01|2026-01-05 09:00:02");
}

TEST_CASE("damage is survived with a note") {
  Server server;
  std::string garbage(3000, '\0');
  for (std::size_t i = 0; i < garbage.size(); ++i) garbage[i] = static_cast<char>(i * 7);
  server.with_log("u_ex1.log", kFields + line("09:00:01", "vdl.dat", "404 3 50") + garbage + "\r\n" +
                                   std::string(200000, 'x') + "\r\n" + line("09:00:02", "vdl.dat", "404 3 50") +
                                   "2026-01-05 09:00:03 10.0.0.5 GET /Soph");
  const std::string packed = gzip(kFields + line("09:00:04", "README", "404 3 50"));
  server.with_log("u_ex2.log.gz", packed.substr(0, packed.size() - 9));
  server.with_log("u_ex3.log", line("09:00:05", "bin/x.txt", "404 8 0"));
  server.with_log(
      "u_ex4.log",
      "#Fields: date time cs-method cs-uri-stem sc-status\n2026-01-05 09:00:06 GET /SophosUpdate/c++.txt 404\n");
  const model::Report report = server.report();
  CHECK(said(find(report, "iis.mime-map-missing")->evidence, "logged") ==
        "2|404.3|2026-01-05 09:00:01|2026-01-05 09:00:02");
  for (const char* note : {"log-lines-misunderstood", "log-last-line-cut", "log-lines-overlong", "log-packing-broken",
                           "log-fields-assumed", "log-without-sub-status"}) {
    INFO(note);
    CHECK(said(report.notes, note) != "none");
  }
  // 404 without a sub-status may be anything.
  CHECK(find(report, "unexplained") != nullptr);
}

TEST_CASE("names that are no UTF-8 stay bytes") {
  Server server;
  server.options.entries.reset();
  const model::Report report =
      server.with_log("u_ex.log", kFields + line("09:00:01", "caf\xe9.dat", "404 3 50")).report();
  CHECK(find(report, "iis.mime-map-missing")->affected.examples == std::vector<std::string>{"caf\xe9.dat"});
}

TEST_CASE("a refusal that the configuration explains has its element") {
  Server server;
  server.with_configuration(
      std::string(kGuide).replace(std::string(kGuide).find("<remove segment=\"bin\" />"), 24, ""));
  server.with_log("u_ex.log",
                  kFields + line("09:00:01", "bin/x.txt", "404 8 0") + line("09:00:02", "vdl.dat", "404 3 50"));
  const model::Report report = server.report();
  CHECK(told(report) == "error iis.hidden-segment bin; error iis.mime-map-missing .dat");
  const model::Finding& hidden = *find(report, "iis.hidden-segment");
  CHECK(said(hidden.evidence, "set-at").find("<add segment=\"bin\"") != std::string::npos);
  CHECK(said(hidden.evidence, "logged") == "1|404.8|2026-01-05 09:00:01|2026-01-05 09:00:01");
  // The map is there: what was logged was before, or elsewhere.
  CHECK(said(find(report, "iis.mime-map-missing")->evidence, "configuration-would-answer") == "vdl.dat|200");
}

TEST_CASE("a log of made-up names and clients costs no more memory than its bounds") {
  audit::Tally tally("", "");
  for (int i = 0; i < 200000; ++i) {
    const std::string path = "/" + std::to_string(i) + std::string(100, 'x');
    const std::string client = "client" + std::to_string(i);
    audit::LoggedRequest request{
        "2026-01-05", "09:00:00", "GET", path, client, "", 400 + i % 200, i % 5000, static_cast<std::uint32_t>(i), ""};
    tally.add(request);
  }
  CHECK(tally.paths().size() <= audit::Tally::kMaxPaths);
  CHECK(tally.kinds().size() <= audit::Tally::kMaxKinds + 1000);
  CHECK(tally.requests() == 200000);
  std::uint64_t counted = 0;
  for (const auto& kind : tally.kinds()) {
    counted += kind.span.count;
    CHECK(kind.clients.size() <= audit::Tally::kMaxClients);
  }
  CHECK(counted == 200000);
}
