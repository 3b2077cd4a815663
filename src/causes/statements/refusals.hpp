// What was seen of refused requests.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kRefusals = std::to_array<StatementText>({
    {"listed-but-refused",
     "{0} is in the listing of its folder, yet a GET gets {1}",
     "{0} はフォルダーの一覧に表示されるのに、GET すると {1} が返る"},
    {"siblings-served",
     "{0} files of other kinds in the same folders arrive",
     "同じフォルダーにある別の種類のファイル {0} 件は正常に取得できる"},
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
    {"sub-status-of-server",
     "the server's own {1} says {0}",
     "サーバーの {1} によると {0}"},
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
    {"reference-has",
     "the reference {0} has {1}",
     "--reference で指定した {0} には {1} がある"},
    {"reference-has-not",
     "the reference {0} does not have {1} either",
     "--reference で指定した {0} にも {1} はない"},
    {"confirmed",
     "a second attempt on {0} of them gave the same answer",
     "そのうち {0} 件を再試行したが、結果は同じだった"},
    {"folder-above-exists",
     "{0} exists on the server, {1} does not",
     "サーバーに {0} は存在するが、{1} は存在しない"},
    {"answers-differ",
     "{0} got {1} at first, {2} at the second attempt",
     "{0} は 1 回目に {1}、2 回目に {2} が返った"},
});
// clang-format on

}  // namespace webcid::causes::statements
