// Lines of the logs, as IIS and HTTP.sys write them (iis.md g.1, g.2).
#include "catch.hpp"

#include <string>
#include <vector>

#include "audit/lines.hpp"
#include "audit/log_format.hpp"

namespace {

using webcid::audit::LineSplitter;
using webcid::audit::LogFormat;
using webcid::audit::LoggedRequest;

// "date time method path client user status.sub.win32 reason"
std::string read(const LogFormat& format, std::string_view line) {
  LoggedRequest request;
  if (!format.read(line, request)) return "no line";
  std::string text;
  for (const std::string_view part :
       {request.date, request.time, request.method, request.path, request.client, request.user}) {
    text += std::string(part.empty() ? "-" : part) + " ";
  }
  return text + std::to_string(request.status) + "." + std::to_string(request.sub_status) + "." +
         std::to_string(request.win32) + " " + std::string(request.reason.empty() ? "-" : request.reason);
}

constexpr const char* kLine =
    "2026-01-05 09:30:01 10.0.0.5 GET /SophosUpdate/a+b.dat - 80 - 10.0.0.7 Agent/1.0+(x) - 404 3 50 15";

std::vector<std::string> split(const std::vector<std::string>& pieces, std::uint64_t* overlong = nullptr) {
  LineSplitter splitter;
  std::vector<std::string> lines;
  const auto take = [&](std::string_view line) { lines.emplace_back(line); };
  for (const std::string& piece : pieces) splitter.feed(piece, take);
  splitter.finish(take);
  if (overlong != nullptr) *overlong = splitter.overlong();
  return lines;
}

}  // namespace

TEST_CASE("a line has the fields of a fresh server") {
  CHECK(read(LogFormat::w3c_default(), kLine) == "2026-01-05 09:30:01 GET /SophosUpdate/a+b.dat 10.0.0.7 - 404.3.50 -");
}

TEST_CASE("fields may stand in any order and number") {
  const auto format =
      LogFormat::from_fields(" sc-substatus cs(Cookie) sc-status c-ip time cs-uri-stem date X-Own cs-method\r");
  CHECK(read(format, "8 a=b 404 ::1 23:59:59 /x/bin/y 2026-12-31 z GET") ==
        "2026-12-31 23:59:59 GET /x/bin/y ::1 - 404.8.0 -");
}

TEST_CASE("the date may stand above the lines only") {
  auto format = LogFormat::from_fields("time cs-method cs-uri-stem sc-status");
  CHECK(read(format, "09:30:01 GET /x 404") == "no line");
  format.set_date("2026-01-05");
  CHECK(read(format, "09:30:01 GET /x 404") == "2026-01-05 09:30:01 GET /x - - 404.-1.0 -");
}

TEST_CASE("a line of HTTPERR has a reason, and may lack everything else") {
  const auto format = LogFormat::httperr_default();
  CHECK(read(format,
             "2026-01-05 09:30:01 10.0.0.7 50123 10.0.0.5 80 HTTP/1.1 GET /x - 503 1 AppOffline DefaultAppPool") ==
        "2026-01-05 09:30:01 GET /x 10.0.0.7 - 503.-1.0 AppOffline");
  CHECK(read(format, "2026-01-05 09:30:01 10.0.0.7%0 50123 10.0.0.5 80 - - - - - - Timer_ConnectionIdle -") ==
        "2026-01-05 09:30:01 - - 10.0.0.7%0 - 0.-1.0 Timer_ConnectionIdle");
}

TEST_CASE("what is no line of the format is none") {
  const auto format = LogFormat::w3c_default();
  for (const std::string& line :
       {std::string("2026-01-05 09:30:01 10.0.0.5 GET /x - 80 - 10.0.0.7 A - 404 3"), std::string(200, '\0'),
        std::string("x"), std::string(kLine).replace(0, 10, "05.01.2026"), std::string(" "), std::string(14, ' '),
        std::string("2026-01-05 09:30:01 10.0.0.5 GET /x - 80 - 10.0.0.7 A - 4040 3 50 15"),
        std::string("2026-01-05 09:30:01 10.0.0.5 GET /x - 80 - 10.0.0.7 A - abc 3 50 15")}) {
    CHECK(read(format, line) == "no line");
  }
  CHECK(read(LogFormat(), kLine) == "no line");
  CHECK(read(LogFormat::from_fields(""), kLine) == "no line");
}

TEST_CASE("columns are told apart wherever blanks fall among eight bytes") {
  const auto format = LogFormat::from_fields("date time cs-uri-stem sc-status");
  for (std::size_t length = 1; length < 40; ++length) {
    // '!' differs from a blank in its lowest bit only.
    const std::string path = "/" + std::string(length, '!');
    CHECK(read(format, "2026-01-05 09:30:01 " + path + " 404 more") ==
          "2026-01-05 09:30:01 - " + path + " - - 404.-1.0 -");
  }
}

TEST_CASE("a Win32 status may have all 32 bits") {
  const auto format = LogFormat::from_fields("date time sc-status sc-win32-status");
  CHECK(read(format, "2026-01-05 09:30:01 401 2148074254") == "2026-01-05 09:30:01 - - - - 401.-1.2148074254 -");
  CHECK(read(format, "2026-01-05 09:30:01 401 4294967296") == "2026-01-05 09:30:01 - - - - 401.-1.0 -");
}

TEST_CASE("lines are the same however the stream is cut") {
  const std::string text = "one\r\ntwo\n\nthree";
  const std::vector<std::string> whole{"one", "two", "three"};
  CHECK(split({text}) == whole);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) CHECK(split({text.substr(0, cut), text.substr(cut)}) == whole);
}

TEST_CASE("a line that is too long is left out, those around it are not") {
  std::uint64_t overlong = 0;
  const std::string longest(LineSplitter::kLongest, 'x');
  CHECK(split({"a\n" + longest + "\nb\n"}, &overlong).size() == 3);
  CHECK(overlong == 0);
  CHECK(split({"a\n" + longest + "y\nb\n"}, &overlong) == std::vector<std::string>{"a", "b"});
  CHECK(overlong == 1);
  std::vector<std::string> pieces{"a\n"};
  for (int i = 0; i < 100; ++i) pieces.push_back(longest);
  pieces.push_back("\nb");
  CHECK(split(pieces, &overlong) == std::vector<std::string>{"a", "b"});
  CHECK(overlong == 1);
}
