// What strerror(3) and gai_strerror(3) say in glibc's words of a file, a stream, a socket or a name. Windows has words
// of its own, in the language of its user interface.
#pragma once

#include <array>

#include <webcid/causes/messages.hpp>

namespace webcid::causes::messages {

// clang-format off
inline constexpr auto kSystem = std::to_array<Message>({
    {"No such file or directory", "ファイルまたはフォルダーがない"},
    {"Permission denied", "アクセスが拒否された"},
    {"Operation not permitted", "許可されない操作"},
    {"Is a directory", "フォルダーである"},
    {"Not a directory", "フォルダーではない"},
    {"Directory not empty", "フォルダーが空ではない"},
    {"File exists", "既に存在する"},
    {"File name too long", "名前が長すぎる"},
    {"Too many levels of symbolic links", "シンボリック リンクの段数が多すぎる"},
    {"Invalid cross-device link", "別のファイル システムにまたがるリンク"},
    {"No space left on device", "ディスクに空きがない"},
    {"Disk quota exceeded", "ディスク クォータの超過"},
    {"File too large", "ファイルが大きすぎる"},
    {"Read-only file system", "読み取り専用のファイル システム"},
    {"Input/output error", "入出力エラー"},
    {"Device or resource busy", "デバイスまたはリソースが使用中"},
    {"Text file busy", "実行中のファイル"},
    {"Too many open files", "開いているファイルが多すぎる"},
    {"Too many open files in system", "システム全体で開いているファイルが多すぎる"},
    {"Cannot allocate memory", "メモリを確保できない"},
    {"No such device", "デバイスがない"},
    {"No such device or address", "デバイスまたはアドレスがない"},
    {"Invalid argument", "無効な引数"},
    {"Bad file descriptor", "閉じている"},
    {"Broken pipe", "読み取る側が閉じた"},
    {"Stale file handle", "ファイル ハンドルが無効になった"},
    {"Connection refused", "接続の拒否"},
    {"Connection timed out", "接続のタイムアウト"},
    {"Name or service not known", "名前が見つからない"},
    {"Temporary failure in name resolution", "名前解決の一時的な失敗"},
    {"No address associated with hostname", "名前にアドレスがない"},
    {"Operation not supported", "対応していない操作"},
    {"Resource temporarily unavailable", "リソースが一時的に使用できない"},
});
// clang-format on

}  // namespace webcid::causes::messages
