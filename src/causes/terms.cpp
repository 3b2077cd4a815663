#include <webcid/causes/messages.hpp>
#include <webcid/causes/terms.hpp>

#include <algorithm>
#include <array>

#include "terms.hpp"

namespace webcid::causes {
namespace {

// clang-format off
constexpr auto kTerms = std::to_array<Text>({
    // diagnose::PageFamily; what ends in " page" and is not here keeps the name of its product
    {"no page", "ページなし"},
    {"IIS custom page", "IIS のカスタム エラー ページ"},
    {"IIS detailed page", "IIS の詳細なエラー ページ"},
    {"IIS one-line page", "IIS の 1 行のエラー"},
    {"IIS redirect page", "IIS のリダイレクト ページ"},
    {"IIS listing", "IIS のディレクトリの一覧"},
    {"another HTTP.sys service", "HTTP.sys を使用する別のサービス"},
    {"gateway page", "ゲートウェイのページ"},
    {"sign-in page", "サインイン ページ"},
    {"other page", "その他のページ"},
    // model::TransportError, but "refused" and "other"
    {"name-unresolved", "名前を解決できない"},
    {"unreachable", "到達できない"},
    {"connect-timeout", "接続のタイムアウト"},
    {"stalled", "応答が途中で停止"},
    {"reset", "接続のリセット"},
    {"empty-reply", "応答が空"},
    {"not-http", "HTTP ではない応答"},
    {"cut-short", "途中で切断"},
    {"bad-encoding", "不正なエンコード"},
    {"headers-too-large", "ヘッダーが大きすぎる"},
    {"body-too-large", "本文が大きすぎる"},
    {"proxy-unresolved", "プロキシの名前を解決できない"},
    {"proxy-unreachable", "プロキシに到達できない"},
    {"cancelled", "中止"},
    {"local-write", "このコンピューターに書き込めない"},
    // model::Outcome
    {"verified", "検証済み"},
    {"wrong-size", "サイズの相違"},
    {"wrong-hash", "ハッシュ値の相違"},
    {"truncated", "途中までしか取得できない"},
    {"failed", "失敗"},
    {"skipped", "スキップ"},
    // accounts and states of a server, of audit
    {"an account", "アカウント (--show-accounts で表示)"},
    {"the application pool's identity", "アプリケーション プールの ID"},
    {"whoever asks", "要求したユーザー"},
    {"started", "開始"},
    {"stopped", "停止"},
    {"dropped", "接続の切断"},
    // what became of a PAC file
    {"cannot be fetched", "取得できない"},
    {"no usable script", "使用できるスクリプトではない"},
    {"its server wants an account", "取得にアカウントが必要"},
    {"no answer in time", "時間内に応答がない"},
    // of both
    {"refused", "拒否"},
    {"other", "その他"},
    {"none", "なし"},
});

struct Place {
  std::string_view statement;
  std::size_t place;
};
constexpr auto kPlaces = std::to_array<Place>({
    {"transport-error", 1},
    {"node-silent", 0},
    {"outcomes-differ", 1},
    {"outcomes-differ", 2},
    {"outcome-alike", 1},
    {"node-other-answer", 2},
    {"node-other-answer", 4},
    {"answers-differ", 1},
    {"answers-differ", 2},
    {"refused-alike", 1},
    {"all-before-site", 1},
    {"listed-but-refused", 1},
    {"address-refused", 1},
    {"part-refused", 1},
    {"folder-refused", 0},
    {"configured-answer", 1},
    {"configuration-would-answer", 1},
    {"logged", 1},
    {"logged-clients", 0},
    {"configured-for-all", 0},
    {"audited-site", 1},
    {"audited-accounts", 0},
    {"audited-accounts", 1},
    {"audited-accounts", 2},
    {"script-unusable", 1},
    {"detected-script-unusable", 0},
});

// Where an argument is a message that somebody's base::Error had.
constexpr auto kMessagePlaces = std::to_array<Place>({
    {"transport-error", 2},
    {"node-silent", 1},
    {"parse-problem", 1},
    {"local-error", 0},
    {"share-unreadable", 1},
    {"share-unlisted", 0},
    {"path-refused", 1},
    {"state-unreadable", 0},
    {"catalogue-disagrees", 3},
});
// clang-format on

std::string word_in_japanese(std::string_view word) {
  const auto* const row =
      std::find_if(kTerms.begin(), kTerms.end(), [word](const Text& one) { return one.english == word; });
  if (row != kTerms.end()) return std::string(row->japanese);
  constexpr std::string_view kPage = " page";
  if (!word.ends_with(kPage)) return std::string(word);
  return std::string(word.substr(0, word.size() - kPage.size())) + " のページ";
}

}  // namespace

std::string argument_in(const model::Statement& statement, std::size_t place, Language language) {
  const auto is_it = [&](const Place& row) { return row.statement == statement.id && row.place == place; };
  const std::string& argument = statement.arguments[place];
  if (std::any_of(kPlaces.begin(), kPlaces.end(), is_it)) return term_in(argument, language);
  if (std::any_of(kMessagePlaces.begin(), kMessagePlaces.end(), is_it)) return message_in(argument, language);
  return argument;
}

std::string term_in(std::string_view term, Language language) {
  if (language == Language::English) return std::string(term);
  const auto open = term.find(" (");
  if (open == std::string_view::npos || !term.ends_with(')')) return word_in_japanese(term);
  // "400 (HTTP.sys page: Hostname)": the reason is a word of HTTPERR's log.
  const std::string_view inside = term.substr(open + 2, term.size() - open - 3);
  const auto colon = std::min(inside.find(": "), inside.size());
  return std::string(term.substr(0, open + 2)) + word_in_japanese(inside.substr(0, colon)) +
         std::string(inside.substr(colon)) + ")";
}

}  // namespace webcid::causes
