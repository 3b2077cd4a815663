// How a run ended, as evidence keeps it.
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/evidence/har_reader.hpp>
#include <webcid/evidence/har_writer.hpp>
#include <webcid/model/evidence.hpp>

#include "catch.hpp"
#include "evidence_text.hpp"

using namespace webcid;
using test::replaced;

namespace {

std::string ending(const model::Completion& completion, const std::vector<model::Record>& records = {}) {
  std::string text;
  evidence::HarWriter writer([&](std::string_view piece) {
    text += piece;
    return base::Result<void>{};
  });
  REQUIRE(writer.begin({}, "0.1.0", {}));
  for (const model::Record& record : records) REQUIRE(writer.add(record));
  REQUIRE(writer.end(completion));
  return text;
}

// The end of the run, or why it was refused.
base::Result<model::Completion> end_of(const std::string& text) {
  model::Completion end;
  evidence::HarHandlers handlers;
  handlers.end = [&](model::Completion&& each) { end = std::move(each); };
  if (auto result = evidence::read_har(text, handlers); !result) return tl::make_unexpected(result.error());
  return end;
}

model::Record a_file_of(std::size_t bytes) {
  model::Record file;
  file.purpose = model::Purpose::File;
  file.path = "a";
  file.outcome = model::Outcome::Verified;
  file.exchange.id = 1;
  file.exchange.status = 200;
  file.exchange.body.kept.assign(bytes, 'f');
  file.exchange.body.length = bytes;
  return file;
}

}  // namespace

TEST_CASE("how a run ended is read back") {
  CHECK(end_of(ending({7, true})).value() == model::Completion{7, true, 0});
}

TEST_CASE("that only a part of the tree was to be fetched is read back") {
  CHECK(end_of(ending({7, false, 3000})).value() == model::Completion{7, false, 3000});
}

TEST_CASE("notes, with bytes of any kind, and the time that a run took are read back") {
  model::Completion end{7, false, 0};
  end.notes = {{"catalogue-used", {"manifest.dat"}, std::nullopt},
               {"path-refused", {"caf\xE9/\x01", ""}, 12},
               {"account-rejected", {}, std::nullopt}};
  end.finished = *base::parse_time("2026-02-01T00:00:00.250Z");
  end.seconds = 0.1 + 0.2;
  const auto back = end_of(ending(end));
  REQUIRE(back);
  CHECK(*back == end);
}

TEST_CASE("an end as earlier versions wrote it is read") {
  const std::string text = replaced(ending({}), "\"_webcid_end\":{\"planned\":0,\"interrupted\":false}",
                                    "\"_webcid_end\":{\"planned\":7,\"interrupted\":true}");
  CHECK(end_of(text).value() == model::Completion{7, true, 0});
  const std::string without = replaced(ending({}), ",\"_webcid_end\":{\"planned\":0,\"interrupted\":false}", "");
  CHECK(end_of(without).value() == model::Completion{});
}

TEST_CASE("more notes than anybody reads are left out, and refused where somebody else wrote them") {
  model::Completion end;
  end.notes.assign(evidence::kMaxNotes + 1, {"catalogue-signed", {}, std::nullopt});
  const std::string text = ending(end);
  CHECK(end_of(text).value().notes.size() == evidence::kMaxNotes);
  const auto refused = end_of(replaced(text, "\"notes\":[", "\"notes\":[{\"id\":\"x\",\"arguments\":[]},"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("log._webcid_end.notes: has more than 1000 elements") != std::string::npos);
}

TEST_CASE("an end that is none is refused with the field") {
  model::Completion end;
  end.notes = {{"path-refused", {"a", "b"}, 12}};
  end.finished = *base::parse_time("2026-02-01T00:00:00.250Z");
  const std::string good = ending(end);
  const auto why = [&](const std::string& what, const std::string& with) {
    const auto refused = end_of(replaced(good, what, with));
    return refused ? "taken" : refused.error().message;
  };
  CHECK(why("\"planned\":0", "\"planned\":-1").find("_webcid_end.planned: must be a number from 0 on") !=
        std::string::npos);
  CHECK(why("\"seconds\":0.0", "\"seconds\":-1").find("_webcid_end.seconds: must not be negative") !=
        std::string::npos);
  CHECK(why("\"finished\":\"2026", "\"finished\":\"soon").find("_webcid_end.finished: must be a time") !=
        std::string::npos);
  CHECK(why("{\"text\":\"a\"}", "\"a\"").find("_webcid_end.notes.arguments: must be an object") != std::string::npos);
  CHECK(why("\"exchange\":12", "\"exchange\":\"x\"").find("_webcid_end.notes.exchange: must be") != std::string::npos);
}

TEST_CASE("how many bodies were judged whole and saved as a prefix is counted") {
  CHECK(end_of(ending({}, {a_file_of(10'000), a_file_of(3)})).value().shortened == 1);
}

TEST_CASE("what the reference said is read back") {
  const auto digest = *model::Digest::from_hex(model::DigestAlgorithm::Md5, "00112233445566778899aabbccddeeff");
  model::Completion completion{2, false, 0};
  completion.reference = model::Reference{"\\\\srv\\caf\xe9",
                                          model::ReferenceKind::Folder,
                                          {{"a", true, 3, {digest}, base::parse_time("2026-01-05T09:30:00.000Z")},
                                           {"caf\xe9", true, std::nullopt, {}, std::nullopt},
                                           {"gone", false, std::nullopt, {}, std::nullopt}}};
  CHECK(end_of(ending(completion)).value() == completion);
  completion.reference = model::Reference{"list.json", model::ReferenceKind::List, {}};
  CHECK(end_of(ending(completion)).value() == completion);
}

TEST_CASE("what the server's own files said is read back, whatever bytes its names have") {
  model::Completion completion{2, false, 0};
  completion.server_facts = {{"savxp/vdl.dat", 404, 3, "u_ex260105.log"}, {"caf\xe9", 404, 8, "web.config, line 12"}};
  CHECK(end_of(ending(completion)).value() == completion);
}
