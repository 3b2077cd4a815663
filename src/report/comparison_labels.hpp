// The words of what several reports are together, beside those of labels.hpp.
#pragma once

#include <webcid/causes/language.hpp>
#include <webcid/model/collection.hpp>

namespace webcid::report::labels {

// clang-format off
inline constexpr causes::Text kAddress{"address", "アドレス (URL)"};
inline constexpr causes::Text kVerdict{"verdict", "判定"};
inline constexpr causes::Text kBytes{"bytes received", "受信したバイト数"};
inline constexpr causes::Text kCatalogueGiven{"catalogue", "カタログ"};
inline constexpr causes::Text kCatalogue{"catalogue {0}", "カタログ {0}"};
inline constexpr causes::Text kFileList{"list of files", "ファイルの一覧"};
inline constexpr causes::Text kNewestFile{"newest file", "最も新しいファイル"};
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
inline constexpr causes::Text kOneNode{"{0}: {1} of {2} files failed", "{0}: {2} ファイル中 {1} ファイルが失敗"};
inline constexpr causes::Text kNoFiles{"{0}: no file could be asked for", "{0}: ファイルの要求に至らず"};
inline constexpr causes::Text kAtNodes{"{0} of {1} addresses: {2}", "{1} 件中 {0} 件のアドレス: {2}"};
inline constexpr causes::Text kInReports{"{0} of {1} reports: {2}", "{1} 件中 {0} 件のレポート: {2}"};
inline constexpr causes::Text kAndMore{"{0}, and {1} more", "{0}、ほか {1} 件"};
inline constexpr causes::Text kReports{"{0} reports", "レポート {0} 件"};
inline constexpr causes::Text kOneReport{"1 report", "レポート 1 件"};
inline constexpr causes::Text kNodeOfName{"{0}: 1 address", "{0}: アドレス 1 件"};
inline constexpr causes::Text kNodes{"{0}: {1} addresses", "{0}: アドレス {1} 件"};
inline constexpr causes::Text kOfVerdict{"{0} {1}", "{1} {0} 件"};
inline constexpr causes::Text kDifferences{"What differs between the addresses of {0}:", "{0} の各アドレスの相違点:"};
inline constexpr causes::Text kWhat{"what", "項目"};
inline constexpr causes::Text kValue{"value", "値"};
inline constexpr causes::Text kWhere{"where", "アドレス"};
inline constexpr causes::Text kRun{"run", "実行"};
inline constexpr causes::Text kFilesFailedShort{"failed", "失敗"};
inline constexpr causes::Text kFound{"found", "検出"};
inline constexpr causes::Text kNotFound{"not found", "検出なし"};
inline constexpr causes::Text kAnswers{"answers", "応答あり"};
inline constexpr causes::Text kMissing{"missing", "なし"};
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

// What machines differ in; {0} is what it is about.
constexpr causes::Text of(model::Aspect aspect) {
  switch (aspect) {
    case model::Aspect::Answer:
      return {"answer", "応答"};
    case model::Aspect::Verdict:
      return {"verdict", "判定"};
    case model::Aspect::Server:
      return {"server", "サーバー"};
    case model::Aspect::Finding:
    case model::Aspect::GuideStep:
      return {"{0}", "{0}"};
    case model::Aspect::FileCount:
      return {"files", "ファイル数"};
    case model::Aspect::FailedCount:
      return {"files that failed", "失敗したファイル数"};
    case model::Aspect::FileList:
      return {"list of files", "ファイルの一覧"};
    case model::Aspect::Catalogue:
      return {"{0}: SHA-256", "{0} の SHA-256"};
    case model::Aspect::CatalogueAge:
      return {"{0}: written", "{0} の更新日時"};
    case model::Aspect::NewestFile:
      break;
  }
  return {"newest file", "最も新しいファイル"};
}

}  // namespace webcid::report::labels
