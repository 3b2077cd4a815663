// Of evidence and report: what is wrong with a file of ours. A parser's own words behind "not JSON: " stay English.
#pragma once

#include <array>

#include <webcid/causes/messages.hpp>

namespace webcid::causes::messages {

// clang-format off
inline constexpr auto kReaders = std::to_array<Message>({
    // The excerpt ends the message, wherever it was found.
    {"{0}, near \"{1}\"", "{0} (\"{1}\" の付近)", "0"},
    {"line {0}, column {1}: {2}", "{0} 行 {1} 列: {2}", "2", "01"},
    {"line {0} {1}", "{0} 行目: {1}", "1", "0"},
    {"entry {0}: {1}", "エントリ {0}: {1}", "1", "0"},
    {"report: larger than {0} bytes, the most that is read", "レポート: 上限の {0} バイトを超えている"},
    {"report: {0}", "レポート: {0}", "0"},
    {"the whole: {0}", "全体: {0}", "0"},

    {"not JSON", "JSON ではない"},
    {"not JSON: {0}", "JSON ではない: {0}"},
    {"nested too deeply to be a report", "レポートにしては入れ子が深すぎる"},
    {"nested deeper than {0} levels", "入れ子が {0} 段を超えている"},
    {"a number is out of range", "範囲外の数値がある"},

    // report::read_json
    {"is missing", "ない"},
    {"is not an object", "オブジェクトではない"},
    {"is not an array", "配列ではない"},
    {"is no hexadecimal number", "16 進数ではない"},
    {"is not 64 hexadecimal digits", "64 桁の 16 進数ではない"},
    {"is not a string", "文字列ではない"},
    {"is neither true nor false", "true でも false でもない"},
    {"is not a whole number from 0 to 2^64-1", "0 から 2^64-1 の整数ではない"},
    {"is not a number of seconds", "秒数ではない"},
    {"\"{0}\" is not a time such as 2026-01-31T23:59:59.123Z",
     "\"{0}\" は 2026-01-31T23:59:59.123Z のような時刻ではない"},
    {"\"{0}\" is not one of its values", "\"{0}\" は使用できない値"},
    {"\"{0}\" is not \"{1}\"", "\"{0}\" は \"{1}\" ではない"},

    // evidence::read_har
    {"no evidence of webcid: log._webcid is missing", "webcid の証拠ではない: log._webcid がない"},
    {"no JSON", "JSON ではない"},
    {"log.entries comes before log._webcid, which says what the run was",
     "実行の内容を示す log._webcid より前に log.entries がある"},
    {"log._webcid is there twice", "log._webcid が 2 つある"},
    {"more than {0} values in one entry", "1 つのエントリの値が {0} 個を超えている"},
    {"an object of more than {0} members", "{0} 個を超えるメンバーを持つオブジェクトがある"},
    {"more than {0} entries", "エントリが {0} 件を超えている"},
    {"a text or entry of more than {0} bytes", "{0} バイトを超える文字列またはエントリがある"},
    {"is not known", "不明な値"},
    {"has more than {0} elements", "要素が {0} 個を超えている"},
    {"must be an object", "オブジェクトである必要がある"},
    {"must be an array", "配列である必要がある"},
    {"must be a text", "文字列である必要がある"},
    {"must be base64", "base64 である必要がある"},
    {"must be \"base64\"", "\"base64\" である必要がある"},
    {"must be true or false", "true または false である必要がある"},
    {"must be a number", "数値である必要がある"},
    {"must be a number from 0 on", "0 以上の数値である必要がある"},
    {"must be a whole number, {0} or more", "{0} 以上の整数である必要がある"},
    {"must not be negative", "負の値は使用できない"},
    {"must be at most 999", "999 以下である必要がある"},
    {"must be a time like 2026-01-31T23:59:59.123Z", "2026-01-31T23:59:59.123Z のような時刻である必要がある"},
    {"must hold texts", "文字列のみを含む必要がある"},
    {"must hold texts like \"sha256:<hex>\"", "\"sha256:<hex>\" のような文字列を含む必要がある"},
    {"must be \"{0}\"", "\"{0}\" である必要がある"},
    {"an object", "オブジェクト"},
    {"an array", "配列"},
});
// clang-format on

}  // namespace webcid::causes::messages
