// Of endpoint: what is wrong with a file of update settings.
#pragma once

#include <array>

#include <webcid/causes/messages.hpp>

namespace webcid::causes::messages {

// clang-format off
inline constexpr auto kSettings = std::to_array<Message>({
    {"this machine has no update settings ({0}): --file, in a check --endpoint-file, reads a copied one",
     "このコンピューターにアップデート設定がない ({0})。コピーしたファイルは --file (check では --endpoint-file) で指定する"},
    {"{0} query gave no answer", "{0} query から応答がない"},
    {"no update settings in it: expected iconn.cfg, com.sophos.sau.plist, or what savconfig -v prints",
     "アップデート設定がない (iconn.cfg、com.sophos.sau.plist、または savconfig -v の出力が必要)"},
    {"a NUL character in it: no text, or UTF-16 without its mark",
     "NUL 文字がある (テキストではないか、バイト順マークのない UTF-16)"},
    {"it is larger than {0} bytes", "{0} バイトを超えている"},
    {"an address in it is longer than {0} bytes", "アドレスが {0} バイトを超えている"},
    {"no section of an INI file in it", "INI ファイルのセクションがない"},
    {"no section named Primary or Secondary in it", "Primary または Secondary という名前のセクションがない"},
    {"no setting named PrimaryServer... in it", "PrimaryServer で始まる設定がない"},
    {"no setting named PrimaryUpdate... in it", "PrimaryUpdate で始まる設定がない"},
    {"no whole property list", "プロパティ リストが壊れている"},
    {"a property list that is no dictionary", "プロパティ リストが辞書ではない"},
    {"a property list with a dictionary or list that is used twice",
     "プロパティ リストの辞書または配列が 2 回参照されている"},
    {"a property list with more than {0} dictionaries and lists",
     "プロパティ リストの辞書と配列が {0} 個を超えている"},
});
// clang-format on

}  // namespace webcid::causes::messages
