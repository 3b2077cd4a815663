// What is kept of each answer, and what the rules could be about in each path (iis.md c.2, a.4).
#include <map>
#include <span>
#include <string>
#include <vector>

#include <diagnose/observations.hpp>
#include <diagnose/rules.hpp>

#include "catch.hpp"
#include "diagnose_share.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Outcome;
using model::Purpose;
using model::Record;

model::Target target() {
  model::Target out;
  out.url = "http://srv/share";
  return out;
}

Record answer(Purpose purpose, const std::string& path, int status) {
  static std::uint64_t last_id = 0;
  Record out;
  out.purpose = purpose;
  out.path = path;
  out.exchange.id = ++last_id;
  out.exchange.url = "http://srv/share/" + path;
  out.exchange.status = status;
  out.exchange.headers = {{"Server", "Microsoft-IIS/10.0"}};
  if (status >= 400) out.exchange.body.kept = custom_page("An error occurred.");
  out.exchange.body.length = out.exchange.body.kept.size();
  if (purpose == Purpose::File) out.outcome = status == 200 ? Outcome::Verified : Outcome::Refused;
  return out;
}

using Counts = std::map<std::string, std::size_t>;

Counts refused_segments(const std::vector<Record>& records) {
  Observations seen(target());
  for (const Record& record : records) seen.add(record, nullptr, nullptr);
  Counts out;
  for (const auto& [key, segment] : seen.refused_segments()) out[segment.spelling] = segment.count;
  return out;
}

// What a file of the catalogue is taken for that arrived with these headers and this body, and the wrong hash.
bool is_page(const std::string& path, std::vector<model::Header> headers, const std::string& body) {
  Record record = answer(Purpose::File, path, 200);
  record.exchange.headers = std::move(headers);
  record.exchange.body.kept = body;
  record.exchange.body.length = body.size();
  record.outcome = Outcome::WrongHash;
  Observations seen(target());
  seen.add(record, nullptr, nullptr);
  REQUIRE(seen.spoiled().size() == 1);
  return seen.spoiled().front().is_page;
}

std::vector<std::string> keys_of(std::string_view cause, std::string_view path, Asked asked) {
  std::vector<std::string> out;
  for (const Rule& rule : rules()) {
    if (rule.cause == cause) rule.keys(path, asked, [&](std::string_view key) { out.emplace_back(key); });
  }
  return out;
}

}  // namespace

TEST_CASE("of what is refused the folders on the way count, a folder itself too, a file's own name not") {
  CHECK(refused_segments({answer(Purpose::File, "Savxp/Data/a.vdb", 404)}) == Counts{{"Data", 1}, {"Savxp", 1}});
  CHECK(refused_segments({answer(Purpose::Folder, "savxp", 404)}) == Counts{{"savxp", 1}});
  CHECK(refused_segments({answer(Purpose::Folder, "savxp/", 404)}) == Counts{{"savxp", 1}});
  CHECK(refused_segments({answer(Purpose::Folder, "savxp", 404), answer(Purpose::File, "SAVXP/a.vdb", 404),
                          answer(Purpose::File, "savxp", 404)}) == Counts{{"SAVXP", 2}});
  // Whatever is refused with another status is not filtered.
  CHECK(refused_segments({answer(Purpose::File, "savxp/a.vdb", 403)}).empty());
}

TEST_CASE("a page came instead of a file when both its type and its first character say so") {
  const std::vector<model::Header> html{{"Content-Type", "text/html; charset=utf-8"}};
  const std::vector<model::Header> binary{{"Content-Type", "application/octet-stream"}};
  CHECK(is_page("savxp/a.vdb", html, "\r\n <p>Welcome"));
  CHECK_FALSE(is_page("savxp/a.vdb", html, "MZ"));
  CHECK_FALSE(is_page("savxp/a.vdb", html, ""));
  CHECK_FALSE(is_page("savxp/a.vdb", binary, "<html>"));
  // Without a type the text has to say it.
  CHECK(is_page("savxp/a.vdb", {}, "<HTML>"));
  CHECK(is_page("savxp/a.vdb", {}, "<!DOCTYPE html>"));
  CHECK_FALSE(is_page("savxp/a.vdb", {}, "<p>Welcome"));
  // Pages are what is published there.
  for (const char* const published : {"readme.htm", "readme.html", "readme.xhtml", "readme.xml"}) {
    CHECK_FALSE(is_page(published, html, "<html>"));
  }
}

TEST_CASE("hidden segments are folders, and files only by the names that IIS hides by default") {
  using Keys = std::vector<std::string>;
  const auto keys = [](std::string_view path, Asked asked) { return keys_of("iis.hidden-segment", path, asked); };
  CHECK(keys("Savxp/x64/notes.txt", Asked::File) == Keys{"savxp", "x64"});
  CHECK(keys("Savxp/x64/notes.txt", Asked::Filter) == Keys{"savxp", "x64"});
  CHECK(keys("savxp/web.config", Asked::File) == Keys{"savxp", "web.config"});
  CHECK(keys("savxp/bin", Asked::Filter) == Keys{"savxp", "bin"});
  CHECK(keys("savxp/x64", Asked::BareFolder) == Keys{"savxp", "x64"});
  CHECK(keys("savxp/x64/", Asked::Folder) == Keys{"savxp", "x64"});
  CHECK(keys("savxp/x64/", Asked::Filter) == Keys{"savxp", "x64"});
  CHECK(keys("./savxp//notes.txt", Asked::File) == Keys{"savxp"});
  CHECK(keys("", Asked::Folder).empty());
}

TEST_CASE("what is kept of folders far down has a bound") {
  std::string path;
  for (int i = 0; i < 70; ++i) path += "d" + std::to_string(i) + "/";
  CHECK(keys_of("iis.hidden-segment", path + "a.txt", Asked::File).size() == 64);
}

TEST_CASE("what the server's own files say names a refusal of the site, where they are about its status") {
  const auto named = [](Record record, int status) {
    Observations seen(target());
    const model::ServerFact fact{record.path, status, 3, "web.config, line 12"};
    seen.add(record, nullptr, nullptr);
    seen.add(std::span(&fact, 1));
    REQUIRE(seen.symptoms().size() == 1);
    return seen.symptoms().front().seen;
  };
  const Seen same = named(answer(Purpose::File, "savxp/a.dat", 404), 404);
  CHECK(same.sub_status == 3);
  CHECK(same.sub_status_source == "web.config, line 12");
  CHECK_FALSE(named(answer(Purpose::File, "savxp/a.dat", 403), 404).sub_status);
  // What stands before the site is in none of its files.
  Record before = answer(Purpose::File, "savxp/a.dat", 404);
  before.exchange.headers = {{"X-Squid-Error", "ERR_DNS_FAIL 0"}};
  CHECK_FALSE(named(before, 404).sub_status);
  // The page that came is nearer than a file.
  Record said = answer(Purpose::File, "savxp/a.dat", 404);
  said.exchange.body.kept = custom_page("404.8 - URL namespace hidden.");
  CHECK(named(said, 404).sub_status == 8);
}

}  // namespace webcid::diagnose::testing
