// The files of src/report/html, as cmake/embed.cmake puts them into the program.
#pragma once

#include <string_view>

namespace webcid::report::html {

extern const std::string_view kPageHtml;
extern const std::string_view kReportHtml;
extern const std::string_view kCollectionHtml;
extern const std::string_view kRunHtml;
extern const std::string_view kTableHtml;
extern const std::string_view kFindingHtml;
extern const std::string_view kGuideHtml;
extern const std::string_view kSignHtml;
extern const std::string_view kTreeHtml;
extern const std::string_view kExchangesHtml;
extern const std::string_view kFilesHtml;
extern const std::string_view kStyleCss;
extern const std::string_view kStyleCssSha256;
extern const std::string_view kScriptJs;
extern const std::string_view kScriptJsSha256;

}  // namespace webcid::report::html
