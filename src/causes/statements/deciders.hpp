// What would tell causes apart, and what could not be seen.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kDeciders = std::to_array<StatementText>({
    {"switch-listing-on",
     "switching directory browsing on would show whether the files exist on the server",
     "ディレクトリの参照を有効にすれば、サーバー上にファイルが存在するかどうかを判別できる"},
    {"ask-iis-log",
     "the sub-status in the IIS log (sc-substatus), or errorMode=\"Detailed\" for a moment, would tell",
     "IIS のログのサブステータス (sc-substatus)、または一時的な errorMode=\"Detailed\" の設定で判別できる"},
    {"ask-other-client",
     "the same address asked from a machine with another IP address would tell",
     "別の IP アドレスの端末から同じアドレスにアクセスすれば判別できる"},
    {"unseen-share",
     "could not be seen behind this: whether the files are there, and whether IIS would serve them all",
     "この問題に隠れて確認できなかったこと: ファイルが存在するか、すべてのファイルが配信されるか"},
    {"unseen-limited",
     "could not be seen behind this: what was not asked for any more, and what else was refused meanwhile",
     "この問題に隠れて確認できなかったこと: 以後取得しなかったファイルの状態と、その間に起きた他の拒否"},
    {"unseen-answered",
     "could not be seen behind this: which files are missing or refused",
     "この問題に隠れて確認できなかったこと: どのファイルが存在しない、または拒否されているか"},
    {"unseen-below",
     "could not be seen behind this: what else may be wrong below {0}",
     "この問題に隠れて確認できなかったこと: {0} 以下に他の問題があるかどうか"},
    {"ask-server-log",
     "the server's own log would tell",
     "サーバー側のログで判別できる"},
    {"give-catalogue",
     "a catalogue given by --catalogue, or the published folder given by --reference, would tell",
     "--catalogue でカタログを、または --reference で配信フォルダーを指定すれば判別できる"},
    {"give-reference",
     "the published folder given by --reference would tell",
     "--reference で配信フォルダーを指定すれば判別できる"},
    {"give-folder",
     "the published folder itself, given by --reference, would tell",
     "--reference で配信フォルダー自体を指定すれば判別できる"},
    {"run-again",
     "running again while nobody publishes would tell",
     "配信内容の更新中でないときに再実行すれば判別できる"},
    {"unseen-extensionless",
     "could not be seen behind this: whether files without an extension are served",
     "この問題に隠れて確認できなかったこと: 拡張子のないファイルが配信されるかどうか"},
    {"unseen-behind",
     "could not be seen behind this: whether files of type {0} are served",
     "この問題に隠れて確認できなかったこと: {0} の種類のファイルが配信されるかどうか"},
});
// clang-format on

}  // namespace webcid::causes::statements
