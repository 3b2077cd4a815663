// The loop around the catalogue of causes, closed by machine: ids, both languages, places, remedies, steps of the
// guide.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/guide.hpp>
#include <webcid/causes/remedies.hpp>
#include <webcid/causes/statements.hpp>

#include "catch.hpp"

using webcid::causes::Language;
using webcid::causes::ParameterKind;
using webcid::model::Severity;

namespace {

// Ids are API: one leaves this list only together with a major version.
struct PublishedId {
  std::string_view id;
  std::string_view parameter;
  Severity severity = Severity::Error;
};
constexpr auto kPublishedIds = std::to_array<PublishedId>({
    {"address.malformed", ""},
    {"address.missing", ""},
    {"address.not-http", ""},
    {"address.unc", ""},
    {"content.answers-anything", ""},
    {"content.empty", "paths"},
    {"content.hash-mismatch", "paths"},
    {"content.size-mismatch", "paths"},
    {"content.truncated", "paths"},
    {"iis.credentials-rejected", "scheme"},
    {"iis.credentials-required", "scheme"},
    {"iis.directory-browsing-off", "", Severity::Note},
    {"iis.double-escaping-refused", ""},
    {"iis.extension-denied", "extensions"},
    {"iis.extensionless-not-served", ""},
    {"iis.handler-missing", ""},
    {"iis.hidden-file", "path"},
    {"iis.hidden-segment", "segment"},
    {"iis.mime-map-missing", "extensions"},
    {"iis.physical-path-wrong", "alias"},
    {"iis.url-sequence-denied", "sequence"},
    {"iis.virtual-directory-missing", "alias"},
    {"local.cannot-write", "path"},
    {"network.name-unresolved", "host"},
    {"network.not-http", "host:port"},
    {"network.refused", "host:port"},
    {"network.reset", "host:port"},
    {"network.stalled", "host:port"},
    {"network.unreachable", "host:port"},
    {"proxy.unreachable", "proxy"},
    {"publication.catalogue-missing", ""},
    {"publication.catalogue-unreadable", "line"},
    {"publication.file-missing", "paths"},
    {"unexplained", "status"},
});

std::set<char> places_of(std::string_view text) {
  std::set<char> places;
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    if (text[at] == '{' && text[at + 2] == '}') places.insert(text[at + 1]);
  }
  return places;
}

// Well-formed, printable, no braces but those of places, which are counted from 0 without a gap.
void require_clean(std::string_view text) {
  INFO(text);
  CHECK(webcid::base::is_utf8(text));
  CHECK(webcid::base::printable(text) == text);
  CHECK(places_of(text).size() == webcid::causes::count_places(text));
  CHECK(static_cast<std::size_t>(std::count(text.begin(), text.end(), '{')) >= places_of(text).size());
  CHECK(text == webcid::base::trim(text));
}

void require_both_languages(const webcid::causes::Text& text) {
  INFO(text.english << " / " << text.japanese);
  CHECK_FALSE(text.english.empty());
  CHECK_FALSE(text.japanese.empty());
  // "{0}: {1}" is the same everywhere.
  const bool has_words = std::any_of(text.english.begin(), text.english.end(),
                                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  CHECK((text.english != text.japanese || !has_words));
  CHECK(places_of(text.english) == places_of(text.japanese));
  CHECK(std::all_of(text.english.begin(), text.english.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
  require_clean(text.english);
  require_clean(text.japanese);
}

}  // namespace

TEST_CASE("the ids of causes, their severities and parameters are the published ones") {
  std::vector<std::string> present;
  for (const auto& cause : webcid::causes::all()) {
    present.push_back(fmt::format("{} {} {}", cause.id, cause.parameter_name, name_of(cause.severity)));
  }
  std::sort(present.begin(), present.end());
  std::vector<std::string> published;
  for (const auto& row : kPublishedIds) {
    published.push_back(fmt::format("{} {} {}", row.id, row.parameter, name_of(row.severity)));
  }
  CHECK(present == published);
}

TEST_CASE("every cause can be found by its id, and nothing else can") {
  for (const auto& cause : webcid::causes::all()) CHECK(webcid::causes::find(cause.id) == &cause);
  CHECK(webcid::causes::find("iis.hidden-segments") == nullptr);
  CHECK(webcid::causes::find("") == nullptr);
}

TEST_CASE("every cause has all its texts in both languages, with the same places") {
  for (const auto& cause : webcid::causes::all()) {
    INFO(cause.id);
    require_both_languages(cause.summary);
    require_both_languages(cause.why);
    require_both_languages(cause.how_to_tell);
    require_both_languages(cause.endpoint_shows);
    CHECK_FALSE(cause.reference.empty());
    CHECK(webcid::causes::count_places(cause.summary.english) == (cause.parameter == ParameterKind::None ? 0 : 1));
    CHECK((cause.parameter == ParameterKind::None) == cause.parameter_name.empty());
    for (const auto& text : {cause.why, cause.how_to_tell, cause.endpoint_shows}) {
      CHECK(webcid::causes::count_places(text.english) == 0);
    }
    CHECK(cause.summary.english.back() != '.');
  }
}

TEST_CASE("every cause names a step of the guide that exists, or none") {
  for (const auto& cause : webcid::causes::all()) {
    INFO(cause.id);
    if (!cause.guide_step.empty()) CHECK(webcid::causes::find_guide_step(cause.guide_step) != nullptr);
  }
}

TEST_CASE("the steps of the guide are the published ones, in its order, in both languages") {
  std::vector<std::string_view> ids;
  for (const auto& step : webcid::causes::all_guide_steps()) {
    ids.push_back(step.id);
    require_both_languages(step.title);
  }
  CHECK(ids == std::vector<std::string_view>{"guide.iis-answers", "guide.virtual-directory", "guide.physical-path",
                                             "guide.mime-any", "guide.mime-none", "guide.listing",
                                             "guide.double-escaping", "guide.bin", "guide.address-opens",
                                             "guide.extensionless-downloads", "guide.policy-address",
                                             "guide.policy-account", "guide.install-source", "guide.endpoint-updates"});
  CHECK(webcid::causes::find_guide_step("guide.bin-folder") == nullptr);
}

TEST_CASE("every cause has step-by-step remedies in both languages") {
  for (const auto& cause : webcid::causes::all()) {
    INFO(cause.id);
    const webcid::model::CauseRef about{std::string(cause.id), {"x"}};
    const auto english = remedies(about, Language::English);
    const auto japanese = remedies(about, Language::Japanese);
    REQUIRE_FALSE(english.empty());
    REQUIRE(english.size() == japanese.size());
    CHECK(english.back().form == webcid::causes::RemedyForm::Steps);
    for (std::size_t i = 0; i < english.size(); ++i) {
      CHECK(english[i].form == japanese[i].form);
      CHECK(english[i].title != japanese[i].title);
      CHECK(english[i].text.back() == '\n');
      const bool is_translated = english[i].form == webcid::causes::RemedyForm::Steps;
      CHECK((english[i].text != japanese[i].text) == is_translated);
      CHECK(places_of(english[i].text).empty());
      CHECK(places_of(japanese[i].text).empty());
      CHECK(std::count(english[i].text.begin(), english[i].text.end(), '\n') ==
            std::count(japanese[i].text.begin(), japanese[i].text.end(), '\n'));
    }
  }
}

TEST_CASE("every statement has both languages with the same places, and no id comes twice") {
  std::set<std::string_view> ids;
  for (const auto& row : webcid::causes::all_statements()) {
    INFO(row.id);
    CHECK(ids.insert(row.id).second);
    require_both_languages({row.english, row.japanese});
    CHECK(webcid::causes::find_statement(row.id) == &row);
  }
}
