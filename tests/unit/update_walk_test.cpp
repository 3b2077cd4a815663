// Which entry is asked for next, and which once more.
#include "../../src/update/walk.hpp"

#include <vector>

#include "catch.hpp"

namespace webcid::update {
namespace {

using model::Exchange;
using model::TransportError;
using net::Pull;

class Notes final : public Observer {
 public:
  void on_record(model::Record, const model::Listing*) override {}
  void on_note(model::Statement note) override { ids.push_back(note.id); }
  void on_activity(const model::Statement&) override {}
  void on_bytes(std::uint64_t) override {}
  std::vector<std::string> ids;
};

Exchange answer_of(int status) {
  Exchange answer;
  answer.status = status;
  return answer;
}

Exchange broken(TransportError error) {
  Exchange answer;
  answer.error = error;
  return answer;
}

std::vector<model::Entry> entries_of(std::size_t count) {
  std::vector<model::Entry> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back({*base::RelativePath::create("f" + std::to_string(i)), 10, {}});
  }
  return out;
}

struct Scene {
  explicit Scene(std::size_t count, DownloadOptions with = {})
      : entries(entries_of(count)), options(with), walk(entries, options, notes) {}

  // The next entry, answered so; what becomes of it.
  Walk::Next serve(const Exchange& answer, Walk::Repeat repeat = Walk::Repeat::IfItMayPass) {
    REQUIRE(walk.next(turn) == Pull::Item);
    return walk.done(turn, answer, repeat);
  }

  Notes notes;
  std::vector<model::Entry> entries;
  DownloadOptions options;
  Walk walk;
  Walk::Turn turn;
};

DownloadOptions with_retries(int retries) {
  DownloadOptions options;
  options.retries = retries;
  return options;
}

}  // namespace

TEST_CASE("each entry has one turn, and the chosen ones only") {
  Scene all(3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(all.serve(answer_of(200)) == Walk::Next::Over);
    CHECK(all.turn.index == i);
  }
  CHECK(all.walk.next(all.turn) == Pull::End);

  const std::vector<std::uint32_t> wanted{1, 4};
  DownloadOptions options;
  options.chosen = wanted;
  Scene some(6, options);
  for (const std::uint32_t index : wanted) {
    some.serve(answer_of(200));
    CHECK(some.turn.index == index);
  }
  CHECK(some.walk.next(some.turn) == Pull::End);
}

TEST_CASE("a few entries are shared out evenly among the threads") {
  Notes notes;
  const auto entries = entries_of(6);
  const DownloadOptions options;
  Walk walk(entries, options, notes, 2);
  std::vector<Walk::Turn> turns(7);
  for (std::size_t i = 0; i < 3; ++i) REQUIRE(walk.next(turns[i], 0) == Pull::Item);
  CHECK(walk.next(turns[6], 0) == Pull::Later);
  for (std::size_t i = 3; i < 6; ++i) REQUIRE(walk.next(turns[i], 1) == Pull::Item);
  CHECK(walk.next(turns[6], 1) == Pull::End);
  // One that fails is left to whoever has the least to do.
  DownloadOptions retrying;
  retrying.retries = 1;
  Walk again(entries, retrying, notes, 2);
  for (std::size_t i = 0; i < 6; ++i) REQUIRE(again.next(turns[i], i % 2) == Pull::Item);
  Exchange unfit;
  unfit.status = 206;
  CHECK(again.done(turns[0], unfit, Walk::Repeat::AtOnce) == Walk::Next::Again);
  CHECK(again.next(turns[6], 1) == Pull::Later);
  REQUIRE(again.next(turns[6], 0) == Pull::Item);
  CHECK(turns[6].index == turns[0].index);
}

TEST_CASE("what may pass is asked for again after a while, as often as the options say") {
  for (const Exchange& fault : {answer_of(503), answer_of(500), answer_of(408), broken(TransportError::CutShort),
                                broken(TransportError::Refused), broken(TransportError::Stalled)}) {
    Scene scene(2, with_retries(1));
    CHECK(scene.serve(fault) == Walk::Next::Again);
    CHECK(scene.walk.next(scene.turn) == Pull::Later);
  }
  Scene once(2);
  CHECK(once.serve(answer_of(503)) == Walk::Next::Over);
}

TEST_CASE("what will not change is asked for once") {
  for (const Exchange& fault : {answer_of(404), answer_of(403), answer_of(401), answer_of(301),
                                broken(TransportError::NotHttp), broken(TransportError::LocalWrite)}) {
    Scene scene(2, with_retries(3));
    CHECK(scene.serve(fault) == Walk::Next::Over);
  }
}

TEST_CASE("what was continued and does not fit has its next turn at once") {
  Scene scene(1);
  CHECK(scene.serve(answer_of(206), Walk::Repeat::AtOnce) == Walk::Next::Again);
  REQUIRE(scene.walk.next(scene.turn) == Pull::Item);
  CHECK(scene.turn.index == 0);
  CHECK(scene.turn.attempt == 2);
}

TEST_CASE("before a walk stops for a limit, a file that had arrived is asked for alone") {
  Scene scene(10);
  scene.serve(answer_of(200));
  Walk::Turn other;
  REQUIRE(scene.walk.next(other) == Pull::Item);
  scene.serve(answer_of(429));
  CHECK(scene.walk.next(scene.turn) == Pull::Later);
  scene.walk.done(other, answer_of(200), Walk::Repeat::IfItMayPass);
  REQUIRE(scene.walk.next(scene.turn) == Pull::Item);
  CHECK(scene.turn.is_check);
  CHECK(scene.turn.index == 0);
  scene.walk.done(scene.turn, answer_of(429), Walk::Repeat::IfItMayPass);
  CHECK(scene.walk.next(scene.turn) == Pull::End);
  CHECK(scene.notes.ids == std::vector<std::string>{"stopped-refused"});
}

TEST_CASE("a file that is forbidden for good stops no walk") {
  Scene scene(10);
  scene.serve(answer_of(200));
  for (int i = 0; i < 3; ++i) scene.serve(answer_of(403));
  REQUIRE(scene.walk.next(scene.turn) == Pull::Item);
  CHECK(scene.turn.is_check);
  scene.walk.done(scene.turn, answer_of(200), Walk::Repeat::IfItMayPass);
  for (int i = 0; i < 2; ++i) {
    REQUIRE(scene.walk.next(scene.turn) == Pull::Item);
    CHECK(scene.turn.is_check);
    scene.walk.done(scene.turn, answer_of(403), Walk::Repeat::IfItMayPass);
  }
  REQUIRE(scene.walk.next(scene.turn) == Pull::Item);
  CHECK_FALSE(scene.turn.is_check);
  CHECK(scene.turn.index == 4);
}

TEST_CASE("a server that has stopped answering is not asked for the rest") {
  Scene scene(100);
  for (int i = 0; i < 24; ++i) scene.serve(broken(TransportError::Refused));
  CHECK(scene.walk.next(scene.turn) == Pull::End);
  CHECK(scene.notes.ids == std::vector<std::string>{"stopped-unanswered"});
}

}  // namespace webcid::update
