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
    {"address.install-source-not-unc", "", Severity::Warning},
    {"address.malformed", ""},
    {"address.missing", ""},
    {"address.not-http", ""},
    {"address.unc", ""},
    {"content.answers-anything", ""},
    {"content.empty", "paths"},
    {"content.encoded", "encoding"},
    {"content.hash-mismatch", "paths"},
    {"content.range-broken", "", Severity::Warning},
    {"content.size-mismatch", "paths"},
    {"content.truncated", "paths"},
    {"httpsys.connection-limit", ""},
    {"httpsys.no-binding", "host"},
    {"httpsys.no-site", "host:port"},
    {"httpsys.pool-stopped", ""},
    {"httpsys.request-rejected", "reason"},
    {"iis.acl-denied", "path set"},
    {"iis.address-denied", ""},
    {"iis.authorization-denied", "path set"},
    {"iis.cgi-isapi-restricted", "extensions"},
    {"iis.configuration-invalid", "detail"},
    {"iis.credentials-rejected", "scheme"},
    {"iis.credentials-required", "scheme"},
    {"iis.directory-browsing-off", "", Severity::Note},
    {"iis.double-escaping-refused", ""},
    {"iis.extension-denied", "extensions"},
    {"iis.extensionless-not-served", ""},
    {"iis.handler-missing", ""},
    {"iis.hidden-file", "path"},
    {"iis.hidden-segment", "segment"},
    {"iis.high-bit-refused", ""},
    {"iis.mime-map-missing", "extensions"},
    {"iis.module-failed", ""},
    {"iis.path-too-long", "length"},
    {"iis.physical-path-wrong", "alias"},
    {"iis.rate-limited", ""},
    {"iis.read-denied", ""},
    {"iis.redirects-elsewhere", "location"},
    {"iis.redirects-to-https", "location"},
    {"iis.ssl-required", ""},
    {"iis.stale-cache", "paths"},
    {"iis.url-sequence-denied", "sequence"},
    {"iis.url-too-long", "length"},
    {"iis.user-agent-refused", "agent"},
    {"iis.verb-denied", "verb", Severity::Note},
    {"iis.virtual-directory-missing", "alias"},
    {"local.cannot-write", "path"},
    {"network.name-unresolved", "host"},
    {"network.not-http", "host:port"},
    {"network.one-family-broken", "family", Severity::Warning},
    {"network.refused", "host:port"},
    {"network.reset", "host:port"},
    {"network.stalled", "host:port"},
    {"network.unreachable", "host:port"},
    {"network.wrong-server", "host"},
    {"nodes.disagree", "addresses"},
    {"nodes.down", "address"},
    {"proxy.alters-content", ""},
    {"proxy.auth-required", "proxy"},
    {"proxy.block-page", "extension"},
    {"proxy.blocked", "product"},
    {"proxy.captive-portal", ""},
    {"proxy.stale", ""},
    {"proxy.unreachable", "proxy"},
    {"proxy.upstream-failed", "product"},
    {"publication.case-mismatch", "paths"},
    {"publication.catalogue-missing", ""},
    {"publication.catalogue-unreadable", "line"},
    {"publication.changing", "", Severity::Warning},
    {"publication.file-locked", "path"},
    {"publication.file-missing", "paths"},
    {"publication.file-unreadable", "paths"},
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

// Hiragana, katakana or a Chinese character: three bytes from U+3041 to U+9FFF.
bool has_japanese(std::string_view text) {
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const auto next = static_cast<unsigned char>(text[at + 1]);
    if ((lead == 0xE3 && next >= 0x81) || (lead >= 0xE4 && lead <= 0xE9)) return true;
  }
  return false;
}

// What only a remedy may say, in either language: words of advice, polite requests.
bool proposes(std::string_view text) {
  constexpr auto kAdvice =
      std::to_array<std::string_view>({" should ", " must ", " need to ", " needs to ", " has to ", " have to ",
                                       " please ", " try ", " check ", "ください", "必要があ", "べき", "ましょう"});
  const std::string padded = fmt::format(" {} ", text);
  return std::any_of(kAdvice.begin(), kAdvice.end(),
                     [&padded](std::string_view advice) { return padded.find(advice) != std::string::npos; });
}

// Steps are counted from 1 without a gap; what follows them without a number is a remark, one at most.
void require_counted(std::string_view steps) {
  INFO(steps);
  int expected = 1;
  int remarks = 0;
  for (const std::string_view line : webcid::base::split(webcid::base::trim(steps), '\n')) {
    const std::string number = fmt::format("{}. ", expected);
    if (line.starts_with(number)) {
      CHECK(remarks == 0);
      ++expected;
    } else {
      CHECK_FALSE((line.size() > 1 && line[0] >= '0' && line[0] <= '9' && line[1] == '.'));
      ++remarks;
    }
  }
  CHECK(expected > 1);
  CHECK(remarks <= 1);
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
    const bool has_place = cause.parameter == ParameterKind::One || cause.parameter == ParameterKind::List;
    CHECK(webcid::causes::count_places(cause.summary.english) == (has_place ? 1 : 0));
    CHECK((cause.parameter == ParameterKind::None) == cause.parameter_name.empty());
    for (const auto& text : {cause.why, cause.how_to_tell, cause.endpoint_shows}) {
      CHECK(webcid::causes::count_places(text.english) == 0);
    }
  }
}

TEST_CASE("every published cause can be explained: texts in both languages, steps, a reference") {
  for (const auto& row : kPublishedIds) {
    INFO(row.id);
    const auto* const cause = webcid::causes::find(row.id);
    REQUIRE(cause != nullptr);
    for (const auto& text : {cause->summary, cause->why, cause->how_to_tell, cause->endpoint_shows}) {
      require_both_languages(text);
      CHECK(has_japanese(text.japanese));
    }
    CHECK_FALSE(cause->reference.empty());
    CHECK(has_japanese(remedies({std::string(row.id), {"x"}}, Language::Japanese).back().text));
  }
}

TEST_CASE("a summary stands alone: lower case, no full stop, no proposal, and no other cause has it") {
  std::set<std::string_view> summaries;
  for (const auto& cause : webcid::causes::all()) {
    for (const std::string_view text : {cause.summary.english, cause.summary.japanese}) {
      INFO(text);
      CHECK(summaries.insert(text).second);
      CHECK(text.back() != '.');
      CHECK_FALSE(text.ends_with("。"));
      CHECK_FALSE(proposes(text));
    }
    const std::string_view english = cause.summary.english;
    const bool is_name =
        english.starts_with("IIS ") || english.starts_with("HTTP.sys ") || english.starts_with("NTFS ");
    const char first = english.front();
    CHECK((is_name || first == '{' || (first >= 'a' && first <= 'z')));
  }
}

TEST_CASE("why and how to tell say what is, and leave proposals to the remedies") {
  for (const auto& cause : webcid::causes::all()) {
    INFO(cause.id);
    for (const auto& text : {cause.why, cause.how_to_tell, cause.endpoint_shows}) {
      CHECK_FALSE(proposes(text.english));
      CHECK_FALSE(proposes(text.japanese));
      CHECK(text.english.back() != '.');
      CHECK_FALSE(text.japanese.ends_with("。"));
    }
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
      if (is_translated) {
        require_counted(english[i].text);
        require_counted(japanese[i].text);
      }
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
