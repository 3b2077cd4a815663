// Of catalogue: what is wrong with a list of files, or what it cannot hold.
#pragma once

#include <array>

#include <webcid/causes/messages.hpp>

namespace webcid::causes::messages {

// clang-format off
inline constexpr auto kCatalogues = std::to_array<Message>({
    {"the format of {0} is not public", "{0} の形式は公開されていない"},
    {"no catalogue: neither JSON, manifest.dat nor a checksum list",
     "カタログではない (JSON、manifest.dat、チェックサムの一覧のいずれでもない)"},
    {"this is an HTML page, not a catalogue", "カタログではなく HTML ページ"},
    {"the catalogue is empty", "カタログが空"},
    {"the catalogue lists no file", "カタログにファイルが 1 つもない"},
    {"the catalogue lists more than {0} files", "カタログのファイルが {0} 件を超えている"},
    {"the catalogue is larger than {0} bytes", "カタログが {0} バイトを超えている"},
    {"the catalogue is UTF-16, not UTF-8", "カタログの文字コードが UTF-8 ではなく UTF-16"},
    {"the line is longer than {0} bytes", "行が {0} バイトを超えている"},
    {"the {0} is not {1} hex digits", "{0} が {1} 桁の 16 進数ではない"},

    // Listings
    {"the page is larger than {0} bytes", "ページが {0} バイトを超えている"},
    {"the page is empty", "ページが空"},
    {"the page has a NUL byte", "ページに NUL バイトがある"},
    {"the page nests too deep", "ページの入れ子が深すぎる"},
    {"the page has a link that is too long", "ページに長すぎるリンクがある"},
    {"the page has too many links", "ページのリンクが多すぎる"},
    {"this is no HTML page", "HTML ページではない"},
    {"this HTML page is no directory listing", "この HTML ページはディレクトリの一覧ではない"},
    {"out of memory", "メモリ不足"},

    // JSON
    {"no \"schema\"", "\"schema\" がない"},
    {"no \"files\"", "\"files\" がない"},
    {"the schema is not \"{0}\"", "スキーマが \"{0}\" ではない"},
    {"a file without \"path\"", "\"path\" のないファイルがある"},
    {"the catalogue is no object", "カタログがオブジェクトではない"},
    {"\"files\" holds something that is no object", "\"files\" にオブジェクトではないものがある"},
    {"\"schema\" is no string", "\"schema\" が文字列ではない"},
    {"\"files\" is no array", "\"files\" が配列ではない"},
    {"\"path\" is no string", "\"path\" が文字列ではない"},
    {"\"size\" is no whole number", "\"size\" が整数ではない"},
    {"a digest is no string", "ハッシュが文字列ではない"},
    {"a string", "文字列"},
    {"a number", "数値"},
    {"a negative number", "負の数"},
    {"a fraction", "小数"},
    {"true or false", "真偽値"},
    {"null", "null"},
    {"binary", "バイナリ"},

    // manifest.dat
    {"no \"{0}\" follows", "この後に \"{0}\" がない"},
    {"an entry after the signature", "署名の後にエントリがある"},
    {"a second signature", "署名が 2 つある"},
    {"neither an entry (\".\\path\" size sha1) nor a comment",
     "エントリ (\".\\path\" size sha1) でもコメントでもない"},
    {"the path has no closing quote", "パスの閉じる引用符がない"},
    {"no blank after the path", "パスの後に空白がない"},
    {"the size is no whole number", "サイズが整数ではない"},
    {"the sha1 is not 40 hex digits", "sha1 が 40 桁の 16 進数ではない"},
    {"the path does not begin with \".\\\"", "パスが \".\\\" で始まらない"},
    {"a second, different {0} for one entry", "1 つのエントリに異なる {0} が 2 つある"},

    // Checksum lists
    {"no digest has {0} hex digits", "{0} 桁の 16 進数のハッシュはない"},
    {"neither \"digest  name\" nor \"ALGORITHM (name) = digest\"",
     "\"digest  name\" でも \"ALGORITHM (name) = digest\" でもない"},
    {"unknown algorithm \"{0}\"", "不明なアルゴリズム \"{0}\""},
    {"no \"= digest\" after the name", "名前の後に \"= digest\" がない"},
    {"the name has no closing parenthesis", "名前の閉じるかっこがない"},
    {"a digest without a name", "ハッシュだけで名前がない"},
    {"the name has an unknown escape", "名前に不明なエスケープがある"},
    {"a line of {0} in a list of {1}", "{1} の一覧に {0} の行がある"},

    // What a format cannot hold
    {"JSON cannot hold a name that is not UTF-8", "UTF-8 ではない名前は JSON に書けない"},
    {"manifest.dat cannot hold a double quote", "manifest.dat には二重引用符を書けない"},
    {"the entry \"{0}\" has no {1}", "エントリ \"{0}\" に {1} がない"},

    // Two entries for one path
    {"size {0}, not {1}", "サイズは {0} と {1}"},
    {"md5", "md5"},
    {"sha1", "sha1"},
    {"sha256", "sha256"},
    {"sha384", "sha384"},
    {"sha512", "sha512"},
});
// clang-format on

}  // namespace webcid::causes::messages
