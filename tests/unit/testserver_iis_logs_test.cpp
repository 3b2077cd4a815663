#include <filesystem>
#include <string>

#include <webcid/base/file.hpp>
#include <webcid/iis/pages.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"
#include "testserver/iis_logs.hpp"
#include "testserver/log_field.hpp"

using namespace webcid;
using namespace webcid::testserver;

namespace {

// 2026-01-31 23:59:59.123 UTC
base::Time last_second_of_january() {
  return *base::parse_time("2026-01-31T23:59:59.123Z");
}

struct Exchange {
  iis::Answer answer;
  Served served;

  Exchange() {
    answer.status = 200;
    answer.page = iis::Page::File;
    served.peers = {"192.0.2.7", 50123, "198.51.100.2", 8080};
    served.request.method = "GET";
    served.request.target = "/SophosUpdate/a.dat";
    served.request.headers = {{"User-Agent", "webcid/1.0"}};
    served.version = "HTTP/1.1";
    served.finished = last_second_of_january();
    served.taken = std::chrono::milliseconds(42);
  }

  std::string w3c(iis::Version version = iis::Version::V10_0) {
    served.answer = &answer;
    return w3c_line(served, version);
  }
  std::string httperr(iis::Version version = iis::Version::V10_0) {
    served.answer = &answer;
    return httperr_line(served, version);
  }
};

iis::Answer http_sys_answer(iis::HttpSysRefusal refusal) {
  iis::Answer answer;
  const iis::HttpSysPage page = iis::http_sys_page(refusal);
  answer.status = page.status;
  answer.page = iis::Page::HttpSys;
  answer.http_sys_reason = page.reason;
  return answer;
}

std::string text_of(const std::filesystem::path& path) {
  return base::read_file(path, 1 << 20).value();
}

}  // namespace

TEST_CASE("A W3C line has the fields of a fresh IIS in their order") {
  Exchange exchange;
  CHECK(exchange.w3c() ==
        "2026-01-31 23:59:59 198.51.100.2 GET /SophosUpdate/a.dat - 8080 - 192.0.2.7 webcid/1.0 - 200 0 0 42");
  CHECK(exchange.w3c(iis::Version::V7_5) ==
        "2026-01-31 23:59:59 198.51.100.2 GET /SophosUpdate/a.dat - 8080 - 192.0.2.7 webcid/1.0 200 0 0 42");
}

TEST_CASE("A W3C line tells the sub-status and the Win32 code of a refusal") {
  struct Row {
    int status;
    int sub_status;
    std::uint32_t hresult;
    std::string_view end;
  };
  // iis.md g.1: 2 file not found, 5 access denied, 13 data invalid, 50 not supported, 1326 logon failure.
  for (const Row& row : {Row{404, 0, 0x80070002, "404 0 2 42"}, Row{404, 3, 0x80070032, "404 3 50 42"},
                         Row{401, 3, 0x80070005, "401 3 5 42"}, Row{500, 19, 0x8007000d, "500 19 13 42"},
                         Row{401, 1, 0x8007052e, "401 1 1326 42"}, Row{404, 8, 0, "404 8 0 42"}}) {
    Exchange exchange;
    exchange.answer.status = row.status;
    exchange.answer.sub_status = row.sub_status;
    exchange.answer.hresult = row.hresult;
    CHECK(exchange.w3c() ==
          "2026-01-31 23:59:59 198.51.100.2 GET /SophosUpdate/a.dat - 8080 - 192.0.2.7 webcid/1.0 - " +
              std::string(row.end));
  }
}

TEST_CASE("A transfer that the client dropped has Win32 code 64") {
  Exchange exchange;
  exchange.served.ending = Ending::Cut;
  CHECK(exchange.w3c() ==
        "2026-01-31 23:59:59 198.51.100.2 GET /SophosUpdate/a.dat - 8080 - 192.0.2.7 webcid/1.0 - 200 0 64 42");
}

TEST_CASE("A W3C line has the path as the site saw it and the rest as it was sent") {
  Exchange exchange;
  exchange.answer.user = R"(EXAMPLE\ann lee)";
  exchange.served.request.target = "/a/%2e%2e/SophosUpdate/my%20file%2b%E6%97%A5.dat?x=%20y&z";
  exchange.served.request.headers = {{"User-Agent", "Agent 1.0 (x; y)"}, {"Referer", "http://srv/a b"}};
  CHECK(exchange.w3c() == R"(2026-01-31 23:59:59 198.51.100.2 GET /SophosUpdate/my+file+日.dat x=%20y&z 8080 )"
                          R"(EXAMPLE\ann+lee 192.0.2.7 Agent+1.0+(x;+y) http://srv/a+b 200 0 0 42)");
}

TEST_CASE("No request can add a field or a line to a log") {
  CHECK(log_field("") == "-");
  CHECK(log_field("a b\tc\r\nd\x1b[2J\x7f") == "a+b+c++d+[2J+");
  CHECK(log_field(R"(say "hi")") == R"(say+"hi")");
  CHECK(log_field("\xc2\x85|\xe2\x80\xa8|\xe2\x80\xa9|\xc2\xa0") == "+|+|+|\xc2\xa0");
  CHECK(log_field("\xff\xe6\x97") == "%FF%E6%97");
  Exchange exchange;
  exchange.served.request.method = "G\nET";
  exchange.served.request.target = "/x\r\n2026-01-31 00:00:00 fake?q w";
  exchange.served.request.headers = {{"User-Agent", "a\nb \"c"}, {"Referer", "\t"}};
  exchange.answer.user = "u v";
  CHECK(exchange.w3c() ==
        "2026-01-31 23:59:59 198.51.100.2 G+ET /x++2026-01-31+00:00:00+fake q+w 8080 u+v 192.0.2.7 "
        "a+b+\"c + 200 0 0 42");
  CHECK(exchange.httperr(iis::Version::V8_5) ==
        "2026-01-31 23:59:59 192.0.2.7 50123 198.51.100.2 8080 HTTP/1.1 G+ET /x++2026-01-31+00:00:00+fake?q+w 200 - "
        "BadRequest -");
}

TEST_CASE("An HTTPERR line names HTTP.sys's reason for each of its refusals") {
  struct Row {
    iis::HttpSysRefusal refusal;
    std::string_view end;
  };
  // iis.md a.1.
  for (const Row& row :
       {Row{iis::HttpSysRefusal::InvalidHostname, "400 - Hostname -"},
        Row{iis::HttpSysRefusal::InvalidUrl, "400 - URL -"}, Row{iis::HttpSysRefusal::InvalidVerb, "400 - Verb -"},
        Row{iis::HttpSysRefusal::RequestTooLong, "400 - RequestLength -"},
        Row{iis::HttpSysRefusal::ForbiddenUrl, "403 - Forbidden -"}, Row{iis::HttpSysRefusal::NotFound, "404 - N/A -"},
        Row{iis::HttpSysRefusal::LengthRequired, "411 - LengthRequired -"},
        Row{iis::HttpSysRefusal::ServiceUnavailable, "503 - AppOffline -"}}) {
    Exchange exchange;
    exchange.answer = http_sys_answer(row.refusal);
    CHECK(exchange.httperr() ==
          "2026-01-31 23:59:59 192.0.2.7 50123 198.51.100.2 8080 HTTP/1.1 GET "
          "/SophosUpdate/a.dat - " +
              std::string(row.end));
  }
}

TEST_CASE("An HTTPERR line says the site and its pool when the answer does, and its own reason first") {
  Exchange exchange;
  exchange.answer = http_sys_answer(iis::HttpSysRefusal::ServiceUnavailable);
  exchange.answer.http_sys_reason = "AppOffline";
  exchange.answer.site_id = 3;
  // KB820729's columns; before Windows 10 there was no streamid.
  CHECK(exchange.httperr(iis::Version::V8_5) ==
        "2026-01-31 23:59:59 192.0.2.7 50123 198.51.100.2 8080 HTTP/1.1 GET /SophosUpdate/a.dat 503 3 AppOffline "
        "DefaultAppPool");
  exchange.served.ending = Ending::Dropped;
  CHECK(exchange.httperr() ==
        "2026-01-31 23:59:59 192.0.2.7 50123 198.51.100.2 8080 HTTP/1.1 GET /SophosUpdate/a.dat - - 3 "
        "Connection_Dropped DefaultAppPool");
}

TEST_CASE("HTTPERR has a parsed URL decoded, another as it came, both within their limits") {
  Exchange exchange;
  exchange.answer = http_sys_answer(iis::HttpSysRefusal::ForbiddenUrl);
  exchange.served.peers.client_address = "fe80::1";
  exchange.served.request.target = "/%2e%2e/etc?q";
  CHECK(exchange.httperr() ==
        "2026-01-31 23:59:59 fe80::1%0 50123 198.51.100.2 8080 HTTP/1.1 GET /%2e%2e/etc?q - 403 - Forbidden -");
  exchange.served.request.target = "/a%20b?q=%20";
  exchange.served.request.method = std::string(300, 'X');
  exchange.answer = http_sys_answer(iis::HttpSysRefusal::InvalidHostname);
  CHECK(exchange.httperr() == "2026-01-31 23:59:59 fe80::1%0 50123 198.51.100.2 8080 HTTP/1.1 " +
                                  std::string(255, 'X') + " /a+b?q=%20 - 400 - Hostname -");
  exchange.served.request.target = "/%00" + std::string(5000, 'y');
  exchange.served.request.method = "GET";
  CHECK(exchange.httperr() == "2026-01-31 23:59:59 fe80::1%0 50123 198.51.100.2 8080 HTTP/1.1 GET /%00" +
                                  std::string(4092, 'y') + " - 400 - Hostname -");
}

TEST_CASE("A connection that timed out is in HTTPERR with nothing but its ends") {
  Expired expired;
  expired.peers = {"192.0.2.7", 50123, "198.51.100.2", 80};
  expired.at = last_second_of_january();
  CHECK(httperr_line(expired, iis::Version::V8_5) ==
        "2026-01-31 23:59:59 192.0.2.7 50123 198.51.100.2 80 - - - - - Timer_ConnectionIdle -");
  expired.expiry = Expiry::TooSlow;
  CHECK(httperr_line(expired, iis::Version::V10_0) ==
        "2026-01-31 23:59:59 192.0.2.7 50123 198.51.100.2 80 - - - - - - Timer_MinBytesPerSecond -");
  expired.expiry = Expiry::HeaderWait;
  expired.version = "HTTP/1.0";
  expired.method = "HEAD";
  expired.target = "/x";
  CHECK(httperr_line(expired, iis::Version::V8_5) ==
        "2026-01-31 23:59:59 192.0.2.7 50123 198.51.100.2 80 HTTP/1.0 HEAD /x - - Timer_HeaderWait -");
}

TEST_CASE("Logs have a file for each site and day, with a header first, and each answer in one of them") {
  test::TemporaryFolder folder;
  const std::string home = base::from_native(folder.path());
  IisLogs logs = IisLogs::create(home + "/w3c", home + "/err", iis::Version::V10_0).value();
  Exchange exchange;
  exchange.served.answer = &exchange.answer;
  logs.add(exchange.served);
  exchange.served.finished += std::chrono::seconds(1);
  logs.add(exchange.served);
  exchange.answer.site_id = 2;
  logs.add(exchange.served);
  exchange.answer = http_sys_answer(iis::HttpSysRefusal::InvalidUrl);
  logs.add(exchange.served);
  exchange.answer = iis::Answer{};
  exchange.served.ending = Ending::Dropped;
  logs.add(exchange.served);

  CHECK(test::TemporaryFolder::names_in(folder.path() / "w3c") == std::vector<std::string>{"W3SVC1", "W3SVC2"});
  const auto first = folder.path() / "w3c" / "W3SVC1";
  CHECK(test::TemporaryFolder::names_in(first) == std::vector<std::string>{"u_ex260131.log", "u_ex260201.log"});
  const std::string fields =
      "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
      "sc-status sc-substatus sc-win32-status time-taken\r\n";
  const std::string rest = "198.51.100.2 GET /SophosUpdate/a.dat - 8080 - 192.0.2.7 webcid/1.0 - 200 0 0 42\r\n";
  CHECK(text_of(first / "u_ex260131.log") ==
        "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2026-01-31 23:59:59\r\n" +
            fields + "2026-01-31 23:59:59 " + rest);
  CHECK(text_of(first / "u_ex260201.log") ==
        "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2026-02-01 00:00:00\r\n" +
            fields + "2026-02-01 00:00:00 " + rest);
  CHECK(text_of(folder.path() / "w3c" / "W3SVC2" / "u_ex260201.log") == text_of(first / "u_ex260201.log"));
  CHECK(text_of(folder.path() / "err" / "httperr1.log") ==
        "#Software: Microsoft HTTP API 2.0\r\n#Version: 1.0\r\n#Date: 2026-02-01 00:00:00\r\n"
        "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason "
        "s-queuename\r\n"
        "2026-02-01 00:00:00 192.0.2.7 50123 198.51.100.2 8080 HTTP/1.1 GET /SophosUpdate/a.dat - 400 - URL -\r\n"
        "2026-02-01 00:00:00 192.0.2.7 50123 198.51.100.2 8080 HTTP/1.1 GET /SophosUpdate/a.dat - - - "
        "Connection_Dropped -\r\n");
}

TEST_CASE("A log folder that cannot be made is an error at the start") {
  test::TemporaryFolder folder;
  const std::string file = base::from_native(folder.path()) + "/file";
  { std::ofstream(base::to_native(file)) << "x"; }
  const auto logs = IisLogs::create(file, "", iis::Version::V10_0);
  REQUIRE_FALSE(logs.has_value());
  CHECK(logs.error().kind == base::ErrorKind::LocalIo);
  CHECK(logs.error().message == "cannot make the folder " + file + " for a log");
}
