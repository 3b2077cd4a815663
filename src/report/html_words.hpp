// The words that only the HTML form has.
#pragma once

#include <webcid/causes/language.hpp>
#include <webcid/model/chronicle.hpp>
#include <webcid/model/report.hpp>

#include "html_parts.hpp"

namespace webcid::report::html::words {

using causes::Text;

// clang-format off
inline constexpr Text kVerifiedFigure{"verified", "検証済み"};
inline constexpr Text kFailedFigure{"failed", "失敗"};
inline constexpr Text kSkippedFigure{"not reached", "未確認"};
inline constexpr Text kReceivedFigure{"received", "受信量"};
inline constexpr Text kReadFigure{"read", "読み取り量"};
inline constexpr Text kServedFigure{"served", "配信される"};
inline constexpr Text kRefusedFigure{"refused", "拒否される"};
inline constexpr Text kLogsFigure{"of logs", "ログ"};
inline constexpr Text kRequestsFigure{"requests", "要求"};
inline constexpr Text kSecondsFigure{"seconds", "秒"};
inline constexpr Text kFilesFigure{"files", "ファイル"};
inline constexpr Text kNothingFound{"Nothing was found that would keep an endpoint from updating.",
                                    "アップデートの妨げになるものは検出されませんでした。"};
inline constexpr Text kMoreFindings{"{0} more findings are left out here; the JSON report has all of them.",
                                    "このほか {0} 件の検出結果は省略しました。JSON の報告にはすべて含まれます。"};
inline constexpr Text kAffected{"{0} files affected", "影響を受けるファイル: {0} 件"};
inline constexpr Text kAffectedOne{"1 file affected", "影響を受けるファイル: 1 件"};
inline constexpr Text kForExample{"for example", "例"};
inline constexpr Text kProof{"What was seen", "根拠"};
inline constexpr Text kAlternatives{"What looks the same from outside", "外からは区別できない別の可能性"};
inline constexpr Text kDecides{"What would tell", "判別するには"};
inline constexpr Text kRemedy{"What mends it", "対処方法"};
inline constexpr Text kSteps{"Steps", "操作手順"};
inline constexpr Text kCopy{"Copy", "コピー"};
inline constexpr Text kExchangeLink{"exchange {0}", "通信 {0}"};
inline constexpr Text kGuideLead{"{0} as the guide asks, {1} not, {2} not seen in this run",
                                 "手順書どおり {0} 件、相違・異常 {1} 件、この検査では未確認 {2} 件"};
inline constexpr Text kAccepted{"Accepted", "合格"};
inline constexpr Text kNotAccepted{"Not accepted", "不合格"};
inline constexpr Text kInstallSource{"initial install source", "新規インストール元"};
inline constexpr Text kNotes{"Notes", "注記"};
inline constexpr Text kMoreNotes{"{0} more notes are left out here; the JSON report has all of them.",
                                 "このほか {0} 件の注記は省略しました。JSON の報告にはすべて含まれます。"};
inline constexpr Text kFinished{"finished", "終了"};
inline constexpr Text kUrl{"address", "アドレス"};
inline constexpr Text kCatalogueGiven{"catalogue", "カタログ"};
inline constexpr Text kCatalogueGivenValue{"given, not the server's own", "指定されたもの (サーバーのものではない)"};

inline constexpr Text kFolderCell{"{0}: {1} files, {2} of them failed, {3}", "{0}: {1} ファイル、うち失敗 {2}、{3}"};
inline constexpr Text kFolderCellFine{"{0}: {1} files, all verified, {2}", "{0}: {1} ファイル、すべて検証済み、{2}"};
inline constexpr Text kFileCell{"{0}: {1}, {2}", "{0}: {1}、{2}"};
inline constexpr Text kRestFine{"{0}: {1} more files, verified, {2}", "{0}: ほか {1} ファイル、検証済み、{2}"};
inline constexpr Text kRestFailed{"{0}: {1} more files, {2} of them failed, {3}", "{0}: ほか {1} ファイル、うち失敗 {2}、{3}"};
inline constexpr Text kRootName{"the share", "共有全体"};
inline constexpr Text kTreeLeftOut{"Of {0} files in {1} folders, those too small to be seen are drawn together.",
                                   "{1} フォルダー {0} ファイルのうち、小さすぎるものはまとめて描いています。"};

inline constexpr Text kExchangesAll{"All {0} exchanges, in the order in which they ended.", "全 {0} 回の通信を、終わった順に示します。"};
inline constexpr Text kExchangesSome{"{0} of {1} exchanges: what failed, what was asked beyond the files, the first and the slowest. {2} are left out.",
                                     "全 {1} 回のうち {0} 回の通信: 失敗したもの、ファイル以外の要求、最初のもの、最も遅いもの。{2} 回は省略しました。"};
inline constexpr Text kShowAll{"everything kept", "すべて"};
inline constexpr Text kShowBad{"what failed", "失敗したもの"};
inline constexpr Text kShowQuestions{"what was asked beyond the files", "ファイル以外の要求"};
inline constexpr Text kFilesAllLead{"All {0} files.", "全 {0} ファイルです。"};
inline constexpr Text kFilesSomeLead{"{0} of {1} files: those that failed, then the largest. {2} are left out.",
                                     "{1} ファイルのうち {0} ファイル: 失敗したもの、次いでサイズの大きいもの。{2} ファイルは省略しました。"};
inline constexpr Text kAnyOutcome{"any", "すべて"};
inline constexpr Text kAnyFailure{"any but verified", "検証済み以外"};
inline constexpr Text kWasThere{"was there", "既存"};
inline constexpr Text kAttempt{"attempt {0}", "{0} 回目"};
inline constexpr Text kChallenge{"challenge", "認証要求"};
// clang-format on

constexpr Text of(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::Healthy:
      return {"Healthy", "正常"};
    case model::Verdict::Deviates:
      return {"Works, but deviates from the guide", "動作するが手順書と相違あり"};
    case model::Verdict::Broken:
      return {"Broken", "異常"};
    case model::Verdict::Unknown:
      break;
  }
  return {"Undecided", "不明"};
}

constexpr Text verdict_of(const model::Report& report) {
  if (!report.target.is_acceptance || report.verdict == model::Verdict::Unknown) return of(report.verdict);
  return report.verdict == model::Verdict::Healthy ? kAccepted : kNotAccepted;
}

constexpr Text of(model::Outcome outcome) {
  switch (outcome) {
    case model::Outcome::Verified:
      return {"verified", "検証済み"};
    case model::Outcome::WrongSize:
      return {"wrong size", "サイズ不一致"};
    case model::Outcome::WrongHash:
      return {"wrong digest", "ハッシュ不一致"};
    case model::Outcome::Truncated:
      return {"cut short", "途中で切断"};
    case model::Outcome::Refused:
      return {"refused", "拒否"};
    case model::Outcome::Failed:
      return {"no answer", "応答なし"};
    case model::Outcome::Skipped:
      break;
  }
  return {"skipped", "スキップ"};
}

constexpr Text of(Family family) {
  switch (family) {
    case Family::Fine:
      return {"verified", "検証済み"};
    case Family::Refused:
      return {"refused by the server", "サーバーが拒否"};
    case Family::Wrong:
      return {"arrived, but wrong", "届いたが内容に誤り"};
    case Family::Unanswered:
      return {"no answer", "応答なし"};
    case Family::Skipped:
      break;
  }
  return {"skipped", "スキップ"};
}

constexpr Text of(model::Purpose purpose) {
  switch (purpose) {
    case model::Purpose::Folder:
      return {"folder", "フォルダー"};
    case model::Purpose::Catalogue:
      return {"catalogue", "カタログ"};
    case model::Purpose::File:
      return {"file", "ファイル"};
    case model::Purpose::Confirm:
      return {"once more", "再確認"};
    case model::Purpose::Probe:
      break;
  }
  return {"probe", "調査"};
}

constexpr Text of(model::Manner manner) {
  switch (manner) {
    case model::Manner::NoCache:
      return {"no-cache", "no-cache"};
    case model::Manner::OtherAgent:
      return {"other User-Agent", "別の User-Agent"};
    case model::Manner::Tls:
      return {"over TLS", "TLS 経由"};
    case model::Manner::Direct:
      return {"past the proxy", "プロキシなし"};
    case model::Manner::OtherAddress:
      return {"at another address", "別のアドレス"};
    case model::Manner::Part:
      return {"a range", "一部分"};
    case model::Manner::Usual:
      break;
  }
  return {"", ""};
}

constexpr Text of(model::TransportError error) {
  using model::TransportError;
  switch (error) {
    case TransportError::None:
      return {"", ""};
    case TransportError::NameUnresolved:
      return {"name unknown", "名前を解決できない"};
    case TransportError::Refused:
      return {"connection refused", "接続拒否"};
    case TransportError::Unreachable:
      return {"unreachable", "到達不可"};
    case TransportError::ConnectTimeout:
      return {"no connection in time", "接続タイムアウト"};
    case TransportError::Stalled:
      return {"stalled", "応答が途絶えた"};
    case TransportError::Reset:
      return {"connection reset", "接続リセット"};
    case TransportError::EmptyReply:
      return {"closed without an answer", "応答なしで切断"};
    case TransportError::NotHttp:
      return {"no HTTP", "HTTP ではない"};
    case TransportError::CutShort:
      return {"cut short", "途中で切断"};
    case TransportError::BadEncoding:
      return {"broken coding", "転送符号化の誤り"};
    case TransportError::HeadersTooLarge:
      return {"header too large", "ヘッダーが大きすぎる"};
    case TransportError::BodyTooLarge:
      return {"body too large", "本文が大きすぎる"};
    case TransportError::ProxyUnresolved:
      return {"proxy's name unknown", "プロキシ名を解決できない"};
    case TransportError::ProxyUnreachable:
      return {"proxy unreachable", "プロキシに到達不可"};
    case TransportError::Cancelled:
      return {"broken off", "中断"};
    case TransportError::LocalWrite:
      return {"not stored on this machine", "この端末に保存できない"};
    case TransportError::Other:
      break;
  }
  return {"transport error", "通信エラー"};
}

}  // namespace webcid::report::html::words
