// What was seen of files that arrived.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kContents = std::to_array<StatementText>({
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
});
// clang-format on

}  // namespace webcid::causes::statements
