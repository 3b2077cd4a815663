// What is going on, for people who wait.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kActivities = std::to_array<StatementText>({
    {"activity-reference",
     "reading {0} of the reference",
     "--reference で指定した {0} を読み取り中"},
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
    {"activity-tls",
     "does the server speak TLS?",
     "サーバーは TLS に対応しているか"},
    {"activity-sequence",
     "which part of the name is refused?",
     "名前のどの部分が拒否されるか"},
    {"activity-agent",
     "does another User-Agent get an answer?",
     "別の User-Agent なら応答するか"},
    {"activity-head",
     "is HEAD answered?",
     "HEAD に応答するか"},
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

}  // namespace webcid::causes::statements
