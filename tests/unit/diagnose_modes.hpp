// The ways in which a server may answer otherwise than in what is wrong, and what is expected of each.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "diagnose_share.hpp"

namespace webcid::diagnose::testing {

inline constexpr std::array<ErrorPages, 3> kPages{ErrorPages::Custom, ErrorPages::Detailed, ErrorPages::OneLine};
inline constexpr const char* kPageNames[] = {"custom", "detailed", "one-line"};
inline constexpr const char* kOptionsNames[] = {"answers", "refused", "webdav", "404 for what is missing"};

// A test for every way in which a server may answer otherwise than in what is wrong.
template <class Test>
void in_every_mode(Test test) {
  for (const ErrorPages pages : kPages) {
    for (const OptionsVerb options :
         {OptionsVerb::Works, OptionsVerb::Refused, OptionsVerb::WebDav, OptionsVerb::NotFoundWhenMissing}) {
      for (const TraceVerb trace : {TraceVerb::NotImplemented, TraceVerb::Refused}) {
        for (const bool lists : {true, false}) {
          Share share;
          share.pages = pages;
          share.options = options;
          share.trace = trace;
          share.lists = lists;
          INFO("pages " << kPageNames[static_cast<int>(pages)] << ", OPTIONS "
                        << kOptionsNames[static_cast<int>(options)] << ", TRACE "
                        << (trace == TraceVerb::Refused ? "refused" : "501") << ", listing " << (lists ? "on" : "off"));
          test(share);
        }
      }
    }
  }
}

// What is expected of a share, with the note about listings where they are off.
inline Told expected(const Share& share, Told causes) {
  if (!share.lists) causes.push_back("iis.directory-browsing-off");
  return causes;
}

// No page, verb or listing that would tell an unusual rule from files that are not there.
inline bool is_blind(const Share& share) {
  const bool verb_tells = share.options == OptionsVerb::Works || share.options == OptionsVerb::WebDav ||
                          share.trace == TraceVerb::NotImplemented;
  return share.pages != ErrorPages::Detailed && !verb_tells && !share.lists;
}

inline std::string text_of_cause(std::string_view told) {
  return std::string(told.substr(0, told.find(' ')));
}

// One finding beside the note about listings; it names `first`, and a cause `other`, as explanations of the same.
inline void check_either(const Run& run, const std::string& first, std::string_view other) {
  REQUIRE(run.findings.size() == 2);
  const model::Finding& finding = run.findings.front();
  Told both = alternatives_of(finding);
  both.push_back(text_of(finding.about));
  INFO(fmt::format("{}", fmt::join(both, " | ")));
  CHECK(std::count(both.begin(), both.end(), first) == 1);
  CHECK(std::count_if(both.begin(), both.end(),
                      [&](const std::string& text) { return text_of_cause(text) == other; }) == 1);
  CHECK(finding.confidence != model::Confidence::Certain);
  CHECK(says(finding.to_decide, "switch-listing-on"));
  CHECK(says(finding.to_decide, "ask-iis-log"));
}

inline const model::Finding& only(const Run& run) {
  REQUIRE(run.findings.size() == 1);
  return run.findings.front();
}

inline const model::Finding& first_of(const Run& run, std::string_view cause) {
  const auto found = std::find_if(run.findings.begin(), run.findings.end(),
                                  [&](const model::Finding& finding) { return finding.about.cause == cause; });
  REQUIRE(found != run.findings.end());
  return *found;
}

}  // namespace webcid::diagnose::testing
