// One body on its way to the disk, and what becomes of what an earlier attempt left (RFC 9110, 14 and 15.3.7).
#include "../../src/update/arrival.hpp"

#include <string>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/digest/hasher.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"

namespace webcid::update {
namespace {

using model::Exchange;
using model::Outcome;
using model::TransportError;

class Deaf final : public Observer {
 public:
  void on_record(model::Record, const model::Listing*) override {}
  void on_note(model::Statement) override {}
  void on_activity(const model::Statement&) override {}
  void on_bytes(std::uint64_t) override {}
};

Exchange answer_of(int status, std::string tag = "\"v1\"") {
  Exchange answer;
  answer.status = status;
  answer.headers.push_back({"ETag", std::move(tag)});
  return answer;
}

// A file of two MiB, no two bytes next to each other alike, and the folder it goes to.
struct Scene {
  std::string text = std::string(store::kPartialFrom * 2, '\0');
  test::TemporaryFolder place;
  store::Folder folder = *store::Folder::create(place.path());
  store::FolderWriter writer{folder};
  store::Partials partials = *store::Partials::open(folder);
  Deaf observer;
  Arrival arrival{observer};
  model::Entry entry{*base::RelativePath::create("engine/large.dat"), std::nullopt, {}};

  Scene() {
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 7 + i / 251);
    entry.size = text.size();
    entry.digests = {*digest::hash_text(text, model::DigestAlgorithm::Sha256)};
  }

  void expect() { arrival.expect(entry, &writer, &partials); }
  // A first attempt that ends in the middle.
  void leave_half() {
    expect();
    Exchange answer = answer_of(200);
    REQUIRE(arrival.begin(answer));
    REQUIRE(arrival.accept(std::string_view(text).substr(0, text.size() / 2)));
    answer.body.length = text.size() / 2;
    answer.error = TransportError::CutShort;
    REQUIRE(arrival.end(answer, store::Durability::None) == Outcome::Truncated);
    CHECK_FALSE(is_there());
  }
  Outcome finish(Exchange answer, std::string_view bytes) {
    if (answer.status < 300 && arrival.begin(answer)) arrival.accept(bytes);
    answer.body.length = bytes.size();
    return arrival.end(answer, store::Durability::None);
  }
  std::filesystem::path target() const { return place.path() / "engine" / "large.dat"; }
  bool is_there() const { return std::filesystem::exists(target()); }
  bool is_right() const { return *base::read_file(target(), text.size() + 1) == text; }
  Exchange rest() const {
    Exchange answer = answer_of(206);
    answer.headers.push_back(
        {"Content-Range", fmt::format("bytes {}-{}/{}", text.size() / 2, text.size() - 1, text.size())});
    return answer;
  }
  std::string_view second_half() const { return std::string_view(text).substr(text.size() / 2); }
};

}  // namespace

TEST_CASE("what a cut transfer left is continued, and verified as a whole") {
  Scene scene;
  scene.leave_half();
  scene.expect();
  const auto range = scene.arrival.missing();
  REQUIRE(range);
  CHECK(range->first == scene.text.size() / 2);
  CHECK_FALSE(range->last);
  CHECK(range->if_range == "\"v1\"");
  CHECK(scene.finish(scene.rest(), scene.second_half()) == Outcome::Verified);
  CHECK(scene.is_right());
}

TEST_CASE("a catalogue without sizes continues as well") {
  Scene scene;
  scene.entry.size.reset();
  scene.expect();
  CHECK_FALSE(scene.arrival.missing());
  Exchange answer = answer_of(200);
  answer.body.declared = scene.text.size();
  REQUIRE(scene.arrival.begin(answer));
  REQUIRE(scene.arrival.accept(std::string_view(scene.text).substr(0, scene.text.size() / 2)));
  answer.error = TransportError::Reset;
  CHECK(scene.arrival.end(answer, store::Durability::None) == Outcome::Truncated);
  scene.expect();
  REQUIRE(scene.arrival.missing());
  CHECK(scene.finish(scene.rest(), scene.second_half()) == Outcome::Verified);
  CHECK(scene.is_right());
}

TEST_CASE("a weak entity tag never goes into If-Range") {
  Scene scene;
  scene.expect();
  Exchange answer = answer_of(200, "W/\"v1\"");
  REQUIRE(scene.arrival.begin(answer));
  REQUIRE(scene.arrival.accept("abc"));
  answer.error = TransportError::CutShort;
  scene.arrival.end(answer, store::Durability::None);
  scene.expect();
  REQUIRE(scene.arrival.missing());
  CHECK(scene.arrival.missing()->if_range.empty());
}

TEST_CASE("the whole in place of the rest begins anew") {
  Scene scene;
  scene.leave_half();
  scene.expect();
  CHECK(scene.finish(answer_of(200, "\"v2\""), scene.text) == Outcome::Verified);
  CHECK(scene.is_right());
}

TEST_CASE("a part from elsewhere is thrown away, and the file asked for from its beginning") {
  Scene scene;
  scene.leave_half();
  scene.expect();
  Exchange shifted = answer_of(206);
  shifted.headers.push_back({"Content-Range", "bytes 5-10/2097152"});
  CHECK(scene.finish(shifted, "abcdef") != Outcome::Verified);
  CHECK(scene.arrival.is_to_start_anew());
  CHECK_FALSE(scene.is_there());
  scene.expect();
  CHECK_FALSE(scene.arrival.missing());
}

TEST_CASE("a rest that does not fit what was there is no file") {
  Scene scene;
  scene.leave_half();
  scene.expect();
  const std::string other(scene.text.size() / 2, 'x');
  CHECK(scene.finish(scene.rest(), other) == Outcome::WrongHash);
  CHECK(scene.arrival.is_to_start_anew());
  CHECK_FALSE(scene.is_there());
  scene.expect();
  CHECK_FALSE(scene.arrival.missing());
}

TEST_CASE("who was asked for the whole and speaks of ranges is not asked again at once") {
  Scene scene;
  scene.expect();
  REQUIRE_FALSE(scene.arrival.missing());
  scene.finish(answer_of(416), "");
  CHECK_FALSE(scene.arrival.is_to_start_anew());
  scene.expect();
  scene.finish(scene.rest(), scene.second_half());
  CHECK_FALSE(scene.arrival.is_to_start_anew());
  CHECK_FALSE(scene.is_there());
}

TEST_CASE("where all is there already, only its digest is asked") {
  Scene scene;
  scene.expect();
  Exchange answer = answer_of(200);
  REQUIRE(scene.arrival.begin(answer));
  REQUIRE(scene.arrival.accept(scene.text));
  // Killed before it had its name: the next run finds all of it.
  answer.error = TransportError::Cancelled;
  CHECK(scene.arrival.end(answer, store::Durability::None) == Outcome::Skipped);
  scene.expect();
  REQUIRE(scene.arrival.missing());
  CHECK(scene.arrival.missing()->first == scene.text.size());
  CHECK(scene.finish(answer_of(416), "") == Outcome::Verified);
  CHECK(scene.is_right());
}

TEST_CASE("a small file is not continued") {
  Scene scene;
  scene.text = "abc";
  scene.entry.size = 3;
  scene.entry.digests = {*digest::hash_text(scene.text, model::DigestAlgorithm::Sha256)};
  scene.expect();
  CHECK_FALSE(scene.arrival.missing());
  CHECK(scene.finish(answer_of(200), "abc") == Outcome::Verified);
  CHECK(scene.is_right());
}

}  // namespace webcid::update
