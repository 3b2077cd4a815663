#include <algorithm>
#include <set>
#include <string>

#include <webcid/base/file.hpp>

#include "catch.hpp"
#include "testserver/fault_answer.hpp"
#include "testserver/fault_reader.hpp"
#include "testserver/faults.hpp"
#include "testserver/gateway_page_table.hpp"
#include "testserver/gateway_pages.hpp"
#include "testserver/gzip.hpp"
#include "testserver/memory_tree.hpp"
#include "testserver/publish.hpp"
#include "testserver/served_tree.hpp"
#include "testserver/tls_certificate.hpp"

using namespace webcid;
using namespace webcid::testserver;

namespace {

std::string why_not(std::string_view json) {
  const base::Result<Fault> fault = parse_fault(json);
  return fault ? "" : fault.error().message;
}

Fault parsed(std::string_view json) {
  const base::Result<Fault> fault = parse_fault(json);
  REQUIRE(fault);
  return *fault;
}

// Which of `count` requests for `path` the fault meets, as a row of digits.
std::string met(Faults& faults, std::optional<std::string_view> path, int count) {
  std::string row;
  for (int i = 0; i < count; ++i) row += faults.on_wire(path) == nullptr ? '0' : '1';
  return row;
}

std::string bytes_of(Content& content, std::size_t piece = 4096) {
  std::string bytes;
  std::string buffer(piece, '\0');
  while (const std::size_t count = content.read(bytes.size(), buffer)) bytes.append(buffer, 0, count);
  return bytes;
}

std::string bytes_of(const ContentTree& tree, std::string_view path) {
  const std::unique_ptr<Content> content = tree.open(path);
  return content ? bytes_of(*content) : "none";
}

iis::Request request_for(std::string target) {
  iis::Request request;
  request.method = "GET";
  request.target = std::move(target);
  request.headers = {{"Host", "update.example:8080"}};
  return request;
}

std::vector<std::size_t> differences(const std::string& a, const std::string& b) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] != b[i]) places.push_back(i);
  }
  return places;
}

}  // namespace

TEST_CASE("Every kind has a name of its own, members and a place in the documentation") {
  const base::Result<std::string> text =
      base::read_file(base::to_native(std::string(WEBCID_SOURCE_DIR) + "/docs/TESTSERVER.md"), 1U << 20U);
  REQUIRE(text);
  std::set<std::string_view> names;
  for (const FaultKindRow& row : fault_kinds()) {
    INFO(row.name);
    CHECK(names.insert(row.name).second);
    CHECK_FALSE(row.what.empty());
    CHECK_FALSE(row.members.empty());
    const std::size_t at = text->find("| `" + std::string(row.name) + "` |");
    REQUIRE(at != std::string::npos);
    const std::string line = text->substr(at, text->find('\n', at) - at);
    for (const std::string_view member : row.members) {
      // What most kinds take is said once, above the table.
      const bool is_common = member == "paths" || member == "every" || member == "from" || member == "times";
      if (!is_common) CHECK(line.find("`" + std::string(member) + "`") != std::string::npos);
    }
    for (const FaultFormRow& form : row.forms)
      CHECK(line.find("`" + std::string(form.name) + "`") != std::string::npos);
    for (const std::string_view product : gateway_products(row.kind)) {
      CHECK(line.find("`" + std::string(product) + "`") != std::string::npos);
    }
    for (const int status : row.statuses) CHECK(line.find(std::to_string(status)) != std::string::npos);
  }
}

TEST_CASE("A fault says only what its kind knows") {
  CHECK(why_not(R"({"kind":"explode"})") == "fault: unknown kind \"explode\"");
  CHECK(why_not(R"({"kind":"slow","byte":1})") == "fault: unknown member \"byte\"");
  CHECK(why_not(R"({"kind":"reset","bytes":1})") ==
        "fault \"reset\": has no member \"bytes\", only paths, every, from, times");
  CHECK(why_not(R"({"kind":"missing","times":1})") ==
        "fault \"missing\": has no member \"times\", only paths, every, from");
  CHECK(why_not(R"({"kind":"locked","status":503})") == "fault \"locked\": no status 503, only 500, 401, 404");
  CHECK(why_not(R"({"kind":"gzip","form":"brotli"})") ==
        "fault \"gzip\": no form \"brotli\", only honest, header_only, body_only");
  CHECK(why_not(R"({"kind":"empty","origin":"disk"})") ==
        "fault \"empty\": no origin \"disk\", only itself, compression");
  CHECK(why_not(R"({"kind":"auth_proxy","product":"nginx"})") ==
        "fault \"auth_proxy\": no product \"nginx\", only generic, squid, tmg");
  CHECK(why_not(R"({"kind":"stall","times":-1})") == "fault \"stall\": \"times\" is no count");
  CHECK(why_not(R"({"kind":"stall","times":4294967296})") == "fault \"stall\": \"times\" is no count");
  CHECK(why_not(R"({"kind":"slow","bytes":1e300})") == "fault \"slow\": \"bytes\" is no number of bytes");
  CHECK(why_not(R"({"kind":"slow","bytes":18446744073709551615})") ==
        "fault \"slow\": \"bytes\" is no number of bytes");
  CHECK(why_not(R"({"kind":"redirect","location":"a\r\nX: y"})") == "fault \"redirect\": \"location\" is no address");
  CHECK_FALSE(why_not(R"({"kind":"redirect"})").empty());
  CHECK_FALSE(why_not(R"({})").empty());
  CHECK_FALSE(why_not(R"([])").empty());
  CHECK_FALSE(why_not(R"({"kind":7})").empty());
  CHECK_FALSE(why_not("{").empty());
}

TEST_CASE("What a fault does not say is what the table says") {
  const Fault flaky = parsed(R"({"kind":"flaky"})");
  CHECK(flaky.kind == FaultKind::CloseEarly);
  CHECK(flaky.times == 1);
  CHECK(parsed(R"({"kind":"close_early"})").times == 0);
  CHECK(parsed(R"({"kind":"gzip"})").form == FaultForm::Honest);
  CHECK(parsed(R"({"kind":"locked","times":3})").times == 3);
  CHECK(parsed(R"({"kind":"empty"})").origin == FaultOrigin::Itself);
  CHECK(parsed(R"({"kind":"empty","origin":"compression"})").origin == FaultOrigin::Compression);
  const Fault shifted = parsed(R"({"kind":"range_shifted","bytes":-2,"form":"header","every":4,"from":1})");
  CHECK((shifted.bytes == -2 && shifted.form == FaultForm::Header && shifted.every == 4 && shifted.from == 1));
}

TEST_CASE("Requests are counted for each path, or all together") {
  const std::unique_ptr<MemoryTree> tree = sample_tree(3, 0);
  Faults each({parsed(R"({"kind":"locked","times":2})")}, *tree);
  CHECK(met(each, "a", 3) == "110");
  CHECK(met(each, "b", 3) == "110");
  Faults together({parsed(R"({"kind":"rate_limit","after":2,"times":3})")}, *tree);
  CHECK(met(together, "a", 3) == "001");
  CHECK(met(together, "b", 4) == "1100");
  Faults third({parsed(R"({"kind":"connection_limit","after":1,"nth":3,"times":2})")}, *tree);
  CHECK(met(third, "a", 14) == "00010010000000");
}

TEST_CASE("What stands before the share meets every target, a fault of files only those below it") {
  const std::unique_ptr<MemoryTree> tree = sample_tree(3, 0);
  Faults portal({parsed(R"({"kind":"portal"})")}, *tree);
  CHECK(met(portal, std::nullopt, 1) == "1");
  Faults some({parsed(R"({"kind":"block_page","paths":["*.exe"]})")}, *tree);
  CHECK(met(some, std::nullopt, 1) == "0");
  CHECK(met(some, "a.exe", 1) == "1");
  Faults empty({parsed(R"({"kind":"empty"})")}, *tree);
  CHECK(met(empty, std::nullopt, 1) == "0");
}

TEST_CASE("A limit on connections passes as many as it says") {
  const std::unique_ptr<MemoryTree> tree = sample_tree(3, 0);
  Faults faults({parsed(R"({"kind":"rate_limit","connections":4})")}, *tree);
  CHECK(faults.on_wire("a", 4) == nullptr);
  CHECK(faults.on_wire("a", 5) != nullptr);
  CHECK(faults.on_connection() == nullptr);
  Faults port({parsed(R"({"kind":"not_http","after":1,"times":1})")}, *tree);
  CHECK(port.on_wire("a") == nullptr);
  CHECK(port.on_connection() == nullptr);
  CHECK(port.on_connection() != nullptr);
  CHECK(port.on_connection() == nullptr);
}

TEST_CASE("An older and a newer version differ from the published one, and from each other") {
  PublishedTree published(sample_tree(40, 40000));
  REQUIRE(publish_catalogues(published, {"webcid-catalogue.txt"}));
  Faults faults(
      {parsed(R"({"kind":"stale","paths":["sau/*"]})"), parsed(R"({"kind":"rotate","paths":["sau/*"],"bytes":9})")},
      published.base());
  base::Result<std::unique_ptr<ServedTree>> served = ServedTree::create(published, faults);
  REQUIRE(served);
  ServedTree& tree = **served;
  const std::string path = "sau/notes00.txt";
  const std::string right = bytes_of(published, path);
  CHECK(bytes_of(tree, path) == right);
  std::string older;
  {
    const ServedTree::OlderCopy copy(tree, FaultKind::Stale);
    older = bytes_of(tree, path);
    CHECK(tree.find(path)->modified + std::chrono::hours{24 * 7} == published.find(path)->modified);
    CHECK(bytes_of(tree, "setup.exe") == bytes_of(published, "setup.exe"));
    CHECK(bytes_of(tree, "webcid-catalogue.txt") == bytes_of(published, "webcid-catalogue.txt"));
  }
  REQUIRE(older.size() == right.size());
  const std::vector<std::size_t> places = differences(older, right);
  CHECK(places.size() >= right.size() / 64);
  for (const std::size_t place : places) CHECK(place % 64 == right.size() / 2 % 64);
  CHECK(bytes_of(tree, path) == right);

  CHECK(faults.on_wire("anything") == nullptr);  // stale does not fit, but the request is counted
  const std::string newer = bytes_of(tree, path);
  CHECK(newer.size() == right.size() + 9);
  CHECK(tree.find(path)->size == newer.size());
  CHECK_FALSE(differences(newer, right).empty());
  CHECK_FALSE(differences(newer, older).empty());
  CHECK(bytes_of(tree, "webcid-catalogue.txt") != bytes_of(published, "webcid-catalogue.txt"));
  CHECK(tree.find("webcid-catalogue.txt")->size == bytes_of(tree, "webcid-catalogue.txt").size());
}

TEST_CASE("A version reads the same in any pieces") {
  PublishedTree published(sample_tree(3, 5000));
  Faults faults({parsed(R"({"kind":"stale_iis","bytes":70})")}, published.base());
  base::Result<std::unique_ptr<ServedTree>> served = ServedTree::create(published, faults);
  REQUIRE(served);
  const ServedTree::OlderCopy copy(**served, FaultKind::StaleIis);
  const std::string whole = bytes_of(*(*served)->open("setup.exe"), 1U << 16U);
  CHECK(whole.size() == published.find("setup.exe")->size + 70);
  CHECK(bytes_of(*(*served)->open("setup.exe"), 1) == whole);
  CHECK(bytes_of(*(*served)->open("setup.exe"), 63) == whole);
}

TEST_CASE("Where case counts, a name is found as it is stored and not otherwise") {
  const PublishedTree published(sample_tree(40, 0));
  Faults faults({parsed(R"({"kind":"case_sensitive","paths":["sau/notes*"]})")}, published.base());
  base::Result<std::unique_ptr<ServedTree>> served = ServedTree::create(published, faults);
  REQUIRE(served);
  CHECK_FALSE((*served)->find("sau/notes00.txt"));
  CHECK_FALSE((*served)->find("SAU/NOTES00.TXT"));
  CHECK_FALSE((*served)->find("Sau"));
  CHECK((*served)->find("sau/NOTES00.TXT")->path == "sau/NOTES00.TXT");
  CHECK(bytes_of(**served, "sau/NOTES00.TXT") == bytes_of(published, "sau/notes00.txt"));
  CHECK((*served)->find("setup.exe")->path == "setup.exe");
  CHECK_FALSE((*served)->find("Setup.exe"));
  std::set<std::string> names;
  (*served)->for_each_child("sau", [&](const iis::Node& node) { names.insert(node.path); });
  CHECK(names.contains("sau/NOTES00.TXT"));
  CHECK_FALSE(names.contains("sau/notes00.txt"));
}

TEST_CASE("A gateway's answer has its own headers, and its length last") {
  Fault fault = parsed(R"({"kind":"upstream_failed","product":"haproxy"})");
  iis::Request request = request_for("/SophosUpdate/a.exe");
  const iis::Answer answer = gateway_answer(fault, request);
  CHECK(answer.status == 503);
  CHECK(answer.reason == "Service Unavailable");
  CHECK(
      std::get<std::string>(answer.body) ==
      "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n");
  std::string headers;
  for (const model::Header& header : answer.headers) headers += header.name + ": " + header.value + "\n";
  CHECK(headers == "cache-control: no-cache\ncontent-type: text/html\nContent-Length: 107\nConnection: close\n");
  CHECK(answer.connection == iis::Connection::Closes);
}

TEST_CASE("ARR shows the custom page of IIS for 502") {
  const iis::Answer answer = gateway_answer(parsed(R"({"kind":"upstream_failed"})"), request_for("/"));
  const std::string& page = std::get<std::string>(answer.body);
  CHECK(page.size() == 1477);  // iis.md f.1
  CHECK(
      page.find("<h2>502 - Web server received an invalid response while acting as a gateway or proxy server.</h2>") !=
      std::string::npos);
}

TEST_CASE("Every page fills its places, whatever the request holds") {
  for (const GatewayPage& page : gateway_page_table()) {
    INFO(page.product);
    Fault fault;
    fault.kind = page.kind;
    fault.product = page.product;
    const iis::Answer answer = gateway_answer(fault, request_for("/{date}<script>\""));
    const std::string& body = std::get<std::string>(answer.body);
    CHECK(answer.status == page.status);
    CHECK(body.find("<script>") == std::string::npos);
    CHECK_FALSE(body.empty());
    for (const char* place : {"{status}", "{phrase}", "{code}", "{errno}", "{why}", "{shown}"}) {
      CHECK(body.find(place) == std::string::npos);
      for (const model::Header& header : answer.headers) CHECK(header.value.find(place) == std::string::npos);
    }
    // ARR alone runs in IIS.
    const bool is_iis = std::any_of(answer.headers.begin(), answer.headers.end(), [](const model::Header& header) {
      return header.value.find("Microsoft") != std::string::npos;
    });
    CHECK(is_iis == (page.product == "arr"));
  }
}

TEST_CASE("A location takes the host without its port and the target as sent") {
  CHECK(location_for("https://{host}{path}", request_for("/a%20b?x={host}")) ==
        "https://update.example/a%20b?x={host}");
  CHECK(location_for("{path}", request_for("http://elsewhere:1/x")) == "/x");
  CHECK(location_for("{path}", request_for("http://elsewhere")) == "/");
  iis::Request bare = request_for("/x");
  bare.headers = {{"Host", "[::1]:80"}};
  CHECK(location_for("https://{host}/{unknown}", bare) == "https://[::1]/{unknown}");
}

TEST_CASE("Caches listen to no-cache, max-age=0 and, without Cache-Control, to Pragma") {
  iis::Request request = request_for("/");
  CHECK_FALSE(is_fresh_wanted(request));
  request.headers.push_back({"Pragma", "no-cache"});
  CHECK(is_fresh_wanted(request));
  request.headers.push_back({"Cache-Control", "max-age=60"});
  CHECK_FALSE(is_fresh_wanted(request));
  request.headers.back().value = "max-age=60, No-Cache";
  CHECK(is_fresh_wanted(request));
}

TEST_CASE("Compressed bytes are one gzip member, the same in any pieces") {
  const std::unique_ptr<MemoryTree> tree = sample_tree(3, 500000);
  const std::uint64_t size = tree->find("setup.exe")->size;
  const std::string whole = bytes_of(*gzip_content(tree->open("setup.exe"), 0, size), 1U << 20U);
  CHECK(whole.substr(0, 3) == "\x1f\x8b\x08");  // RFC 1952 2.3.1: ID1, ID2, CM
  CHECK(bytes_of(*gzip_content(tree->open("setup.exe"), 0, size), 777) == whole);
  CHECK(length_of(*gzip_content(tree->open("setup.exe"), 0, size)) == whole.size());
  // RFC 1952 2.3.1: the last four bytes are the size of the input.
  std::uint64_t said = 0;
  for (std::size_t i = 0; i < 4; ++i)
    said |= std::uint64_t{static_cast<unsigned char>(whole[whole.size() - 4 + i])} << (8 * i);
  CHECK(said == size);
  std::string buffer(16, '\0');
  CHECK(gzip_content(tree->open("setup.exe"), 0, size)->read(1, buffer) == 0);
}

TEST_CASE("A compressed body is sent with its length, or in chunks when it is large") {
  for (const std::uint64_t size : {std::uint64_t{100}, std::uint64_t{5} << 20U}) {
    const std::unique_ptr<MemoryTree> tree = sample_tree(1, size);
    Reply reply;
    reply.answer.page = iis::Page::File;
    reply.answer.status = 200;
    reply.answer.coding = iis::Coding::Gzip;
    reply.content = tree->open("cidsync.upd");
    REQUIRE(reply.content);
    reply.length = size;
    encode(reply);
    REQUIRE(reply.answer.headers.size() == 1);
    const model::Header& header = reply.answer.headers.front();
    if (size == 100) {
      CHECK(header.name == "Content-Length");
      CHECK(header.value == std::to_string(reply.length));
      CHECK(bytes_of(*reply.content).size() == reply.length);
    } else {
      CHECK((header.name == "Transfer-Encoding" && header.value == "chunked"));
      CHECK(reply.length == kUnknownLength);
    }
  }
}

TEST_CASE("A certificate is made anew each time") {
  const base::Result<Certificate> one = self_signed_certificate("127.0.0.1");
  const base::Result<Certificate> other = self_signed_certificate("::1");
  REQUIRE((one && other));
  CHECK(one->chain_pem.rfind("-----BEGIN CERTIFICATE-----\n", 0) == 0);
  CHECK(one->key_pem.rfind("-----BEGIN PRIVATE KEY-----\n", 0) == 0);
  CHECK(one->key_pem != other->key_pem);
  CHECK_FALSE(self_signed_certificate("not an address"));
}
