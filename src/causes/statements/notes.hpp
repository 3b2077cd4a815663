// What a reader should know beside the findings.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kNotes = std::to_array<StatementText>({
    {"not-iis",
     "the server ({0}) was not recognised as IIS: IIS causes and remedies do not apply",
     "サーバー ({0}) は IIS と認識されなかったため、IIS の原因と対処方法は対象外"},
    {"no-digests",
     "{0} files could be checked by size only: no catalogue has digests for them",
     "{0} 件はカタログにハッシュがないため、サイズだけを確認した"},
    {"already-there",
     "already there and right: {0} (read to tell: {1}); to be fetched: {2}",
     "既に存在し正しいファイル: {0} (確認のため読み取り: {1})。取得対象: {2}"},
    {"state-unreadable",
     "the notes of the last update are of no use, so every file was read instead: {0}",
     "前回の更新の記録を利用できないため、すべてのファイルを読み取って確認しました: {0}"},
    {"removed",
     "not in the catalogue, and removed: {0} files, {1} folders",
     "カタログにないため削除した: {0} ファイル、{1} フォルダー"},
    {"primary-failed",
     "the files come from the secondary address; {0}: {1}",
     "ファイルはセカンダリのアドレスから取得した。{0}: {1}"},
    {"secondary-failed",
     "the secondary address could not help; {0}: {1}",
     "セカンダリのアドレスからも取得できなかった。{0}: {1}"},
    {"part-checked",
     "only {0} of {1} published files were checked: a damaged file among the others goes unseen",
     "公開されている {1} 件のうち {0} 件だけを確認した。残りのファイルに個別の破損があっても検出されない"},
    {"mended",
     "no longer found: {0}",
     "前回検出された {0} は、今回は検出されなかった"},
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
    {"evidence-shortened",
     "{0} answers were too long for the evidence and judged by their beginning: what only their rest shows is missing",
     "証拠ファイルに収まらない {0} 件の応答は先頭部分だけで判定した。残りの部分にだけ現れる原因は検出されない"},
    {"account-rejected",
     "the account was refused once; nothing carried it again",
     "アカウントが 1 回拒否されたため、以後は送信していない"},
});
// clang-format on

}  // namespace webcid::causes::statements
