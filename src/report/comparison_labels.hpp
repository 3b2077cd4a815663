// The words of what several reports are together, beside those of labels.hpp.
#pragma once

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report::labels {

// clang-format off
inline constexpr causes::Text kAddress{"address", "アドレス (URL)"};
inline constexpr causes::Text kVerdict{"verdict", "判定"};
inline constexpr causes::Text kBytes{"bytes received", "受信したバイト数"};
inline constexpr causes::Text kCatalogueGiven{"catalogue", "カタログ"};
inline constexpr causes::Text kFilesCounted{"{0} ({1} verified, {2} failed, {3} skipped)",
                                            "{0} 件 (検証済み {1}、失敗 {2}、スキップ {3})"};
inline constexpr causes::Text kSeverity{"severity", "重大度"};
inline constexpr causes::Text kConfidence{"confidence", "確度"};
inline constexpr causes::Text kNothing{"none", "なし"};
inline constexpr causes::Text kOnlyInA{"only in A", "A のみ"};
inline constexpr causes::Text kOnlyInB{"only in B", "B のみ"};
inline constexpr causes::Text kInBoth{"in both", "両方"};
inline constexpr causes::Text kSeenInA{"seen in A only", "A のみの根拠"};
inline constexpr causes::Text kSeenInB{"seen in B only", "B のみの根拠"};
inline constexpr causes::Text kSame{"same: A and B tell the same", "同一: A と B の内容は同じ"};
inline constexpr causes::Text kDiffers{"different: A and B differ in {0} points", "相違あり: A と B は {0} 点で異なる"};

inline constexpr causes::Text kOneRun{"{0}: {1}, {2} of {3} files failed", "{0}: {1}、{3} ファイル中 {2} ファイルが失敗"};
inline constexpr causes::Text kInReports{"{0} of {1} reports: {2}", "{1} 件中 {0} 件のレポート: {2}"};
inline constexpr causes::Text kAndMore{"{0}, and {1} more", "{0}、ほか {1} 件"};
inline constexpr causes::Text kReports{"{0} reports", "レポート {0} 件"};
inline constexpr causes::Text kOfVerdict{"{0} {1}", "{1} {0} 件"};
// clang-format on

constexpr causes::Text of(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::Healthy:
      return {"healthy", "正常"};
    case model::Verdict::Deviates:
      return {"deviates", "相違あり"};
    case model::Verdict::Broken:
      return {"broken", "異常"};
    case model::Verdict::Unknown:
      break;
  }
  return {"unknown", "不明"};
}

}  // namespace webcid::report::labels
