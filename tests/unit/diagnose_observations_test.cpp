// What is kept of each answer, and what the rules could be about in each path (iis.md c.2, a.4).
#include <map>
#include <span>
#include <string>
#include <vector>

#include <diagnose/observations.hpp>
#include <diagnose/rules.hpp>
#include <diagnose/sequences.hpp>

#include "catch.hpp"
#include "diagnose_records.hpp"
#include "diagnose_share.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Outcome;
using model::Purpose;
using model::Record;

model::Target target(const std::string& url = "http://srv/share") {
  model::Target out;
  out.url = url;
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

TEST_CASE("an address is its last name and the folders above it, with a final slash or without") {
  const auto name_of = [](const std::string& url) { return Observations(target(url)).address_name(); };
  const auto above = [](const std::string& url) { return Observations(target(url)).folders_above(); };
  using Folders = std::vector<std::string>;
  for (const std::string end : {"", "/"}) {
    CHECK(name_of("http://srv/share" + end) == "share");
    CHECK(above("http://srv/share" + end).empty());
    CHECK(name_of("http://srv/a/b%20c/share" + end) == "share");
    CHECK(above("http://srv/a/b%20c/share" + end) == Folders{"/a/b c", "/a"});
    CHECK(Observations(target("http://srv/share" + end)).may_alias_be_missing());
    CHECK_FALSE(Observations(target("http://srv" + end)).may_alias_be_missing());
  }
}

TEST_CASE("the share is refused as its address is where some file or catalogue gets that status too") {
  const auto is_alike = [](const std::vector<Record>& records) {
    Observations seen(target());
    for (const Record& record : records) seen.add(record, nullptr, nullptr);
    return seen.is_any_refused_as_address();
  };
  const Record address = answer(Purpose::Folder, "", 403);
  CHECK(is_alike({address, answer(Purpose::File, "a.vdb", 404), answer(Purpose::File, "b.vdb", 403)}));
  CHECK(is_alike({address, answer(Purpose::Catalogue, "manifest.dat", 403)}));
  CHECK_FALSE(is_alike({address, answer(Purpose::File, "a.vdb", 404)}));
  CHECK_FALSE(is_alike({address}));
  CHECK_FALSE(is_alike({answer(Purpose::File, "a.vdb", 403)}));
}

TEST_CASE("a file that arrives shows that every folder above it is served, and nothing of those beside it") {
  Observations seen(target());
  seen.add(answer(Purpose::File, "savxp/data/new/a.vdb", 200), nullptr, nullptr);
  for (const char* const folder : {"", "savxp/", "savxp/data/", "savxp/data/new/"}) {
    CHECK(seen.has_success_below(folder));
  }
  CHECK_FALSE(seen.has_success_below("savxp/data/old/"));
  CHECK(seen.refused_part("savxp/b.vdb").empty());
  CHECK(seen.refused_part("savxp/data/old/b.vdb") == "savxp/data/old/");
  CHECK(seen.refused_part("linux/data/b.vdb") == "linux/");
}

TEST_CASE("of the folders above the address the nearest that is there counts") {
  const auto nearest = [](std::vector<std::pair<std::string, int>> answers) {
    Observations seen(target("http://srv/a/b/c/share"));
    for (const auto& [path, status] : answers) {
      Record record = answer(Purpose::Folder, path, status);
      record.exchange.url = "http://srv" + path;
      if (status == 301) record.exchange.headers.push_back({"Location", record.exchange.url + "/"});
      seen.add(record, nullptr, nullptr);
    }
    return seen.existing_folder_above();
  };
  CHECK(nearest({{"/a", 200}, {"/a/b", 301}, {"/a/b/c", 404}}) == "/a/b");
  CHECK(nearest({{"/a/b", 301}, {"/a", 200}}) == "/a/b");
  CHECK(nearest({{"/a/b/c", 404}, {"/a/b", 403}}).empty());
}

TEST_CASE("a listing of IIS is its own without a Server header, in the place of a folder only") {
  const std::string listing =
      "<html><head><title>srv - /share/</title></head><body><H1>srv - /share/</H1><hr>\r\n\r\n"
      "<pre><A HREF=\"/\">[To Parent Directory]</A><br><br></pre><hr></body></html>";
  const auto is_iis = [&](Purpose purpose, const std::string& body) {
    Record record = answer(purpose, purpose == Purpose::Folder ? "" : "a.htm", 200);
    record.exchange.headers = {{"Content-Type", "text/html"}};
    record.exchange.body.kept = body;
    record.exchange.body.length = body.size();
    Observations seen(target());
    seen.add(record, nullptr, nullptr);
    return seen.is_iis();
  };
  CHECK(is_iis(Purpose::Folder, listing));
  CHECK_FALSE(is_iis(Purpose::File, listing));
  CHECK_FALSE(is_iis(Purpose::Folder, "<html>Welcome</html>"));
}

TEST_CASE("of what comes out of a cache the first file of each extension is kept, in whatever order they arrive") {
  Observations seen(target());
  for (const char* const path : {"b.vdb", "c.vdb", "a.vdb", "d.vdb", "z.dat"}) {
    Record record = answer(Purpose::File, path, 200);
    record.exchange.headers.push_back({"Age", "60"});
    seen.add(record, nullptr, nullptr);
  }
  seen.add(answer(Purpose::File, "a.txt", 200), nullptr, nullptr);
  CHECK(seen.cached_successes() == std::map<std::string, std::string>{{".dat", "z.dat"}, {".vdb", "a.vdb"}});
}

TEST_CASE("what another folder is compared by are files that came from the server itself, with something in them") {
  Observations seen(target());
  const auto add = [&](const std::string& path, std::uint64_t length, std::vector<model::Header> headers, int status) {
    Record record = answer(Purpose::File, path, status);
    record.exchange.body.length = length;
    for (model::Header& header : headers) record.exchange.headers.push_back(std::move(header));
    record.outcome = Outcome::Verified;
    seen.add(record, nullptr, nullptr);
  };
  add("a.txt", 7, {}, 200);
  add("b.txt", 0, {}, 200);
  add("c.txt", 7, {{"Via", "1.1 proxy"}}, 200);
  add("d.txt", 7, {}, 203);
  add("e.txt", 8, {{"Last-Modified", "Mon, 05 Jan 2026 09:30:00 GMT"}}, 200);
  std::vector<std::string> paths;
  for (const auto& [path, arrival] : seen.reference().arrivals()) {
    paths.push_back(fmt::format("{} {}{}", path, arrival.length, arrival.written ? " dated" : ""));
  }
  CHECK(paths == std::vector<std::string>{"a.txt 7", "e.txt 8 dated"});
}

TEST_CASE("a name that is merely tried is no symptom: not found, refused as the address is, or a page for any name") {
  const auto symptoms = [](int of_address, int of_catalogue, Outcome outcome, const std::vector<std::string>& listed) {
    Observations seen(target());
    model::Listing listing{model::ListingStyle::Iis, {}};
    for (const std::string& name : listed) listing.rows.push_back({name, false, 7});
    seen.add(answer(Purpose::Folder, "", of_address), of_address == 200 ? &listing : nullptr, nullptr);
    Record record = answer(Purpose::Catalogue, "manifest.dat", of_catalogue);
    record.outcome = outcome;
    seen.add(record, nullptr, nullptr);
    std::vector<std::string> paths;
    for (const Symptom& symptom : seen.symptoms()) {
      if (symptom.asked == Asked::File) paths.push_back(symptom.path);
    }
    return paths;
  };
  const std::vector<std::string> told{"manifest.dat"};
  CHECK(symptoms(200, 404, Outcome::Refused, {"a.txt"}).empty());
  CHECK(symptoms(200, 404, Outcome::Refused, {"manifest.dat"}) == told);
  CHECK(symptoms(200, 403, Outcome::Refused, {"a.txt"}) == told);
  CHECK(symptoms(403, 403, Outcome::Refused, {}).empty());
  CHECK(symptoms(403, 401, Outcome::Refused, {}) == told);
  CHECK(symptoms(200, 200, Outcome::Refused, {"a.txt"}).empty());
  CHECK(symptoms(403, 200, Outcome::Refused, {}).empty());
}

TEST_CASE("what comes before the site says nothing of a second attempt, unless the first met it as well") {
  const auto busy = [](Purpose purpose, const std::string& path) {
    Record record = answer(purpose, path, 503);
    record.exchange.headers = {{"Server", "Microsoft-HTTPAPI/2.0"}, {"Content-Type", "text/html; charset=us-ascii"}};
    record.exchange.body.kept =
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">\r\n"
        "<HTML><HEAD><TITLE>Service Unavailable</TITLE>\r\n"
        "<META HTTP-EQUIV=\"Content-Type\" Content=\"text/html; charset=us-ascii\"></HEAD>\r\n"
        "<BODY><h2>Service Unavailable</h2>\r\n<hr><p>HTTP Error 503. The service is unavailable.</p>\r\n"
        "</BODY></HTML>\r\n";
    record.exchange.body.length = record.exchange.body.kept.size();
    record.outcome = Outcome::Refused;
    return record;
  };
  Observations seen(target());
  seen.add(busy(Purpose::File, "busy.vdb"), nullptr, nullptr);
  seen.add(answer(Purpose::File, "gone.vdb", 404), nullptr, nullptr);
  seen.add(busy(Purpose::Confirm, "busy.vdb"), nullptr, nullptr);
  seen.add(busy(Purpose::Confirm, "gone.vdb"), nullptr, nullptr);
  CHECK(seen.confirmations().count("busy.vdb") == 1);
  CHECK(seen.confirmations().count("gone.vdb") == 0);
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

TEST_CASE("a folder that was not asked about a file which arrived is not another one for that") {
  const auto holds = [](std::optional<model::ReferenceFact> of_arrived) {
    Observations seen(target());
    Record arrived = answer(Purpose::File, "a.vdb", 200);
    arrived.exchange.body.length = 7;
    seen.add(arrived, nullptr, nullptr);
    model::ReferenceFact hidden;
    hidden.path = "b.vdb";
    hidden.is_there = true;
    model::Reference reference{"C:/share", model::ReferenceKind::Folder, {hidden}};
    if (of_arrived) reference.facts.push_back(*of_arrived);
    seen.add(reference);
    return seen.reference().holds("b.vdb");
  };
  model::ReferenceFact other;
  other.path = "a.vdb";
  CHECK(holds(std::nullopt) == Held::Yes);
  CHECK(holds(other) == Held::Unknown);
}

TEST_CASE("a map for any extension is proved by a file whose type no fresh server has, and by no other") {
  Observations seen(target());
  seen.add(answer(Purpose::File, "a.txt", 200), nullptr, nullptr);
  seen.add(answer(Purpose::File, "LICENSE", 200), nullptr, nullptr);
  CHECK(seen.served_kinds().unmapped.empty());
  CHECK(seen.served_kinds().extensionless == "LICENSE");
  seen.add(answer(Purpose::File, "b.vdb", 200), nullptr, nullptr);
  CHECK(seen.served_kinds().unmapped == "b.vdb");
}

TEST_CASE("a denied sequence is sought in a name that is refused with a made-up ending, and in no other") {
  const auto options = [](const std::string& path, int status) {
    Record out = answer(Purpose::Probe, path, status);
    out.exchange.method = model::Method::Options;
    return out;
  };
  // The names that are asked for until the search ends; the last one is what it found.
  const auto asked = [&](const std::string& path, const std::string& denied, int otherwise) {
    Observations seen(target());
    seen.add(options(std::string(kMadeUpName), 200), nullptr, nullptr);
    std::vector<std::string> out;
    SequenceSearch search = search_sequence(seen, path);
    for (; !search.next.empty() && out.size() < 50; search = search_sequence(seen, path)) {
      out.push_back(search.next);
      const bool is_denied = search.next.find(denied) != std::string::npos;
      seen.add(options(search.next, is_denied ? 404 : otherwise), nullptr, nullptr);
    }
    out.push_back(search.found);
    return out;
  };
  using Names = std::vector<std::string>;
  // Something else refuses the file: filtering lets the name pass, or an answer comes that tells nothing.
  CHECK(asked("a/b.vdb", "#", 200) == Names{"a/b.vdb-zz.txt", ""});
  CHECK(asked("a/b.vdb", "#", 403) == Names{"a/b.vdb-zz.txt", ""});
  CHECK(asked("a/b.vdb", "b.v", 403) == Names{"a/b.vdb-zz.txt", "a/b-zz.txt", ""});
  CHECK(asked("A/b.vdb", "vdb", 200).back() == "vdb");
  CHECK(asked("a/b.vdb", "a/", 200).back() == "a/");
  CHECK(asked("\xc3\xa9/\xc3\xbc+.vdb", "\xc3\xbc+", 200).back() == "\xc3\xbc+");
}

}  // namespace webcid::diagnose::testing
