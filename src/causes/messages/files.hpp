// Of base, store and update: what cannot be done with a file or a folder of this machine.
#pragma once

#include <array>

#include <webcid/causes/messages.hpp>

namespace webcid::causes::messages {

// clang-format off
inline constexpr auto kFiles = std::to_array<Message>({
    // What is said of an entry of a catalogue, before the next one, which would fit as well.
    {"cannot list \"{0}\": {1}", "\"{0}\" を一覧に書けない: {1}", "1"},
    {"cannot create {0}: {1}", "{0} を作成できない: {1}", "1"},
    {"cannot list {0}: {1}", "{0} を一覧できない: {1}", "1"},
    {"cannot lock {0}: {1}", "{0} をロックできない: {1}", "1"},
    {"cannot read {0}: {1}", "{0} を読み取れない: {1}", "1"},
    {"cannot remove {0}: {1}", "{0} を削除できない: {1}", "1"},
    {"cannot replace {0}: {1}", "{0} を置き換えられない: {1}", "1"},
    {"cannot update {0}: {1}", "{0} を更新できない: {1}", "1"},
    {"cannot write {0}: {1}", "{0} に書き込めない: {1}", "1"},

    {"it is there already and was not made by webcid", "既に存在し、webcid が作成したものではない"},
    {"it is a folder", "フォルダーである"},
    {"it is a mount point", "マウント ポイントである"},
    {"no folder is beside it", "隣に置けるフォルダーがない"},
    {"is no folder", "フォルダーではない"},
    {"is a symbolic link", "シンボリック リンクである"},
    {"is no regular file", "通常のファイルではない"},
    {"it is no regular file", "通常のファイルではない"},
    {"no such file", "ファイルがない"},
    {"changed while it was read", "読み取り中に変更された"},
    {"another process is updating it", "別のプロセスが更新中"},
    {"process {0} has been updating it since {1}", "プロセス {0} が {1} から更新中"},
    {"another program has the file open", "別のプログラムがこのファイルを開いている"},
    {"Windows allows no colon in a name", "Windows では名前にコロンを使えない"},
    {"Windows allows none of < > \" | ? * in a name", "Windows では名前に < > \" | ? * を使えない"},
    {"Windows allows only Unicode in a name", "Windows では名前に Unicode の文字しか使えない"},
    {"Windows allows no dot or blank at the end of a name", "Windows では名前の末尾にドットや空白を使えない"},

    // base::RelativePath
    {"path \"{0}\" {1}", "パス \"{0}\": {1}", "1"},
    {"is empty", "空"},
    {"is longer than 4096 bytes", "4096 バイトを超えている"},
    {"is absolute", "絶対パスである"},
    {"names a drive", "ドライブ名が含まれる"},
    {"has more than 255 segments", "階層が 255 を超えている"},
    {"has an empty segment", "空の階層が含まれる"},
    {"has a \".\" or \"..\" segment", "「.」または「..」の階層が含まれる"},
    {"has a segment of more than 255 bytes", "255 バイトを超える階層が含まれる"},
    {"has a control character", "制御文字が含まれる"},
    {"has a backslash", "円記号 (\\) が含まれる"},
    {"is a device name on Windows", "Windows のデバイス名である"},

    // store::MirrorState; "line 3, column 4" is of kReaders
    {"is too long", "長すぎる"},
    {"is missing: the file is cut short", "ない (ファイルが途中で切れている)"},
    {"ends a list that has one path twice", "ここで終わる一覧に同じパスが 2 つある"},
    {"is not \"{0}\"", "\"{0}\" ではない"},
    {"follows the end", "終わりの後にある"},
    {"has the wrong count", "件数が異なる"},
    {"is one entry too many", "エントリが多すぎる"},
    {"has a bad number", "数値が不正"},
    {"makes the list too large", "一覧が大きくなりすぎる"},
    {"has a bad path", "パスが不正"},
    {"has a bad entity tag", "エンティティ タグが不正"},
    {"has a bad digest", "ハッシュが不正"},
});
// clang-format on

}  // namespace webcid::causes::messages
