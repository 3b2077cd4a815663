// Causes in what is published and in the bytes that arrive: rows of the catalogue of causes.
#pragma once

#include <array>

#include <webcid/causes/causes.hpp>

#include "endpoint_texts.hpp"

namespace webcid::causes::table {

// clang-format off
inline constexpr auto kPublication = std::to_array<Cause>({
    {"publication.file-missing", model::Severity::Error, ParameterKind::List, "paths",
     {"in the catalogue, but not on the server: {0}",
      "カタログに記載されているがサーバー上に存在しない: {0}"},
     {"an update needs every file of its catalogue; the published tree is incomplete or was copied while it changed",
      "アップデートにはカタログに記載されたすべてのファイルが必要です。配信フォルダーが不完全か、更新の途中でコピーされています"},
     {"404, OPTIONS gets 200, not in the listing, and other files of the same kind arrive",
      "404 になり、OPTIONS には 200 が返り、一覧に表示されない。同じ種類の他のファイルは取得できる"},
     kDownloadFailed, "guide.physical-path",
     "Sophos KB 119591 (damaged warehouse), KB 13112 (a changed CID must be registered again)"},

    {"publication.catalogue-missing", model::Severity::Error, ParameterKind::None, "",
     {"there is no catalogue of the published files, and no listing",
      "配信ファイルのカタログがなく、一覧も表示されない"},
     {"without a list of files nothing can be fetched or verified; the address may be one folder too high or too low",
      "ファイルの一覧がないと、何も取得・検証できません。アドレスのフォルダーの階層がずれている可能性があります"},
     {"every name that a catalogue may have gets 404, and folders are not listed",
      "カタログとして考えられる名前はすべて 404 になり、フォルダーの一覧も表示されない"},
     kNoSource, "",
     "Sophos KB 38238 (creating a web CID)"},

    {"publication.catalogue-unreadable", model::Severity::Error, ParameterKind::One, "line",
     {"the catalogue cannot be read: {0}",
      "カタログを読み取れない: {0}"},
     {"what came is damaged, cut short, or not a catalogue at all but an error page with status 200",
      "受信した内容が破損しているか、途中で切れているか、カタログではなくステータス 200 のエラーページです"},
     {"the text breaks the format's rules at the line and column given",
      "示された行と桁で、カタログの書式に違反している"},
     kPackageNotFound, "",
     "Sophos KB 13112 (cidsync.upd and ConfigCID), KB 119591"},

    {"publication.changing", model::Severity::Warning, ParameterKind::None, "",
     {"the published tree changed while it was read",
      "読み取り中に配信フォルダーの内容が更新された"},
     {"a tree that is published anew holds files of two versions for a while; an endpoint that updates just then "
      "fails, and succeeds later",
      "再配信の間は、新旧 2 つのバージョンのファイルが混在します。"
      "そのときにアップデートしたエンドポイントは失敗し、後で成功します"},
     {"the catalogue at the end of the run is another than at its beginning",
      "実行の開始時と終了時で、カタログの内容が異なる"},
     kDownloadFailedNowAndThen, "",
     "Sophos KB 13112 (cidsync.upd and ConfigCID)"},

    {"publication.case-mismatch", model::Severity::Error, ParameterKind::List, "paths",
     {"on the server in another case than in the catalogue: {0}",
      "カタログとサーバー上の名前で、大文字と小文字が異なる: {0}"},
     {"this server tells upper from lower case, which IIS on Windows does not; a name in the other case does not "
      "exist for it",
      "このサーバーは大文字と小文字を区別します (Windows の IIS は区別しません)。大文字と小文字が異なる名前は、"
      "存在しないものとして扱われます"},
     {"404, while the same name in another case arrives or is listed",
      "404 になるが、大文字と小文字を変えた名前では取得できるか、一覧に表示される"},
     kDownloadFailed, "",
     "RFC 3986 section 6.2.2.1 (case normalization)"},

    {"publication.file-locked", model::Severity::Error, ParameterKind::One, "path",
     {"{0} cannot be read while another program on the server uses it",
      "{0} がサーバー上の別のプログラムに使用されている間、読み取れない"},
     {"the file is being written or scanned, and IIS cannot open it in the meantime",
      "ファイルの書き込み中またはウイルス検査中で、その間は IIS がファイルを開けません"},
     {"500, 401 or 404 for this file, which arrives right some seconds later",
      "このファイルだけが 500、401、404 になり、数秒後には正しく取得できる"},
     kDownloadFailedNowAndThen, "",
     "Windows system error 32 (ERROR_SHARING_VIOLATION)"},

    {"publication.file-unreadable", model::Severity::Error, ParameterKind::List, "paths",
     {"cannot be read from the share: {0}",
      "共有から読み取れない: {0}"},
     {"the account that checks has no permission to read the file, or the disk or the network of the share failed; an "
      "endpoint that updates from the share fails at the same file",
      "確認に使用したアカウントにファイルの読み取りが許可されていないか、共有のディスクまたはネットワークに障害があります。"
      "この共有からアップデートするエンドポイントも、同じファイルで失敗します"},
     {"the folder shows the file, and the system refuses to open or to read it",
      "フォルダーにファイルは表示されるが、開くことまたは読み取ることができない"},
     kDownloadFailed, "",
     "Windows system error 5 (ERROR_ACCESS_DENIED)"},

    {"content.hash-mismatch", model::Severity::Error, ParameterKind::List, "paths",
     {"other content than the catalogue says: {0}",
      "カタログと内容が異なる: {0}"},
     {"size and transfer are right, yet the digest is not: the file was changed, damaged, or belongs to another version "
      "than the catalogue",
      "サイズも転送も正常ですが、ハッシュ値が一致しません。ファイルが変更または破損しているか、カタログと異なるバージョンのものです"},
     {"the digest differs, twice in the same way",
      "2 回取得しても同じようにハッシュ値が一致しない"},
     kDownloadFailed, "",
     "Sophos KB 119591 (damaged warehouse), KB 13112"},

    {"content.size-mismatch", model::Severity::Error, ParameterKind::List, "paths",
     {"another size than the catalogue says: {0}",
      "カタログとサイズが異なる: {0}"},
     {"the transfer is complete, but the file belongs to another version than the catalogue, or was only partly copied",
      "転送は完了していますが、ファイルがカタログと異なるバージョンであるか、一部しかコピーされていません"},
     {"the declared and received lengths agree with each other, not with the catalogue",
      "宣言された長さと受信した長さは一致するが、カタログのサイズとは一致しない"},
     kDownloadFailed, "",
     "Sophos KB 119591 (damaged warehouse), KB 13112"},

    {"content.truncated", model::Severity::Error, ParameterKind::List, "paths",
     {"cut off before the end: {0}",
      "受信が途中で切れる: {0}"},
     {"the connection ended before the declared length: the server, or a device between, gives up during the transfer",
      "宣言された長さに達する前に接続が切れています。サーバーまたは経路上の機器で、転送中に接続が打ち切られています"},
     {"fewer bytes than Content-Length, or no final chunk",
      "受信したバイト数が Content-Length より少ない、または最後のチャンクがない"},
     kDownloadFailed, "",
     "RFC 9112 section 8 (incomplete messages)"},

    {"content.empty", model::Severity::Error, ParameterKind::List, "paths",
     {"empty, though the catalogue says otherwise: {0}",
      "カタログではサイズがあるのに 0 バイトで返される: {0}"},
     {"the server sends a success without content; static compression with a full or locked temporary folder does that",
      "サーバーが成功の応答を内容なしで返しています。静的圧縮の一時フォルダーがいっぱい、または使用中の場合に起こります"},
     {"status 200 or 304 with 0 bytes",
      "ステータス 200 または 304 で 0 バイト"},
     kDownloadFailed, "",
     "Microsoft KB 817442"},

    {"content.answers-anything", model::Severity::Error, ParameterKind::None, "",
     {"the server answers 200 to names that do not exist",
      "存在しない名前に対してもサーバーが 200 を返す"},
     {"a rewrite rule, a custom error page or a catch-all page hides which files are missing, and its text arrives in "
      "place of a file",
      "書き換え規則やカスタム エラー ページ、すべてに応答するページによって欠落しているファイルが分からなくなり、"
      "ファイルの代わりにページの内容が届きます"},
     {"a made-up name gets 200",
      "架空の名前に 200 が返る"},
     kDownloadFailed, "",
     "IIS configuration reference: httpErrors, rewrite"},

    {"content.encoded", model::Severity::Error, ParameterKind::One, "encoding",
     {"files arrive encoded ({0}), though that was not asked for",
      "要求していないのに、ファイルがエンコードされて ({0}) 届く"},
     {"who did not ask for compression verifies the bytes as they arrive, and those are not the bytes of the "
      "catalogue",
      "圧縮を要求していないクライアントは、受信した内容をそのまま検証するため、カタログと一致しません"},
     {"a Content-Encoding header, although identity was asked for, and a digest that is wrong for the bytes as "
      "received",
      "identity を要求したのに Content-Encoding ヘッダーがあり、受信したままの内容ではハッシュ値が一致しない"},
     kDownloadFailed, "",
     "RFC 9110 section 12.5.3 (Accept-Encoding); IIS configuration reference: urlCompression, httpCompression"},

    {"content.range-broken", model::Severity::Warning, ParameterKind::None, "",
     {"interrupted downloads cannot be resumed: parts of files arrive wrong",
      "中断したダウンロードを再開できない (部分的に要求すると誤った内容が届く)"},
     {"who resumes a download asks for the rest of the file; where the wrong rest comes, the whole fails "
      "verification and begins anew",
      "ダウンロードの再開では、ファイルの残りの部分だけを要求します。誤った部分が届くと検証に失敗し、"
      "最初からやり直しになります"},
     {"the second half of a file that arrives whole has a wrong Content-Range or other bytes, when asked for alone",
      "全体では正しく届くファイルでも、後半だけを要求すると、Content-Range または内容が誤っている"},
     kDownloadFailedNowAndThen, "",
     "RFC 9110 section 14 (range requests)"},
});
// clang-format on

}  // namespace webcid::causes::table
