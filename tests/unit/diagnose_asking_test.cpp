// What is asked for after the walk, and what is not (design section 6): whatever could tell causes apart, as little of
// it as does.
#include <algorithm>
#include <string>
#include <vector>

#include "catch.hpp"
#include "diagnose_gateway_pages.hpp"
#include "diagnose_modes.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Manner;
using model::Method;
using model::Outcome;
using model::Purpose;
using model::Record;

using Paths = std::vector<std::string>;

// Of what is asked for once more, the paths in this manner, sorted.
Paths again(const Run& run, Manner manner) {
  Paths out;
  for (const ProbeWish& wish : run.wishes) {
    if (wish.purpose == Purpose::Confirm && wish.manner == manner) out.push_back(wish.path);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("of each way to fail three files are tried again") {
  Share share;
  share.hidden.insert("bin");
  for (int i = 0; i < 5; ++i) {
    for (const char* const name : {"linux/bin/hidden{}.txt", "broken/{}.txt", "savxp/closed{}.txt", "savxp/wrong{}.txt",
                                   "savxp/missing{}.txt"}) {
      share.files.insert(fmt::format(fmt::runtime(name), i));
    }
  }
  share.published = share.files;
  std::erase_if(share.files, [](const std::string& file) { return file.starts_with("savxp/missing"); });
  share.tamper = [](const std::string& path, int, Record& record) {
    const auto refuse = [&](int status) {
      replace_answer(record, {status, {{"Server", "Microsoft-IIS/10.0"}}, custom_page("An error occurred."), ""});
    };
    if (path.starts_with("broken/")) refuse(500);
    if (path.starts_with("savxp/closed")) refuse(403);
    if (path.starts_with("savxp/wrong") && is_entry(record)) record.outcome = Outcome::WrongHash;
  };
  // Nor is that all: one that arrived shows whether the 403 are those of a limit.
  CHECK(again(diagnose(share, Given::ByUser), Manner::Usual) ==
        Paths{"binary/first.txt", "broken/0.txt", "broken/1.txt", "broken/2.txt", "linux/bin/hidden0.txt",
              "linux/bin/hidden1.txt", "linux/bin/hidden2.txt", "savxp/closed0.txt", "savxp/closed1.txt",
              "savxp/closed2.txt", "savxp/missing0.txt", "savxp/missing1.txt", "savxp/missing2.txt", "savxp/wrong0.txt",
              "savxp/wrong1.txt", "savxp/wrong2.txt"});
}

TEST_CASE("past the caches only files are asked for that are wrong each time") {
  Share share;
  share.tamper = [](const std::string& path, int attempt, Record& record) {
    if (!is_entry(record)) return;
    // No cache has the page of a handler; what is right at the second attempt changes by itself.
    if (path == "docs/manual.pdf") {
      replace_answer(record, {200, {{"Server", "Microsoft-IIS/10.0"}, {"Content-Type", "text/html"}}, "<html>", ""});
    }
    const bool is_wrong = path == "savxp/vdl.dat" || (path == "savxp/a.vdb" && attempt == 1);
    if (is_wrong) record.outcome = Outcome::WrongHash;
  };
  const Run run = diagnose(share);
  CHECK(again(run, Manner::Usual) == Paths{"docs/manual.pdf", "savxp/a.vdb", "savxp/vdl.dat"});
  CHECK(again(run, Manner::NoCache) == Paths{"savxp/vdl.dat"});
}

TEST_CASE("a page in the place of a file is compared with what comes past the proxy") {
  Share share;
  share.proxy = "proxy.example:3128";
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path == "savxp/tool.exe" && record.manner != Manner::Direct) replace_answer(record, kBlockPage);
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"proxy.block-page"});
  CHECK(again(run, Manner::Direct) == Paths{"savxp/tool.exe"});
  CHECK(only(run).confidence == model::Confidence::Certain);
  CHECK(says(only(run).evidence, "direct-right"));
}

// --- request filtering ---

TEST_CASE("a setting of stock servers is asked about although another one explains all that is refused") {
  // Each name with '+' is below bin, which is hidden: once that is mended, they would fail for their '+'.
  Share share;
  share.files.erase("linux/c++.txt");
  share.files.erase("linux/std+io.dll");
  share.files.insert("linux/bin/g++.txt");
  share.hidden.insert("bin");
  share.double_escapes = false;
  CHECK(told(share) == Told{"iis.double-escaping-refused", "iis.hidden-segment bin"});
}

TEST_CASE("what a made-up name has proved needs no file to agree") {
  Share share;
  share.hidden.insert("bin");
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"iis.hidden-segment bin"});
  for (const ProbeWish& wish : run.wishes) {
    CHECK_FALSE((wish.method == Method::Options && wish.path.starts_with("linux/bin/")));
  }
}

TEST_CASE("no denied sequence is sought in a name that filtering lets pass") {
  // Listed, and refused by something behind the filter.
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (path == "savxp/notes.txt" && record.exchange.method == Method::Get) {
      replace_answer(record, {404, {{"Server", "Microsoft-IIS/10.0"}}, custom_page("404 - Not found."), ""});
    }
  };
  const Run run = diagnose(share);
  CHECK(told(run) == Told{"unexplained 404"});
  const auto is_asked = [&](const std::string& activity) {
    return std::any_of(run.wishes.begin(), run.wishes.end(),
                       [&](const ProbeWish& wish) { return wish.activity.id == activity; });
  };
  CHECK(is_asked("activity-past-filter"));
  CHECK_FALSE(is_asked("activity-sequence"));
}

// --- an acceptance ---

TEST_CASE("an acceptance finds a filter of a fresh server although no published name suffers from it") {
  using Steps = std::vector<std::string>;
  const auto deviating = [](bool double_escapes, bool hides_bin) {
    Share share;
    share.is_acceptance = true;
    share.double_escapes = double_escapes;
    if (hides_bin) share.hidden.insert("bin");
    std::erase_if(share.files, [](const std::string& file) {
      return file.find('+') != std::string::npos || file.find("/bin/") != std::string::npos;
    });
    const Run run = diagnose(share);
    CHECK(told(run) == Told{});
    Steps out;
    for (const model::GuideStep& step : run.guide) {
      if (step.state != model::GuideState::Deviates) continue;
      REQUIRE(step.proof.size() == 1);
      out.push_back(step.id + " " + step.proof.front().arguments.at(1));
    }
    return out;
  };
  const std::string escaped = "guide.double-escaping zz+webcid-probe.txt";
  const std::string bin = "guide.bin bin/zz-webcid-probe.txt";
  CHECK(deviating(true, false).empty());
  CHECK(deviating(false, false) == Steps{escaped});
  CHECK(deviating(true, true) == Steps{bin});
  CHECK(deviating(false, true) == Steps{escaped, bin});
}

TEST_CASE("a listing is asked for the size of a file, whatever is wrong with those before it") {
  Share share;
  share.tamper = [](const std::string& path, int, Record& record) {
    if (!is_entry(record)) return;
    if (path == "docs/manual.pdf") record.outcome = Outcome::WrongHash;
    if (path != "savxp/a.vdb") return;
    record.exchange.body.length = kFileSize - 1;
    record.outcome = Outcome::WrongSize;
  };
  Paths listed;
  for (const ProbeWish& wish : diagnose(share).wishes) {
    if (wish.activity.id == "activity-listing") listed.push_back(wish.path);
  }
  CHECK(listed == Paths{"savxp/"});
}

}  // namespace webcid::diagnose::testing
