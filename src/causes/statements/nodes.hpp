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
    // Of several machines that were checked each by itself.
    {"node-finding",
     "{0}: found at {1}, not at {2}",
     "{0}: {1} で検出、{2} では検出なし"},
    {"node-other-contents",
     "{0}: {1} has other contents than {2}",
     "{0}: {1} と {2} で内容が異なる"},
    {"node-other-list",
     "{0} publishes another list of files than {1}",
     "{0} と {1} で配信ファイルの一覧が異なる"},
    {"node-older",
     "{0}: {1} is behind, with one of {2}; {3} has one of {4}",
     "{0}: {1} は古い ({2} の版)。{3} は {4} の版"},
    {"node-silent",
     "this address does not answer: {0} ({1})",
     "このアドレスは応答しない: {0} ({1})"},
    {"node-no-route",
     "{0} was not reached: this machine has no route to {1} addresses",
     "{0} には接続していない: このコンピューターには {1} の経路がない"},
    {"ask-one-node",
     "checking one address at a time (--resolve HOST:ADDRESS, here {0}) would tell what is wrong with each",
     "アドレスを 1 つずつ指定して (--resolve ホスト名:アドレス、今回は {0}) 確認すれば、それぞれの問題を判別できる"},
    {"activity-node",
     "does {0} answer alike?",
     "{0} も同じ応答を返すか"},
});
// clang-format on

}  // namespace webcid::causes::statements
