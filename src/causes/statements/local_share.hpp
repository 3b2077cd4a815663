// What was seen of the files of a folder or file share.
#pragma once

#include <array>

#include <webcid/causes/statements.hpp>

namespace webcid::causes::statements {

// clang-format off
inline constexpr auto kLocalShare = std::to_array<StatementText>({
    {"share-missing",
     "{0} is not there",
     "{0} が存在しない"},
    {"share-wrong-size",
     "{0} has size {1}, the catalogue says {2}",
     "{0}: サイズは {1} バイトだが、カタログでは {2} バイト"},
    {"share-wrong-digest",
     "{0} (size {1}) has another digest than the catalogue says",
     "{0} ({1} バイト) のハッシュがカタログと異なる"},
    {"share-unreadable",
     "{0}: {1}",
     "{0}: {1}"},
    {"share-has-more",
     "there, and not in the catalogue ({0}): {1}",
     "カタログにないファイルが {0} 件ある: {1}"},
    {"share-unlisted",
     "what is there beside the files of the catalogue was not looked for everywhere: {0}",
     "カタログにないファイルは、すべての場所では探していない: {0}"},
    {"share-nothing-to-go-by",
     "no catalogue and no cidsync.upd: only whether the files can be read was checked, not whether they are right",
     "カタログも cidsync.upd もないため、ファイルを読み取れるかどうかだけを確認した。内容が正しいかどうかは確認していない"},
});
// clang-format on

}  // namespace webcid::causes::statements
