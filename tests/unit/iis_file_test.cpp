#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

// The tag of 2026-01-05 09:30:00 UTC: FILETIME 0x01dc7e25dcf1dc00, its bytes in hexadecimal.
constexpr const char* kTag = "\"00dcf1dc257edc1:0\"";

Answer ask_with(std::string_view name, std::string_view value, std::string_view target = "/SophosUpdate/a.txt") {
  World world;
  world.headers.push_back({std::string(name), std::string(value)});
  return world.ask(target);
}

}  // namespace

TEST_CASE("A file is sent with the headers of the static file handler") {
  const Answer answer = World().ask("/SophosUpdate/a.txt");
  CHECK(header_names(answer) ==
        "Content-Type, Last-Modified, Accept-Ranges, ETag, Server, X-Powered-By, Date, Content-Length");
  CHECK(header(answer, "Content-Type") == "text/plain");
  CHECK(header(answer, "Last-Modified") == "Mon, 05 Jan 2026 09:30:00 GMT");
  CHECK(header(answer, "Accept-Ranges") == "bytes");
  CHECK(header(answer, "ETag") == kTag);
  CHECK(header(answer, "Date") == "Sun, 01 Feb 2026 12:00:00 GMT");
  REQUIRE(std::holds_alternative<FileRange>(answer.body));
  CHECK(std::get<FileRange>(answer.body).path == "a.txt");
  CHECK(answer.sends_body);
}

TEST_CASE("HEAD declares the length and sends nothing") {
  const Answer answer = World().ask("/SophosUpdate/a.txt", "HEAD");
  CHECK(header(answer, "Content-Length") == "1000");
  CHECK_FALSE(answer.sends_body);
  const Answer refused = World().ask("/SophosUpdate/sub/", "HEAD");
  CHECK(header(refused, "Content-Length") == "1233");
  CHECK_FALSE(refused.sends_body);
}

TEST_CASE("A file changed moments ago has a weak entity tag") {
  World world;
  const Server site = world.server();
  Request request;
  request.method = "GET";
  request.target = "/SophosUpdate/a.txt";
  request.headers = world.headers;
  request.now = at(2026, 1, 5, 9, 30, 1);
  CHECK(header(site.answer(request), "ETag") == std::string("W/") + kTag);
  request.now = at(2026, 1, 5, 9, 30, 0);
  CHECK(header(site.answer(request), "ETag") == std::string("W/") + kTag);
  request.now = at(2026, 1, 5, 9, 30, 2);
  CHECK(header(site.answer(request), "ETag") == kTag);
  // A date to come is no moment ago.
  request.now = at(2026, 1, 5, 9, 29, 59);
  CHECK(header(site.answer(request), "ETag") == kTag);
}

TEST_CASE("Single ranges are served, everything else as RFC 9110 allows") {
  struct RangeRow {
    const char* range;
    int status;
    std::uint64_t offset;
    std::uint64_t length;
    const char* content_range;
  };
  const std::vector<RangeRow> rows{{"bytes=0-0", 206, 0, 1, "bytes 0-0/1000"},
                                   {"bytes=500-", 206, 500, 500, "bytes 500-999/1000"},
                                   {"bytes=-1", 206, 999, 1, "bytes 999-999/1000"},
                                   {"bytes=-5000", 206, 0, 1000, "bytes 0-999/1000"},
                                   {"bytes=990-2000", 206, 990, 10, "bytes 990-999/1000"},
                                   {"bytes=5-4", 200, 0, 1000, ""},
                                   {"bytes=0-1,5-6", 200, 0, 1000, ""},
                                   {"lines=1-2", 200, 0, 1000, ""},
                                   {"bytes=x-", 200, 0, 1000, ""},
                                   {"bytes=-", 200, 0, 1000, ""},
                                   {"bytes=99999999999999999999-", 200, 0, 1000, ""}};
  for (const RangeRow& row : rows) {
    INFO(row.range);
    const Answer answer = ask_with("Range", row.range);
    CHECK(answer.status == row.status);
    REQUIRE(std::holds_alternative<FileRange>(answer.body));
    CHECK(std::get<FileRange>(answer.body).offset == row.offset);
    CHECK(std::get<FileRange>(answer.body).length == row.length);
    CHECK(answer.content_length == row.length);
    CHECK(header(answer, "Content-Range") == row.content_range);
  }
}

TEST_CASE("A range behind the end is refused with one line, because 416 has no custom page") {
  for (const char* range : {"bytes=1000-", "bytes=1000-2000", "bytes=-0"}) {
    const Answer answer = ask_with("Range", range);
    CHECK(seen(answer) == "416.0 54");
    CHECK(header(answer, "Content-Range") == "bytes */1000");
  }
  CHECK(ask_with("Range", "bytes=0-", "/SophosUpdate/empty.txt").status == 416);
}

TEST_CASE("A range has no effect on an error page") {
  CHECK(seen(ask_with("Range", "bytes=0-9", "/SophosUpdate/nope")) == "404.0 1245");
}

TEST_CASE("If-Range lets a range pass only for the same strong tag or date") {
  const auto status = [](std::string_view condition) {
    World world;
    world.headers.push_back({"Range", "bytes=1-"});
    world.headers.push_back({"If-Range", std::string(condition)});
    return world.ask("/SophosUpdate/a.txt").status;
  };
  CHECK(status(kTag) == 206);
  CHECK(status(std::string("W/") + kTag) == 200);
  CHECK(status("\"other\"") == 200);
  CHECK(status("Mon, 05 Jan 2026 09:30:00 GMT") == 206);
  CHECK(status("Mon, 05 Jan 2026 09:30:01 GMT") == 200);
  CHECK(status("yesterday") == 200);
}

TEST_CASE("What has not changed is answered with 304 and no body") {
  const Answer answer = ask_with("If-None-Match", kTag);
  CHECK(answer.status == 304);
  CHECK_FALSE(answer.sends_body);
  CHECK(header_names(answer) == "Last-Modified, Accept-Ranges, ETag, Server, X-Powered-By, Date");
  CHECK(ask_with("If-None-Match", std::string("\"x\", W/") + kTag).status == 304);
  CHECK(ask_with("If-None-Match", "*").status == 304);
  CHECK(ask_with("If-None-Match", "\"x\"").status == 200);
  CHECK(ask_with("If-Modified-Since", "Mon, 05 Jan 2026 09:30:00 GMT").status == 304);
  CHECK(ask_with("If-Modified-Since", "Mon, 05 Jan 2026 09:29:59 GMT").status == 200);
  CHECK(ask_with("If-Modified-Since", "rubbish").status == 200);
}

TEST_CASE("A failed precondition is refused") {
  CHECK(seen(ask_with("If-Match", "\"x\"")) == "412.0 1505");
  CHECK(ask_with("If-Match", kTag).status == 200);
  CHECK(ask_with("If-Unmodified-Since", "Mon, 05 Jan 2026 09:29:59 GMT").status == 412);
}
