// What headers show of whoever stands between, and whether a part of a file is that part: RFC 9110 14.4, RFC 9111 5.1.
#include "catch.hpp"

#include <diagnose/marks.hpp>
#include <diagnose/parts.hpp>

namespace webcid::diagnose::testing {
namespace {

model::Exchange with(std::vector<model::Header> headers) {
  model::Exchange exchange;
  exchange.status = 200;
  exchange.headers = std::move(headers);
  return exchange;
}

model::Record record_of(const std::string& path, int status, const std::string& body,
                        std::vector<model::Header> headers = {}) {
  model::Record record;
  record.path = path;
  record.exchange = with(std::move(headers));
  record.exchange.status = status;
  record.exchange.body.kept = body;
  record.exchange.body.length = body.size();
  return record;
}

// Whether that answer to the range of "a.dat", sixteen bytes, is right. It asks for bytes 8 to 12.
bool is_right(int status, const std::string& body, const std::string& content_range, std::uint64_t length = 0) {
  Parts parts;
  parts.add_whole(record_of("a.dat", 200, "0123456789abcdef"));
  model::Record part = record_of("a.dat", status, body);
  if (!content_range.empty()) part.exchange.headers.push_back({"Content-Range", content_range});
  if (length > 0) part.exchange.body.length = length;
  parts.add_part(part);
  REQUIRE(parts.answer());
  CHECK(parts.answer()->content_range == content_range);
  return parts.answer()->is_right;
}

}  // namespace

TEST_CASE("an address loses its port and its brackets, and nothing else") {
  CHECK(without_port("192.0.2.1:80") == "192.0.2.1");
  CHECK(without_port("192.0.2.1") == "192.0.2.1");
  CHECK(without_port("[2001:db8::1]:80") == "2001:db8::1");
  CHECK(without_port("[2001:db8::1]") == "2001:db8::1");
  CHECK(without_port("2001:db8::1") == "2001:db8::1");
  CHECK(without_port("srv:8080") == "srv");
  CHECK(without_port("").empty());
}

TEST_CASE("out of a cache is what has an age or says that it is a hit") {
  CHECK(is_from_cache(with({{"Age", "1"}})));
  CHECK(is_from_cache(with({{"Age", " 7 "}})));
  CHECK_FALSE(is_from_cache(with({{"Age", "0"}})));
  CHECK_FALSE(is_from_cache(with({{"Age", "old"}})));
  CHECK(is_from_cache(with({{"X-Cache", "HIT from proxy"}})));
  CHECK_FALSE(is_from_cache(with({{"X-Cache", "MISS from proxy"}})));
  CHECK_FALSE(is_from_cache(with({})));
}

TEST_CASE("a gateway says that it is there by a header of its own") {
  for (const char* name : {"Via", "X-Cache", "X-BlueCoat-Via", "X-Varnish", "X-Served-By"}) {
    INFO(name);
    CHECK(is_from_gateway(with({{name, "x"}})));
  }
  CHECK(is_from_gateway(with({{"Age", "3"}})));
  CHECK_FALSE(is_from_gateway(with({{"Server", "Microsoft-IIS/10.0"}, {"Age", "0"}})));
}

TEST_CASE("identity is no coding") {
  CHECK(encoding_of(with({{"Content-Encoding", "gzip"}})) == "gzip");
  CHECK(encoding_of(with({{"Content-Encoding", "Identity"}})).empty());
  CHECK(encoding_of(with({})).empty());
}

TEST_CASE("a part is right when its header and its bytes are those of the file") {
  CHECK(is_right(206, "89abc", "bytes 8-12/16"));
  CHECK(is_right(206, "89abc", "Bytes 8-12/*"));
  // RFC 9110 15.3.7: fewer than asked for, as long as the header says so.
  CHECK(is_right(206, "89", "bytes 8-9/16"));
  CHECK(is_right(206, "8", "bytes 8-8/16"));
  CHECK_FALSE(is_right(206, "89", "bytes 8-12/16"));
  CHECK_FALSE(is_right(206, "789ab", "bytes 7-11/16"));
  CHECK_FALSE(is_right(206, "9abcd", "bytes 8-12/16"));
  CHECK_FALSE(is_right(206, "89abd", "bytes 8-12/16"));
  CHECK_FALSE(is_right(206, "89abc", "bytes 8-12/17"));
  // What was kept of it may be less than what came.
  CHECK(is_right(206, "89", "bytes 8-12/16", 5));
}

TEST_CASE("a part whose header says nothing is wrong") {
  for (const char* header : {"", "items 8-12/16", "bytes 8", "bytes 8-12", "bytes 8/16", "bytes 8/12-16",
                             "bytes x-12/16", "bytes 8-x/16", "bytes 12-8/16", "bytes 8-12/x", "bytes -/16"}) {
    INFO(header);
    CHECK_FALSE(is_right(206, "89abc", header));
  }
}

TEST_CASE("the whole and a refusal say nothing of parts, but a range within the file can be satisfied") {
  CHECK(is_right(200, "0123456789abcdef", ""));
  CHECK(is_right(403, "no", ""));
  CHECK_FALSE(is_right(416, "", "bytes */16"));
  Parts parts;
  parts.add_whole(record_of("a.dat", 200, "0123456789abcdef"));
  model::Record cut = record_of("a.dat", 206, "zz", {{"Content-Range", "bytes 8-12/16"}});
  cut.exchange.error = model::TransportError::CutShort;
  parts.add_part(cut);
  CHECK(parts.answer()->is_right);
}

TEST_CASE("the file to ask a part of is the first by path that has two halves") {
  Parts parts;
  CHECK_FALSE(parts.sample());
  parts.add_part(record_of("a.dat", 206, "x"));
  CHECK_FALSE(parts.answer());
  parts.add_whole(record_of("z.dat", 200, "0"));
  parts.add_whole(record_of("y.dat", 404, "0123"));
  CHECK_FALSE(parts.sample());
  parts.add_whole(record_of("m.dat", 200, "01"));
  parts.add_whole(record_of("n.dat", 200, "0123"));
  CHECK(parts.sample()->path == "m.dat");
  parts.add_whole(record_of("b.dat", 200, "01234567"));
  CHECK(parts.sample()->path == "b.dat");
  CHECK(parts.sample()->length == 8);
  CHECK(parts.range().first == 4);
  CHECK(parts.range().last == 6);
  parts.add_part(record_of("m.dat", 206, "1"));
  CHECK_FALSE(parts.answer());
}

}  // namespace webcid::diagnose::testing
