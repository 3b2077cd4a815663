// Files that nobody's endpoint wrote.
#include <webcid/endpoint/parse.hpp>

#include <array>
#include <random>
#include <string>

#include <webcid/endpoint/endpoint.hpp>

#include "catch.hpp"
#include "endpoint_samples.hpp"

namespace webcid::endpoint {
namespace {

using namespace samples;

std::string error_of(std::string_view bytes) {
  const auto result = parse(bytes);
  return result ? "none" : result.error().message;
}

std::string nested(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += "<array>";
  for (std::size_t i = 0; i < depth; ++i) text += "</array>";
  return xml_list(text);
}

// A list whose items are the next list, ten times, down to one letter.
std::string expanding(std::size_t depth) {
  std::vector<std::string> objects;
  for (std::size_t i = 0; i < depth; ++i) {
    objects.push_back("\xAA" + std::string(10, static_cast<char>(i + 1)));
  }
  objects.push_back(binary_text("A"));
  return binary_list(objects);
}

}  // namespace

TEST_CASE("sizes and lengths of settings are bounded") {
  const std::string large = std::string(kIconn) + std::string(kMaxBytes, ' ');
  CHECK(error_of(large) == "it is larger than 1048576 bytes");
  CHECK(error_of("bplist00" + std::string(kMaxBytes, '\0')) == "it is larger than 1048576 bytes");
  const std::string overlong(kMaxAddress, 'a');
  CHECK(error_of(with(kIconn, "srv.example", overlong)) == "an address in it is longer than 2048 bytes");
  CHECK(error_of(xml_list(with(kPreferences, "srv.example", overlong))) ==
        "an address in it is longer than 2048 bytes");
  CHECK(error_of(with(kSavconfig, "srv.example", overlong)) == "an address in it is longer than 2048 bytes");
}

TEST_CASE("a line of any length is one line") {
  // A reader with a buffer of 200 bytes would take the end for a line of its own.
  const std::string padding(5000, 'x');
  const auto settings = parse("[Primary]\nUserPassword=" + padding + "\\\\PLANTED\\x http://PLANTED/\nA=http://srv/\n");
  REQUIRE(settings);
  CHECK(settings->primary.addresses == std::vector<model::Setting>{{"http://srv/", "[Primary] A"}});
}

TEST_CASE("more addresses than anybody has are left out") {
  std::string text = "[Primary]\n";
  for (int i = 0; i < 1000; ++i) text += "A=http://srv/\n";
  const auto settings = parse(text);
  REQUIRE(settings);
  CHECK(settings->primary.addresses.size() == kMaxAddresses);
}

TEST_CASE("a property list that is deep, or that unfolds, is refused before it is read") {
  const std::string too_many = "a property list with more than 256 dictionaries and lists";
  const std::string twice = "a property list with a dictionary or list that is used twice";
  CHECK(error_of(nested(40'000)) == too_many);
  CHECK(error_of(nested(256)) == "a property list that is no dictionary");
  CHECK(error_of(expanding(12)) == twice);
  CHECK(error_of(expanding(2)) == twice);
  // Itself, by itself and by another one.
  CHECK(error_of(binary_list({std::string("\xA1\x00", 2)})) == twice);
  CHECK(error_of(binary_list({"\xA1\x01", "\xA1\x02", "\xA1\x01"})) == twice);
}

TEST_CASE("a binary property list whose numbers do not fit is no whole one") {
  const std::string whole = "no whole property list";
  const std::string good = binary_preferences("http://srv/a");
  CHECK(error_of(good) == "none");
  CHECK(error_of("bplist00") == whole);
  CHECK(error_of(good.substr(0, good.size() - 1)) == whole);
  CHECK(error_of(binary_list({"\xA1\x05"})) == whole);
  CHECK(error_of(binary_list({std::string("\xAF\x13\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10)})) == whole);
  // Every number of the trailer, as large as can be.
  for (const std::size_t from_end : {26U, 25U, 24U, 16U, 8U}) {
    std::string wrong = good;
    const std::size_t size = from_end > 24 ? 1 : 8;
    wrong.replace(wrong.size() - from_end, size, size, '\xFF');
    CHECK(error_of(wrong) == whole);
  }
}

TEST_CASE("a NUL within a text of a property list is a character of it") {
  const std::string address("http://srv\0a", 12);
  const std::string wide = "\x6C" + utf16(address, false).substr(2);
  const auto settings = parse(binary_list({std::string("\xD1\x01\x02"), binary_text("PrimaryServerURL"), wide}));
  REQUIRE(settings);
  CHECK(settings->primary.addresses == std::vector<model::Setting>{{address, "PrimaryServerURL"}});
  CHECK(judge(*settings).verdict == model::Verdict::Broken);
}

TEST_CASE("no mutation of settings does harm") {
  std::mt19937 random(20260131);
  const std::array<std::string, 5> samples{std::string(kIconn), utf16(kIconn, true), xml_list(kPreferences),
                                           std::string(kSavconfig), binary_preferences("http://srv/SophosUpdate")};
  std::size_t read = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text = samples[static_cast<std::size_t>(round) % samples.size()];
    for (int change = 0; change < 4; ++change) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random() % 256);
          break;
        case 1:
          text.erase(at, random() % 8);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 16));
          break;
      }
      if (text.empty()) text = "x";
    }
    if (const auto settings = parse(text)) {
      ++read;
      static_cast<void>(judge(*settings));
    }
  }
  CHECK(read > 1000);
}

}  // namespace webcid::endpoint
