// What was seen to change while a run went on.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kChanges = std::to_array<StatementText>({
    {"catalogue-changed",
     "the catalogue {0} is another one at the end of the run than at its beginning",
     "カタログ {0} の内容が、実行の開始時と終了時で異なる"},
    {"fits-new-catalogue",
     "{0} files that did not fit the old catalogue are explained by the new one",
     "元のカタログと一致しなかったファイルのうち {0} 件は、新しいカタログで説明できる"},
    {"served-then-refused",
     "{0} arrived at first, and gets {1} when it is asked for once more",
     "{0} は 1 回目は取得できたが、再度要求すると {1} が返る"},
    {"not-confirmed",
     "{0} other files failed otherwise; the limit kept them from being tried a second time, so nothing is said of them",
     "他の {0} 個のファイルは別の理由で失敗したが、制限のため再試行できず、原因は判定していない"},
    {"bytes-differ",
     "{0} was wrong twice, each time with other bytes",
     "{0} は 2 回とも正しくなく、内容も毎回異なる"},
    {"other-case-served",
     "{0} is refused, while {1} gets {2}",
     "{0} は取得できないが、{1} には {2} が返る"},
    {"activity-limit",
     "does {0} still arrive?",
     "{0} はまだ取得できるか"},
    {"activity-catalogue-again",
     "is the catalogue {0} still the same?",
     "カタログ {0} は変わっていないか"},
    {"activity-other-case",
     "is {0} there as {1}?",
     "{0} は {1} という名前で存在するか"},
});
// clang-format on

}  // namespace webcid::causes::statements
