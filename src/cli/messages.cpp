#include "messages.hpp"

#include <array>

namespace webcid::cli {
namespace {

using causes::Message;

// clang-format off
constexpr auto kOwn = std::to_array<Message>({
    // What others are put into
    {"{0}; see `webcid --help`", "{0}。`webcid --help` を参照", "0"},
    {"a bug of webcid, please report it: {0}", "webcid の不具合 (報告をお願いします): {0}"},
    {"{0}: left out", "{0}: 除外した", "0"},
    {"a shell without a row", "表にないシェル"},
    {"interrupted: nothing was written", "中断: 何も書き込んでいない"},

    // Accounts and connections
    {"a password needs --user", "パスワードには --user の指定が必要"},
    {"password of {0}: ", "{0} のパスワード: "},
    {"no terminal to ask for the password on: use --password-file",
     "パスワードを入力する端末がない (--password-file を使用)"},
    {"the password is too long", "パスワードが長すぎる"},
    {"cannot read the password from the console", "コンソールからパスワードを読み取れない"},
    {"cannot write to the terminal: {0}", "端末に書き込めない: {0}", "0"},
    {"cannot write to standard output: {0}", "標準出力に書き込めない: {0}", "0"},
    {"cannot write to standard error: {0}", "標準エラー出力に書き込めない: {0}", "0"},
    {"cannot read standard input: {0}", "標準入力を読み取れない: {0}", "0"},
    {"standard input: {0}", "標準入力: {0}", "0"},
    {"interrupted while something was typed", "入力中に中断された"},
    {"line too long", "行が長すぎる"},
    {"larger than {0} bytes", "{0} バイトを超えている"},
    {"--proxy-user needs a proxy", "--proxy-user にはプロキシの指定が必要"},
    {"--proxy-user needs --proxy-password-file", "--proxy-user には --proxy-password-file の指定が必要"},
    {"{0} : is the account logged on, without a password", "{0} : はログオン中のユーザーのアカウントで、パスワードは指定しない"},
    {"-6: {0} is an IPv4 address", "-6: {0} は IPv4 アドレス"},

    // Several addresses and machines
    {"--all-nodes and --node take one address at a time", "--all-nodes と --node はアドレスを 1 つだけ指定する"},
    {"--all-nodes and --node: the proxy chooses the machine; use --no-proxy",
     "--all-nodes、--node: 接続先はプロキシが選ぶ。--no-proxy を指定する"},
    {"expected a numeric IP address", "数値の IP アドレスを指定する"},
    {"{0}: takes one address and one machine", "{0}: アドレスもサーバーも 1 つの場合のみ指定できる"},
    {"{0}: more than {1} addresses, the most that are checked", "{0}: アドレスが多すぎる (確認できるのは {1} 件まで)"},
    {"--targets: {0} is no UTF-8 text (UTF-16?)", "--targets: {0} は UTF-8 のテキストではない (UTF-16 の可能性)"},
    {"--targets: {0}: more than {1} addresses", "--targets: {0}: アドレスが {1} 件を超える"},
    {"--targets: {0}: no address in it", "--targets: {0}: アドレスがない"},
    {"--targets - and --password-stdin: standard input is one of them only",
     "--targets - と --password-stdin: 標準入力に使えるのは一方のみ"},

    // Values of options
    {"expected bytes per second, such as 500k or 2M", "毎秒のバイト数 (500k、2M など) を指定する"},
    {"expected bytes, such as 500M or 20G", "バイト数 (500M、20G など) を指定する"},
    {"expected a number from 1 to 64", "1 から 64 の数を指定する"},
    {"expected seconds from 0.1 to 86400", "0.1 から 86400 の秒数を指定する"},
    {"expected HOST:ADDRESS[,ADDRESS]", "HOST:ADDRESS[,ADDRESS] の形式で指定する"},
    {"expected a name without a password; see {0}", "パスワードを含まない名前を指定する ({0} を参照)"},
    {"an account does not belong in the address; see {0}", "アドレスにアカウントを含めることはできない ({0} を参照)"},
    {"--map {0}: expected PHYSICAL=DIR", "--map {0}: PHYSICAL=DIR の形式で指定する"},
    {"--since {0}: expected a time in UTC such as 2026-01-31 or 2026-01-31T12:00:00",
     "--since {0}: 2026-01-31 や 2026-01-31T12:00:00 のような時刻 (UTC) を指定する"},
    {"unknown format", "不明な形式"},
    {"unknown version", "不明なバージョン"},
    {"{0}: denied by request filtering, whatever the MIME map has",
     "{0}: MIME の種類にかかわらず、要求のフィルタリングにより拒否される"},
    {"report diff: expected two reports", "report diff: レポートを 2 つ指定する"},
    {"--format is for the list, without a cause", "--format は一覧用 (原因は指定できない)"},
    {"--syslog: Windows has none; --report json=FILE writes a file",
     "--syslog: Windows にはない (ファイルに書き出すには --report json=FILE)"},
    {"--syslog: nothing takes messages at {0}: {1}", "--syslog: {0} でメッセージを受け取るものがない: {1}", "1"},

    {"updates come from the vendor, not from a share", "アップデート元は共有ではなくベンダー"},

    // --report
    {"--report {0}: expected FORMAT=FILE, FORMAT one of {1}",
     "--report {0}: FORMAT=FILE の形式で指定する (FORMAT は {1} のいずれか)"},
    {"--report {0}: expected {1}=FILE or {2}=-", "--report {0}: {1}=FILE または {2}=- の形式で指定する"},
    {"--report {0}: {1}=- has standard output already", "--report {0}: 標準出力は {1}=- が使用している"},
    {"--report {0}: {1}={2} is the same file", "--report {0}: {1}={2} と同じファイル"},
    {"--report {0}: {1} names the same file", "--report {0}: {1} と同じファイル"},

    // --config
    {"stands there twice", "2 か所で指定されている"},
    {"an unknown escape within \"...\": a backslash is written \\\\, or the text in '...'",
     "\"...\" の中に不明なエスケープがある (円記号は \\\\ と書くか、文字列を '...' で囲む)"},
    {"a control character such as NUL, or a text without its closing quote",
     "NUL などの制御文字があるか、文字列の閉じる引用符がない"},
    {"the file ends before a closing quote or bracket", "閉じる引用符またはかっこの前にファイルが終わっている"},
    {"not UTF-8", "UTF-8 ではない"},
    {"lists nested too deeply", "配列の入れ子が深すぎる"},
    {"expected , or the closing ] of a list", "配列の , または閉じる ] が必要"},
    {"expected [COMMAND]", "[COMMAND] の形式で書く"},
    {"something follows the value", "値の後に余分なものがある"},
    {"expected OPTION = VALUE", "OPTION = VALUE の形式で書く"},
    {"expected a text in quotes, a number, true, false or a list in [ ]",
     "引用符で囲んだ文字列、数値、true、false、[ ] で囲んだ配列のいずれかを書く"},
    {"too many dots in one line", "1 行のドットが多すぎる"},
    {"passwords do not belong in this file; password-file names the file with it",
     "このファイルにパスワードを書くことはできない (パスワードを書いたファイルを password-file で指定する)"},
    {"expected true or false", "true または false を指定する"},
    {"expected a value, not true or false", "true や false ではなく値を指定する"},
    {"expected one value, not a list", "配列ではなく値を 1 つ指定する"},
    {"a control character in the value", "値に制御文字がある"},
    {"[{0}] is no command", "[{0}] というコマンドはない"},
    {"no option of any command", "どのコマンドのオプションでもない"},
    {"no option of {0}", "{0} のオプションではない"},
    {"not together with {0} of line {1}", "{0} ({1} 行目) とは同時に指定できない"},

    // Folders, catalogues, causes, reports
    {"disagreement of {0} and {1}: {2}", "{0} と {1} の内容が食い違っている: {2}", "2"},
    {"{0}: no such cause; did you mean {1}", "{0}: この原因はない ({1} ではないか)"},
    {"{0}: no such cause; `webcid explain` lists all", "{0}: この原因はない (一覧は `webcid explain` で表示)"},
    {"{0}: nothing failed in that run: check without --only-failed",
     "{0}: この実行では何も失敗していない (--only-failed を付けずに確認する)"},
    {"{0}: a folder is checked by itself, not among addresses", "{0}: フォルダーは他のアドレスと同時に確認できない"},
    {"{0}: not for a folder ({1})", "{0}: フォルダー ({1}) には指定できない"},
    {"{0} holds no catalogue: give one with --catalogue", "{0} にカタログがない (--catalogue で指定する)"},
    {"{0}: no such file or folder, and no http:// address", "{0}: ファイルやフォルダーがなく、http:// アドレスでもない"},
    {"{0} is no UTF-8 text (UTF-16?)", "{0} は UTF-8 のテキストではない (UTF-16 の可能性)"},
    {"{0}: only Windows opens such a path; mount the share and give its folder",
     "{0}: このパスを直接開けるのは Windows だけである (共有をマウントし、そのフォルダーを指定する)"},
    {"{0} is no folder", "{0} はフォルダーではない"},
    {"{0}; {1}", "{0}。{1}", "01"},
});

// As of CLI11 2.1, on one line and in lower case (usage_error.cpp).
constexpr auto kUsage = std::to_array<Message>({
    {"a subcommand is required", "コマンドの指定が必要"},
    {"could not convert: {0} = {1}", "{0}: {1} は使用できない値"},
    {"unknown command or option {0}", "不明なコマンドまたはオプション {0}"},
    {"{0}: unknown argument {1}", "{0}: 不明な引数 {1}"},
    {"{0} is required", "{0} の指定が必要"},
    {"{0} excludes {1}", "{0} と {1} は同時に指定できない"},
    // Before the next one, which would fit as well.
    {"{0}: value {1} not in range {2} to {3}", "{0}: {1} は範囲外 ({2} から {3})"},
    {"{0}: {1} not in {2}", "{0}: {1} は {2} のいずれでもない"},
    {"{0}: {1} required {2} missing", "{0}: 値 ({2}) が {1} 個必要"},
});
// clang-format on

}  // namespace

std::span<const Message> own_messages() {
  return kOwn;
}

std::span<const Message> usage_messages() {
  return kUsage;
}

std::string said_in(std::string_view english, causes::Language language, std::span<const Message> first) {
  if (language == causes::Language::English) return std::string(english);
  return causes::in_japanese(english, {first, kOwn, causes::all_messages(), kUsage});
}

}  // namespace webcid::cli
