// What was seen of several addresses of one name.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kNodes = std::to_array<StatementText>({
    {"other-address-answers",
     "{0}, another address of the same name, answers",
     "同じ名前の別のアドレス {0} は応答する"},
    {"node-other-answer",
     "{0}: {1} gives {2}, {3} gives {4}",
     "{0}: {1} では {2}、{3} では {4}"},
    {"node-other-bytes",
     "{0}: {1} and {2} give different contents",
     "{0}: {1} と {2} で内容が異なる"},
    {"ask-one-node",
     "checking one address at a time (--resolve HOST:ADDRESS, here {0}) would tell what is wrong with each",
     "アドレスを 1 つずつ指定して (--resolve ホスト名:アドレス、今回は {0}) 確認すれば、それぞれの問題を判別できる"},
    {"activity-node",
     "does {0} answer alike?",
     "{0} も同じ応答を返すか"},
});
// clang-format on

}  // namespace webcid::causes::statements
