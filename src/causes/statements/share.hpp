// What was seen of the share as a whole, of the way to it, and of the address.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kShare = std::to_array<StatementText>({
    {"transport-error",
     "{0}: {1} ({2})",
     "{0}: {1} ({2})"},
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
});
// clang-format on

}  // namespace webcid::causes::statements
