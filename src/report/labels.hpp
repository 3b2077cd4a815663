// The words around a report's contents, in one place.
#pragma once

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::report::labels {

using causes::Text;

// clang-format off
inline constexpr Text kAddresses{"addresses", "アドレス"};
inline constexpr Text kSettings{"settings", "設定元"};
inline constexpr Text kUserAgent{"user agent", "User-Agent"};
inline constexpr Text kAccount{"account", "アカウント"};
inline constexpr Text kAccountGiven{"given", "指定あり"};
inline constexpr Text kAccountLoggedOn{"the one logged on", "ログオン中のユーザー"};
inline constexpr Text kProxy{"proxy", "プロキシ"};
inline constexpr Text kProxyFound{"{0} ({1})", "{0} ({1})"};
inline constexpr Text kNoProxy{"none", "なし"};
inline constexpr Text kFromEnvironment{" (from the environment)", " (環境変数による)"};
inline constexpr Text kServer{"server", "サーバー"};
inline constexpr Text kFiles{"files", "ファイル"};
inline constexpr Text kFilesLine{"{0} ({1} verified, {2} failed, {3} skipped), {4}", "{0} 件 (検証済み {1}、失敗 {2}、スキップ {3})、{4}"};
inline constexpr Text kStarted{"started", "開始"};
inline constexpr Text kRequests{"requests", "要求"};
inline constexpr Text kRequestsLine{"{0} in {1} s", "{0} 回 ({1} 秒)"};

inline constexpr Text kFile{"1 file: {0}", "1 ファイル: {0}"};
inline constexpr Text kFilesAll{"{0} files: {1}", "{0} ファイル: {1}"};
inline constexpr Text kFilesSome{"{0} files, for example {1}", "{0} ファイル、例: {1}"};
inline constexpr Text kFilesOnly{"{0} files", "{0} ファイル"};

inline constexpr Text kWhy{"why", "理由"};
inline constexpr Text kSeen{"seen", "根拠"};
inline constexpr Text kAlternative{"alternative", "別の可能性"};
inline constexpr Text kToDecide{"to decide", "判別するには"};
inline constexpr Text kParameter{"parameter", "パラメーター"};
inline constexpr Text kHowToTell{"how to tell", "見分け方"};
inline constexpr Text kGuideExpects{"guide expects", "手順書の条件"};
inline constexpr Text kGuide{"guide", "手順書"};
inline constexpr Text kEndpointShows{"endpoint shows", "エンドポイントの表示"};
inline constexpr Text kReference{"reference", "参考"};
inline constexpr Text kHelp{"help", "対処"};
inline constexpr Text kNote{"note", "注記"};
inline constexpr Text kMore{"-v shows the other ways to mend it: IIS Manager step by step, PowerShell",
                            "-v を付けると、IIS マネージャーでの手順や PowerShell など、他の対処方法も表示されます"};
inline constexpr Text kExchange{" (exchange {0})", " (通信 {0})"};

inline constexpr Text kInterrupted{"interrupted, so far ", "中断 (ここまでの結果) "};
inline constexpr Text kHealthy{"healthy: {0} files verified ({1}) in {2} s", "正常: {0} ファイルを検証 ({1}、{2} 秒)"};
inline constexpr Text kDeviates{"deviates: updates work, {0}; {1} files verified ({2}) in {3} s",
                                "相違あり: アップデートは可能、{0}。{1} ファイルを検証 ({2}、{3} 秒)"};
inline constexpr Text kBroken{"broken: {0}; {1} of {2} files failed, in {3} s",
                              "異常: {0}。{2} ファイル中 {1} ファイルが失敗 ({3} 秒)"};
inline constexpr Text kBrokenNoFiles{"broken: {0}; no file could be asked for, in {1} s",
                                     "異常: {0}。ファイルの要求に至らず ({1} 秒)"};
inline constexpr Text kUnknown{"unknown: nothing failed for certain, yet something stayed undecided; {0} of {1} files verified, in {2} s",
                               "不明: 明確な失敗はないが、判断できない点がある。{1} ファイル中 {0} ファイルを検証 ({2} 秒)"};
// Of the server's own files.
inline constexpr Text kJudgedLine{"{0} ({1} served, {2} refused)", "{0} 件 (配信される {1}、拒否される {2})"};
inline constexpr Text kLoggedRequests{"logged requests", "ログの要求"};
inline constexpr Text kLoggedLine{"{0} ({1})", "{0} 件 ({1})"};
inline constexpr Text kHealthyFiles{"healthy: nothing is refused", "正常: 拒否されるものはない"};
inline constexpr Text kDeviatesFiles{"deviates: updates work, {0}", "相違あり: アップデートは可能、{0}"};
inline constexpr Text kBrokenFiles{"broken: {0}", "異常: {0}"};
inline constexpr Text kUnknownFiles{"unknown: something stayed undecided", "不明: 判断できない点がある"};
inline constexpr Text kFilesJudged{"; {1} of {0} files are refused", "。{0} ファイル中 {1} ファイルが拒否される"};
inline constexpr Text kRequestsRead{"; {0} requests read", "。ログの要求 {0} 件を確認"};
inline constexpr Text kAccepted{"accepted: {0} steps of the guide ok, {1} not seen; {2} files verified ({3}) in {4} s",
                                "合格: 手順書の {0} 項目に適合、未確認 {1} 項目。{2} ファイルを検証 ({3}、{4} 秒)"};
inline constexpr Text kNotAccepted{"not accepted (guide: {0} broken, {1} deviating), ",
                                   "不合格 (手順書の {0} 項目が異常、{1} 項目に相違) "};
inline constexpr Text kAcceptance{"acceptance", "受け入れ検査"};
inline constexpr Text kPart{", of {0} published", "、公開 {0} ファイルのうち"};
inline constexpr Text kWithoutDigest{"; {0} without a digest to compare", "、うち {0} ファイルは比較するハッシュ値なし"};

inline constexpr Text kOneError{"1 error", "エラー 1 件"};
inline constexpr Text kErrors{"{0} errors", "エラー {0} 件"};
inline constexpr Text kOneWarning{"1 warning", "警告 1 件"};
inline constexpr Text kWarnings{"{0} warnings", "警告 {0} 件"};
inline constexpr Text kOneNote{"1 note", "注意 1 件"};
inline constexpr Text kNotes{"{0} notes", "注意 {0} 件"};
inline constexpr Text kNoFindings{"no finding", "検出なし"};
inline constexpr Text kListSeparator{", ", "、"};

inline constexpr Text kProgressFiles{"{0} files", "{0} ファイル"};
inline constexpr Text kProgressFilesOf{"{0}/{1} files", "{0}/{1} ファイル"};
inline constexpr Text kProgressFailed{"{0} failed", "失敗 {0}"};
inline constexpr Text kProgressRate{"{0}/s", "{0}/秒"};
inline constexpr Text kProgressSecondsLeft{"about {0} s left", "残り約 {0} 秒"};
inline constexpr Text kProgressMinutesLeft{"about {0} min left", "残り約 {0} 分"};
// clang-format on

constexpr Text of(model::Severity severity) {
  switch (severity) {
    case model::Severity::Error:
      return {"error", "エラー"};
    case model::Severity::Warning:
      return {"warning", "警告"};
    case model::Severity::Note:
      break;
  }
  return {"note", "注意"};
}

constexpr Text of(model::Confidence confidence) {
  switch (confidence) {
    case model::Confidence::Certain:
      return {"certain", "確実"};
    case model::Confidence::Likely:
      return {"likely", "可能性が高い"};
    case model::Confidence::Possible:
      break;
  }
  return {"possible", "可能性がある"};
}

constexpr Text of(model::GuideState state) {
  switch (state) {
    case model::GuideState::Ok:
      return {"ok", "適合"};
    case model::GuideState::Deviates:
      return {"deviates", "相違"};
    case model::GuideState::Broken:
      return {"broken", "異常"};
    case model::GuideState::NotSeen:
      break;
  }
  return {"not seen", "未確認"};
}

}  // namespace webcid::report::labels
