#include <webcid/model/chronicle.hpp>

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "samples/chronicle.hpp"

using webcid::model::Chronicle;
using webcid::model::Outcome;
using webcid::model::Purpose;
using webcid::model::Record;
using webcid::samples::file_of;
using webcid::samples::record_of;

namespace {

std::size_t count_kept(const Chronicle& chronicle, Purpose purpose) {
  const auto rows = chronicle.exchanges();
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [purpose](const auto& row) { return row.purpose == purpose; }));
}

}  // namespace

TEST_CASE("a chronicle counts every file in its folder and knows each by name while they are few") {
  Chronicle chronicle;
  chronicle.add(file_of("a/b/one.txt", 10, Outcome::Verified, 1));
  chronicle.add(file_of("a/two.txt", 20, Outcome::Refused, 2));
  chronicle.add_present("three.txt", 30);
  REQUIRE(chronicle.files().size() == 3);
  CHECK(chronicle.file_count() == 3);
  CHECK(chronicle.exchange_count() == 2);
  CHECK(chronicle.files()[0].path == "a/b/one.txt");
  CHECK(chronicle.files()[2].exchange == 0);
  REQUIRE(chronicle.folders().size() == 3);
  CHECK(chronicle.folders()[2].path == "a/b/");
  CHECK(chronicle.folders()[2].parent == 1);
  CHECK(chronicle.folders()[1].own[static_cast<std::size_t>(Outcome::Refused)].bytes == 20);
}

TEST_CASE("only a file's verdict counts as a file: no challenge, no second attempt, no probe") {
  Chronicle chronicle;
  Record challenge = file_of("a.txt", 10, Outcome::Skipped, 1);
  challenge.exchange.status = 401;
  chronicle.add(challenge);
  chronicle.add(file_of("a.txt", 10, Outcome::Refused, 2));
  Record again = file_of("a.txt", 10, Outcome::Refused, 3);
  again.purpose = Purpose::Confirm;
  chronicle.add(again);
  chronicle.add(record_of(Purpose::Probe, "zz.txt", 404, 4));
  CHECK(chronicle.file_count() == 1);
  CHECK(chronicle.exchange_count() == 4);
}

TEST_CASE("of very many files those that failed and the largest stay known by name, all are counted") {
  Chronicle chronicle;
  constexpr std::uint64_t kFiles = 20'000;
  for (std::uint64_t i = 1; i <= kFiles; ++i) {
    const Outcome outcome = i % 1000 == 0 ? Outcome::Refused : Outcome::Verified;
    chronicle.add(file_of("d/" + std::to_string(i) + ".dat", i, outcome, i));
  }
  const auto files = chronicle.files();
  CHECK(chronicle.file_count() == kFiles);
  CHECK(files.size() == Chronicle::kMaxOtherFiles + 20);
  for (const auto& file : files) {
    if (file.outcome == Outcome::Verified) CHECK(file.size > kFiles - Chronicle::kMaxOtherFiles - 20);
  }
  CHECK(chronicle.folders()[1].own[0].files == kFiles - 20);
}

TEST_CASE("probes asked at the end are kept, however many files came before") {
  Chronicle chronicle;
  std::uint64_t id = 0;
  for (int i = 0; i < 5000; ++i) chronicle.add(record_of(Purpose::Folder, std::to_string(i) + "/", 200, ++id));
  for (int i = 0; i < 5000; ++i) chronicle.add(file_of(std::to_string(i), 10, Outcome::Refused, ++id));
  Record slow = file_of("slow.msi", 10, Outcome::Verified, ++id);
  for (int i = 0; i < 5000; ++i) chronicle.add(file_of("v" + std::to_string(i), 10, Outcome::Verified, ++id));
  slow.exchange.id = ++id;
  slow.exchange.timings.finished = 9000;
  chronicle.add(slow);
  for (int i = 0; i < 40; ++i) chronicle.add(record_of(Purpose::Probe, "zz", 404, ++id));
  CHECK(count_kept(chronicle, Purpose::Probe) == 40);
  const auto rows = chronicle.exchanges();
  CHECK(rows.size() < 3000);
  CHECK(std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.path == "slow.msi"; }));
  CHECK(std::is_sorted(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; }));
  CHECK(chronicle.exchange_count() == id - 1);
}

TEST_CASE("folders beyond the most there is room for count in the nearest one above") {
  Chronicle chronicle;
  const std::size_t many = Chronicle::kMaxFolders + 500;
  for (std::size_t i = 0; i < many; ++i) chronicle.add_present("top/" + std::to_string(i) + "/deep/a.txt", 1);
  CHECK(chronicle.folders().size() == Chronicle::kMaxFolders);
  std::uint64_t files = 0;
  for (const auto& folder : chronicle.folders()) files += folder.own[0].files;
  CHECK(files == many);
  CHECK(chronicle.folders()[1].own[0].files >= 500);
}

TEST_CASE("a chronicle holds no secret, and of long names and headers only the beginning") {
  Chronicle chronicle;
  Record record = record_of(Purpose::Probe, std::string(4000, 'p'), 404, 1);
  record.exchange.headers = {{"Set-Cookie", "session=secret"}, {"X-Long", std::string(9000, 'x')}};
  for (int i = 0; i < 100; ++i) record.exchange.headers.push_back({"X-" + std::to_string(i), "v"});
  chronicle.add(record);
  const auto rows = chronicle.exchanges();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].path.size() == Chronicle::kMaxNameBytes);
  CHECK(rows[0].headers.size() == Chronicle::kMaxHeaders);
  CHECK(rows[0].headers[0].value.find("secret") == std::string::npos);
  CHECK(rows[0].headers[1].value.size() < 1000);
}
