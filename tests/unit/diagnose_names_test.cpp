// Rules about names that only somebody's own settings have (iis.md a.4, c.2, c.5): other alphabets, long names,
// sequences of characters, programs. Request filtering answers before the file is looked for, so made-up names show it.
#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "catch.hpp"
#include "diagnose_answers.hpp"

namespace webcid::diagnose::testing {
namespace {

using Predicate = std::function<bool(const std::string& path)>;

bool is_listed(const std::vector<std::string>& files, const std::string& path) {
  return std::find(files.begin(), files.end(), path) != files.end();
}

// A healthy share without listings, but for names that request filtering refuses and existing files that a later stage
// refuses.
Server share_with(std::vector<std::string> files, Predicate is_filtered, Predicate is_refused_later) {
  Server server;
  server.files = files;
  server.answer = [=](const Asked& asked) -> Says {
    if (is_filtered(asked.path)) return {404, -1, {}, false};
    if (asked.method == Method::Options) return {200, -1, {}, false};
    if (asked.method == Method::Trace) return {501, -1, {}, false};
    if (asked.path.empty() || asked.path.back() == '/') return {403, -1, {}, false};
    if (!is_listed(files, asked.path) || is_refused_later(asked.path)) return {404, -1, {}, false};
    return {200, -1, {}, false};
  };
  return server;
}

bool never(const std::string&) {
  return false;
}

Told beside_listing(std::vector<std::string> causes) {
  causes.emplace_back("iis.directory-browsing-off");
  return causes;
}

const std::vector<std::string> kFiles{"doc/a.txt",
                                      "doc/b.txt",
                                      "doc/caf\xC3\xA9.txt",
                                      "doc/\xC3\x9C"
                                      "ber.txt",
                                      "bin2/x.exe",
                                      "bin2/y.exe",
                                      "bin2/lib.dll",
                                      "bin2/read.txt",
                                      "x/cabinet/one.txt",
                                      "x/mycabinetfile.txt",
                                      "x/other.txt"};

TEST_CASE("names with other than ASCII characters are refused, and a made-up one proves it") {
  const auto high = [](const std::string& path) {
    return std::any_of(path.begin(), path.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  };
  const Run run = ask(share_with(kFiles, high, never));
  CHECK(told(run) == beside_listing({"iis.high-bit-refused"}));
  CHECK(run.findings.front().confidence == model::Confidence::Certain);
  CHECK(run.findings.front().affected.count == 2);
}

TEST_CASE("a denied sequence is found to the letter, wherever it stands in a name") {
  for (const std::string sequence : {"cabinet", "x/cab", "nettwo"}) {
    INFO(sequence);
    std::vector<std::string> files = kFiles;
    files.emplace_back("x/internettwo.txt");
    files.emplace_back("doc/nettwo/a.txt");
    files.emplace_back("doc/x/cab.txt");
    const auto has = [&](const std::string& path) { return base::to_lower(path).find(sequence) != std::string::npos; };
    const Run run = ask(share_with(files, has, never));
    CHECK(told(run) == beside_listing({"iis.url-sequence-denied " + sequence}));
    CHECK(run.findings.front().confidence == model::Confidence::Certain);
  }
}

TEST_CASE("a denied sequence is sought in names that filtering refuses, not in those that are missing") {
  std::vector<std::string> files = kFiles;
  files.emplace_back("x/aaa.txt");
  const auto has = [](const std::string& path) { return path.find("cabinet") != std::string::npos; };
  Server server = share_with(kFiles, has, never);
  server.files = files;
  const Run run = ask(server);
  INFO(fmt::format("{}", fmt::join(told(run), " | ")));
  CHECK(told(run) ==
        Told{"iis.url-sequence-denied cabinet", "publication.file-missing x/aaa.txt", "iis.directory-browsing-off"});
  const auto is_search = [](const ProbeWish& wish) { return wish.activity.id == "activity-sequence"; };
  CHECK(std::any_of(run.wishes.begin(), run.wishes.end(), is_search));
  for (const ProbeWish& wish : run.wishes) CHECK_FALSE((is_search(wish) && wish.path.find("aaa") != std::string::npos));
}

TEST_CASE("a denied sequence is sought in the next name where the first one was refused for another reason") {
  std::vector<std::string> files = kFiles;
  files.emplace_back("x/aaa.txt");
  // A rule about this very name stands before the one about a sequence.
  const auto is_filtered = [](const std::string& path) {
    return path == "x/aaa.txt" || path.find("cabinet") != std::string::npos;
  };
  CHECK(told(ask(share_with(files, is_filtered, never))) ==
        Told{"iis.url-sequence-denied cabinet", "unexplained 404", "iis.directory-browsing-off"});
}

std::vector<std::string> with_long_names() {
  std::vector<std::string> files = kFiles;
  for (const std::size_t length : {60U, 70U, 90U, 95U, 100U, 120U}) {
    files.push_back("deep/" + std::string(length, 'n') + ".txt");
  }
  return files;
}

TEST_CASE("a limit to the length of URLs refuses the longest ones only, made-up ones too") {
  const auto is_long = [](const std::string& path) { return base::encode_path(path).size() > 90; };
  const Run run = ask(share_with(with_long_names(), is_long, never));
  // The address is 7 bytes long with its slashes: from 7 + 99 on, and 7 + 129 are needed.
  CHECK(told(run) == beside_listing({"iis.url-too-long 106,136"}));
  CHECK(run.findings.front().confidence == model::Confidence::Certain);
  CHECK(run.findings.front().affected.count == 4);
}

TEST_CASE("a path too long for the file system passes filtering") {
  const auto is_long = [](const std::string& path) { return path.size() > 90; };
  const Run run = ask(share_with(with_long_names(), never, is_long));
  const Told expected = told(run);
  // Without a listing the longest files may as well be missing.
  INFO(fmt::format("{}", fmt::join(expected, " | ")));
  const bool is_path = expected.front().compare(0, 17, "iis.path-too-long") == 0;
  const Told others = alternatives_of(run.findings.front());
  const bool is_missing = expected.front().compare(0, 24, "publication.file-missing") == 0;
  CHECK((is_path || is_missing));
  const auto names = [](const std::string& text) {
    return text.compare(0, 17, "iis.path-too-long") == 0 || text.compare(0, 24, "publication.file-missing") == 0;
  };
  CHECK(std::any_of(others.begin(), others.end(), names));
}

TEST_CASE("a path that is no longer than one that is served is not too long") {
  std::vector<std::string> published = kFiles;
  published.push_back("deep/" + std::string(100, 'n') + ".txt");
  Server server = share_with(published, never, never);
  for (const char gone : {'k', 'm'}) published.push_back("deep/" + std::string(100, gone) + ".txt");
  server.files = published;
  const Run run = ask(server);
  CHECK(run.findings.front().about.cause == "publication.file-missing");
  for (const std::string& other : alternatives_of(run.findings.front())) {
    CHECK(other.compare(0, 17, "iis.path-too-long") != 0);
  }
}

TEST_CASE("programs are run, not served: OPTIONS is refused on existing ones only") {
  Server server = share_with(kFiles, never, never);
  const auto healthy = server.answer;
  const std::vector<std::string> files = kFiles;
  server.answer = [=](const Asked& asked) -> Says {
    const std::string extension = base::extension_of(asked.path);
    const bool is_program = (extension == ".exe" || extension == ".dll") && is_listed(files, asked.path);
    return is_program ? Says{404, -1, {}, false} : healthy(asked);
  };
  const Run run = ask(server);
  CHECK(told(run) == beside_listing({"iis.cgi-isapi-restricted .dll,.exe"}));
  CHECK(run.findings.front().affected.count == 3);

  SECTION("which makes no other rule more likely") {
    server.files.emplace_back("pictures/gone.png");
    CHECK(told(ask(server)) == Told{"iis.cgi-isapi-restricted .dll,.exe", "publication.file-missing pictures/gone.png",
                                    "iis.directory-browsing-off"});
  }
}

TEST_CASE("an extension that is denied is not taken for a program, nor the reverse") {
  const auto denied = [](const std::string& path) { return base::extension_of(path) == ".exe"; };
  CHECK(told(ask(share_with(kFiles, denied, never))) == beside_listing({"iis.extension-denied .exe"}));
}

TEST_CASE("several rules about names at once") {
  const auto filtered = [](const std::string& path) {
    const bool high =
        std::any_of(path.begin(), path.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    return high || base::to_lower(path).find("cabinet") != std::string::npos || base::encode_path(path).size() > 90;
  };
  CHECK(told(ask(share_with(with_long_names(), filtered, never))) ==
        beside_listing({"iis.high-bit-refused", "iis.url-sequence-denied cabinet", "iis.url-too-long 106,136"}));
}

TEST_CASE("the budget holds, and nothing is asked with it at nought") {
  const auto has = [](const std::string& path) { return base::to_lower(path).find("cabinet") != std::string::npos; };
  const Server server = share_with(kFiles, has, never);
  CHECK(ask(server, 0).wishes.size() <= Case::kMaxConfirmations);
  for (const ProbeWish& wish : ask(server, 0).wishes) CHECK(wish.purpose == Purpose::Confirm);
  std::size_t probes = 0;
  for (const ProbeWish& wish : ask(server, 5).wishes) probes += wish.purpose != Purpose::Confirm ? 1 : 0;
  CHECK(probes == 5);
}

TEST_CASE("the order in which answers arrive does not show") {
  const auto has = [](const std::string& path) {
    return base::to_lower(path).find("cabinet") != std::string::npos || base::extension_of(path) == ".exe";
  };
  Server server = share_with(kFiles, has, never);
  const Told first = told(ask(server));
  std::reverse(server.files.begin(), server.files.end());
  CHECK(told(ask(server)) == first);
  std::rotate(server.files.begin(), server.files.begin() + 3, server.files.end());
  CHECK(told(ask(server)) == first);
}

}  // namespace
}  // namespace webcid::diagnose::testing
