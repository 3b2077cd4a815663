// The words of the report forms that pipelines, tickets and monitors read, beside those of labels.hpp.
#pragma once

#include <webcid/causes/language.hpp>

namespace webcid::report::labels {

// clang-format off
inline constexpr causes::Text kVerdictReached{"verdict reached", "判定の完了"};
inline constexpr causes::Text kPublishedFiles{"published files", "公開ファイル"};
inline constexpr causes::Text kFilesFailed{"{0} of {1} files failed", "{1} ファイル中 {0} ファイルが失敗"};
inline constexpr causes::Text kFilesSkipped{"{0} of {1} files were not asked for", "{1} ファイル中 {0} ファイルは未要求"};
inline constexpr causes::Text kNoFileAskedFor{"no file could be asked for", "ファイルの要求に至らなかった"};
inline constexpr causes::Text kNotJudged{"not judged: no file was verified, or the run was interrupted",
                                         "判定なし: 検証できたファイルがないか、途中で中断された"};
inline constexpr causes::Text kStepNotSeen{"this run could not see it", "今回の実行では確認できなかった"};
inline constexpr causes::Text kNotesTitle{"notes", "注記"};
// clang-format on

}  // namespace webcid::report::labels
