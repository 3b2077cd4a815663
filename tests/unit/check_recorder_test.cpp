#include "../../src/check/recorder.hpp"

#include <algorithm>
#include <string>

#include "catch.hpp"

using namespace webcid;
using check::Recorder;

TEST_CASE("many notes of one kind leave room for another, and a limit is never healthy") {
  check::Silence silence;
  model::Target target;
  target.url = "http://srv/";
  Recorder recorder(target, 60, nullptr, silence);
  for (int i = 0; i < 150; ++i) recorder.on_note({"path-refused", {std::to_string(i), "why"}, std::nullopt});
  recorder.on_note({"limit-reached", {"--max-files"}, std::nullopt});
  const model::Report report = recorder.report();
  const auto count = [&](const char* id) {
    return std::count_if(report.notes.begin(), report.notes.end(), [&](const auto& note) { return note.id == id; });
  };
  CHECK(count("path-refused") == 100);
  CHECK(count("limit-reached") == 1);
  CHECK(report.verdict == model::Verdict::Unknown);
}
