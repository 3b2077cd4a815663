// The table of sentences. A row: id, English, Japanese; the same places in both. Sentences of evidence say what was
// seen, sentences of "to decide" say what would tell or could not be seen; none proposes how to mend.
#include <webcid/causes/statements.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include <webcid/base/text.hpp>
#include <webcid/causes/places.hpp>

namespace webcid::causes {
namespace {

// clang-format off
constexpr auto kStatements = std::to_array<StatementText>({
    {"listed-but-refused",
     "{0} is in the listing of its folder, yet a GET gets {1}",
     "{0} はフォルダーの一覧に表示されるのに、GET すると {1} が返る"},
    {"siblings-served",
     "{0} files of other kinds in the same folders arrive",
     "同じフォルダーにある別の種類のファイル {0} 件は正常に取得できる"},
    {"switch-listing-on",
     "switching directory browsing on would show whether the files exist on the server",
     "ディレクトリの参照を有効にすれば、サーバー上にファイルが存在するかどうかを判別できる"},
    // What was seen of refusals.
    {"refused-alike",
     "all {0} requests of this kind get {1}",
     "この種類の要求 {0} 件すべてに {1} が返る"},
    {"address-refused",
     "{0} gets {1}",
     "{0} に {1} が返る"},
    {"others-arrive",
     "{0} other files arrive",
     "それ以外のファイル {0} 件は正常に取得できる"},
    {"sub-status-visible",
     "the error page itself says {0}",
     "エラー ページ自体に {0} と表示される"},
    {"made-up-refused",
     "{0} on the made-up {1} gets {2}, on the made-up {3} it gets {4}: the refusal comes before any file is looked for",
     "架空の {1} への {0} には {2} が返り、架空の {3} には {4} が返る。ファイルを探す前に拒否されている"},
    {"contrast-probe",
     "for comparison, {0} on the made-up {1} gets {2}",
     "比較のために行った架空の {1} への {0} には {2} が返る"},
    {"past-filtering",
     "{0} on {1} gets {2}: request filtering lets it pass, the refusal comes later",
     "{1} への {0} には {2} が返る。要求のフィルタリングは通過しており、その後で拒否されている"},
    {"not-listed",
     "{0} is not in the listing of its folder",
     "{0} はフォルダーの一覧に表示されない"},
    {"confirmed",
     "a second attempt on {0} of them gave the same answer",
     "そのうち {0} 件を再試行したが、結果は同じだった"},
    {"folder-above-exists",
     "{0} exists on the server, {1} does not",
     "サーバーに {0} は存在するが、{1} は存在しない"},
    {"answers-differ",
     "{0} got {1} at first, {2} at the second attempt",
     "{0} は 1 回目に {1}、2 回目に {2} が返った"},

    // What was seen of contents.
    {"wrong-digest",
     "{0}: {1} bytes arrived, as many as the catalogue says, with another digest",
     "{0}: サイズはカタログと同じ {1} バイトだが、ハッシュが異なる"},
    {"wrong-size",
     "{0}: {1} bytes arrived, the catalogue says {2}",
     "{0}: {1} バイトを受信したが、カタログでは {2} バイト"},
    {"cut-short",
     "{0}: the transfer ended after {1} bytes, the catalogue says {2}",
     "{0}: {1} バイトで転送が途切れた (カタログでは {2} バイト)"},
    {"page-instead",
     "{0}: an HTML page came instead of the file",
     "{0}: ファイルの代わりに HTML ページが返った"},
    {"encoded",
     "{0} came with Content-Encoding {1}, although none was asked for",
     "{0}: 要求していない Content-Encoding ({1}) 付きで返った"},
    {"from-cache",
     "{0} came out of a cache on the way (Age or X-Cache header)",
     "{0}: 途中のキャッシュから返された (Age または X-Cache ヘッダーあり)"},
    {"outcomes-differ",
     "{0} was {1} at first, {2} at the second attempt",
     "{0} は 1 回目が {1}、2 回目が {2} だった"},
    {"outcome-alike",
     "{0} was {1}, as were files that arrived well at a second attempt",
     "{0} は {1} だった (同じ結果の他のファイルは再試行で正常に取得できた)"},
    {"made-up-served",
     "the made-up name {0} gets {1}",
     "架空の名前 {0} に {1} が返る"},

    // What was seen of the share as a whole.
    {"transport-error",
     "{0}: {1} ({2})",
     "{0}: {1} ({2})"},
    {"only-challenges",
     "all {0} answers are 401 and ask for {1}",
     "{0} 件の応答がすべて 401 で、{1} 認証を要求している"},
    {"parse-problem",
     "{0}: {1}: {2}",
     "{0}: {1}: {2}"},
    {"catalogues-refused",
     "none of the {0} usual catalogue names is served",
     "通常のカタログ名 {0} 種類がいずれも取得できない"},
    {"would-be-filtered",
     "beside that, request filtering would refuse names such as {0} ({1} on this made-up one gets 404)",
     "このほか、要求のフィルタリングにより {0} のような名前は拒否される (この架空の名前への {1} に 404 が返る)"},
    {"listing-empty",
     "the listing shows no file",
     "一覧にファイルが 1 つも表示されない"},
    {"folder-refused",
     "the folder itself gets {0}",
     "フォルダー自体には {0} が返る"},
    {"files-arrive",
     "{0} files below it arrive",
     "その下のファイル {0} 件は正常に取得できる"},
    {"local-error",
     "{0}",
     "{0}"},
    {"address-empty",
     "the address \"{0}\" is empty",
     "アドレス「{0}」が空になっている"},
    {"address-scheme",
     "{0} was not contacted: the endpoint speaks http:// only",
     "{0} には接続していない (エンドポイントが使うのは http:// のみ)"},
    {"address-share",
     "{0} is the address of a file share",
     "{0} はファイル共有のアドレス"},
    {"address-no-url",
     "{0} is no plain http:// URL",
     "{0} は通常の http:// の URL ではない"},
    {"address-credentials",
     "{0} holds a user name or password; accounts are given by --user",
     "{0} にユーザー名またはパスワードが含まれている。アカウントは --user で指定する"},

    // What would tell, what could not be seen.
    {"ask-iis-log",
     "the sub-status in the IIS log (sc-substatus), or errorMode=\"Detailed\" for a moment, would tell",
     "IIS のログのサブステータス (sc-substatus)、または一時的な errorMode=\"Detailed\" の設定で判別できる"},
    {"ask-server-log",
     "the server's own log would tell",
     "サーバー側のログで判別できる"},
    {"give-catalogue",
     "a catalogue given by --catalogue would tell",
     "--catalogue でカタログを指定すれば判別できる"},
    {"run-again",
     "running again while nobody publishes would tell",
     "配信内容の更新中でないときに再実行すれば判別できる"},
    {"unseen-extensionless",
     "could not be seen behind this: whether files without an extension are served",
     "この問題に隠れて確認できなかったこと: 拡張子のないファイルが配信されるかどうか"},
    {"unseen-behind",
     "could not be seen behind this: whether files of type {0} are served",
     "この問題に隠れて確認できなかったこと: {0} の種類のファイルが配信されるかどうか"},

    // Notes beside the findings.
    {"not-iis",
     "the server ({0}) was not recognised as IIS: IIS causes and remedies do not apply",
     "サーバー ({0}) は IIS と認識されなかったため、IIS の原因と対処方法は対象外"},
    {"no-digests",
     "{0} files could be checked by size only: no catalogue has digests for them",
     "{0} 件はカタログにハッシュがないため、サイズだけを確認した"},
    {"nothing-to-go-by",
     "no catalogue and no cidsync.upd: only what the listing shows was checked, not whether it is the right folder",
     "カタログも cidsync.upd もないため、一覧にあるファイルだけを確認した。正しいフォルダーかどうかは確認していない"},
    {"catalogue-disagrees",
     "{0}: {1} and {2} disagree ({3})",
     "{0}: {1} と {2} の内容が食い違っている ({3})"},
    {"never-published",
     "{0} is listed, but IIS never serves it: skipped",
     "{0} はカタログにあるが IIS が配信することはないため、対象外とした"},
    {"path-refused",
     "{0}: {1}: skipped",
     "{0}: {1}: 対象外とした"},
    {"catalogue-signed",
     "the catalogue is signed; the signature was not checked",
     "カタログには署名があるが、署名は検証していない"},
    {"catalogue-used",
     "entries come from {0}",
     "カタログとして {0} を使用した"},
    {"sentinel-bad",
     "{0} is there, but empty or an HTML page",
     "{0} は存在するが、空か HTML ページになっている"},
    {"limit-reached",
     "stopped at a limit of this run ({0}): not everything was checked",
     "この実行の上限 ({0}) に達したため、すべては確認していない"},
    {"stopped-unanswered",
     "stopped after {0} requests in a row without an answer: not everything was asked for",
     "{0} 回続けて応答がなかったため中断した。すべては確認していない"},
    {"stopped-refused",
     "stopped at a {0} that followed successes: the server limits requests, or refuses them from now on",
     "正常な応答の後に {0} が返ったため中断した。サーバーが要求を制限しているか、以後の要求を拒否している"},
    {"account-rejected",
     "the account was refused once; nothing carried it again",
     "アカウントが 1 回拒否されたため、以後は送信していない"},

    // What is going on, for people who wait.
    {"activity-catalogue",
     "reading the catalogue {0}",
     "カタログ {0} を読み込み中"},
    {"activity-listing",
     "is {0} listed?",
     "{0} は一覧にあるか"},
    {"activity-fetching",
     "{0}",
     "{0}"},
    {"activity-made-up-name",
     "does a made-up name get an answer?",
     "架空の名前に応答するか"},
    {"activity-address-exists",
     "is the address there at all?",
     "アドレス自体が存在するか"},
    {"activity-site-root",
     "does the site answer?",
     "サイトは応答するか"},
    {"activity-verb",
     "does {0} tell filtered requests apart?",
     "{0} で要求のフィルタリングを見分けられるか"},
    {"activity-filter",
     "{0}: is it \"{1}\"?",
     "{0}: 「{1}」が原因か"},
    {"activity-past-filter",
     "is {0} refused by request filtering?",
     "{0} は要求のフィルタリングで拒否されたか"},
    {"activity-tree",
     "is the folder {0} there?",
     "フォルダー {0} は存在するか"},
    {"activity-confirm",
     "once more: {0}",
     "再試行: {0}"},
});
// clang-format on

}  // namespace

std::span<const StatementText> all_statements() {
  return kStatements;
}

const StatementText* find_statement(std::string_view id) {
  const auto* const found =
      std::find_if(kStatements.begin(), kStatements.end(), [id](const StatementText& row) { return row.id == id; });
  return found == kStatements.end() ? nullptr : found;
}

bool is_known(const model::Statement& statement) {
  const StatementText* const row = find_statement(statement.id);
  return row != nullptr && count_places(row->english) == statement.arguments.size();
}

std::string sentence(const model::Statement& statement, Language language) {
  std::vector<std::string> arguments;
  arguments.reserve(statement.arguments.size());
  for (const std::string& argument : statement.arguments) arguments.push_back(base::printable(argument));

  if (is_known(statement)) {
    const StatementText* const row = find_statement(statement.id);
    return fill(language == Language::Japanese ? row->japanese : row->english, arguments);
  }
  std::string raw = base::printable(statement.id) + "(";
  for (std::size_t i = 0; i < arguments.size(); ++i) raw += (i == 0 ? "" : ", ") + arguments[i];
  return raw + ")";
}

}  // namespace webcid::causes
