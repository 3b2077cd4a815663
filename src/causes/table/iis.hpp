// Causes inside IIS: rows of the catalogue of causes (webcid/causes/causes.hpp).
#pragma once

#include <array>

#include <webcid/causes/causes.hpp>

#include "endpoint_texts.hpp"

namespace webcid::causes::table {

// clang-format off
inline constexpr auto kIis = std::to_array<Cause>({
    {"iis.mime-map-missing", model::Severity::Error, ParameterKind::List, "extensions",
     {"IIS has no MIME map for {0} and refuses these files",
      "{0} の MIME の種類が IIS に登録されておらず、これらのファイルが拒否される"},
     {"IIS only serves extensions of its MIME map; any other extension gets 404.3, although the file is there. "
      "A stock server knows .txt, .exe or .cab, but not .dat, .upd, .vdb, .ide or .ini",
      "IIS は「MIMEの種類」に登録された拡張子のファイルだけを配信し、それ以外はファイルが存在しても 404.3 を返します。"
      "既定では .txt、.exe、.cab などは登録されていますが、.dat、.upd、.vdb、.ide、.ini などは登録されていません"},
     {"every file with the extension gets 404, neighbours with other extensions arrive, the listing shows the files, "
      "and OPTIONS on them gets 200",
      "その拡張子のファイルはすべて 404 になり、同じフォルダーの他の拡張子は取得できる。一覧にはファイルが表示され、"
      "OPTIONS には 200 が返る"},
     kDownloadFailed, "guide.mime-any",
     "Microsoft KB 326965, KB 942031; IIS configuration reference: staticContent/mimeMap; Sophos KB 61560"},

    {"iis.extensionless-not-served", model::Severity::Error, ParameterKind::None, "",
     {"files without an extension are refused",
      "拡張子のないファイルが拒否される"},
     {"IIS has no MIME map \".\" (404.3), or, with .NET Framework 4, an extensionless handler takes the request (404.17); "
      "the map \".*\" does not cover files without an extension",
      "「MIMEの種類」に拡張子「.」がない (404.3) か、.NET Framework 4 の拡張子なし URL 用のハンドラーが要求を横取りしています (404.17)。"
      "拡張子「.*」の登録は、拡張子のないファイルには効きません"},
     {"every file without an extension gets 404, files with one arrive, the listing shows the files, and OPTIONS on them "
      "gets 200",
      "拡張子のないファイルはすべて 404 になり、拡張子のあるファイルは取得できる。一覧にはファイルが表示され、"
      "OPTIONS には 200 が返る"},
     kDownloadFailed, "guide.mime-none",
     "Microsoft KB 980368, KB 2019689; Trend Micro 1312630"},

    {"iis.hidden-segment", model::Severity::Error, ParameterKind::One, "segment",
     {"requests below \"{0}\" are refused: request filtering hides this path segment",
      "「{0}」以下への要求が拒否される (要求のフィルタリングの非表示セグメント)"},
     {"IIS hides folders and files of this name at any depth (404.8); \"bin\" is hidden by default in every version, and "
      "installers carry folders of that name",
      "IIS はこの名前のフォルダーやファイルを、どの階層にあっても隠します (404.8)。「bin」はどのバージョンでも既定で"
      "非表示セグメントに含まれており、インストーラーには「bin」フォルダーがあります"},
     {"everything below a folder of this name gets 404, the folder too; OPTIONS gets 404; yet the parent's listing shows "
      "the folder",
      "この名前のフォルダー以下は、フォルダー自体も含めてすべて 404 になる。OPTIONS も 404 になるが、親フォルダーの一覧には表示される"},
     kDownloadFailed, "guide.bin",
     "Microsoft KB 943891 (404.8); IIS configuration reference: requestFiltering/hiddenSegments"},

    {"iis.double-escaping-refused", model::Severity::Error, ParameterKind::None, "",
     {"names with \"+\" or a double escape such as \"%20\" in them are refused",
      "名前に「+」や「%20」のような二重エスケープを含むファイルが拒否される"},
     {"request filtering decodes the URL twice and refuses it where the second time changes it (404.11); a \"+\" does. "
      "The default of every version",
      "要求のフィルタリングは URL を 2 回デコードし、2 回目で変化する場合は拒否します (404.11)。「+」がこれに当たります。"
      "どのバージョンでもこれが既定です"},
     {"exactly the names with \"+\" or \"%\" and two hex digits get 404; OPTIONS on a made-up name with \"+\" gets 404",
      "「+」または「%」と 16 進 2 桁を含む名前だけが 404 になり、「+」を含む架空の名前への OPTIONS も 404 になる"},
     kDownloadFailed, "guide.double-escaping",
     "Microsoft KB 943891 (404.11); IIS configuration reference: requestFiltering allowDoubleEscaping"},

    {"iis.directory-browsing-off", model::Severity::Note, ParameterKind::None, "",
     {"directory browsing is off",
      "ディレクトリの参照が無効になっている"},
     {"an update does not need listings; but the guide switches them on, and with them missing files can be told from "
      "refused ones",
      "アップデート自体に一覧は必要ありませんが、手順書では有効にすることになっており、有効であればファイルの欠落と拒否を区別できます"},
     {"a folder's address gets 403 (403.14), its files arrive",
      "フォルダーのアドレスには 403 (403.14) が返り、ファイルは取得できる"},
     kNothing, "guide.listing",
     "Microsoft KB 943891 (403.14); IIS configuration reference: directoryBrowse"},

    {"iis.virtual-directory-missing", model::Severity::Error, ParameterKind::One, "alias",
     {"the site has no virtual directory \"{0}\"",
      "サイトに仮想ディレクトリ「{0}」が存在しない"},
     {"IIS knows neither a virtual directory nor a folder of that name, so that nothing below the address exists for it",
      "その名前の仮想ディレクトリもフォルダーも IIS に存在しないため、アドレス以下のすべてのファイルが「存在しない」扱いになります"},
     {"the address without its last slash gets 404 rather than 301, nothing below it answers, while the site itself does; "
      "an absent physical folder or a missing static-file handler looks the same",
      "末尾の「/」を除いたアドレスに 301 ではなく 404 が返り、それ以下は何も取得できないが、サイト自体は応答する。"
      "物理フォルダーがない場合や静的ファイルのハンドラーがない場合も同じように見える"},
     kNoSource, "guide.virtual-directory",
     "IIS configuration reference: site/application/virtualDirectory"},

    {"iis.physical-path-wrong", model::Severity::Error, ParameterKind::One, "alias",
     {"the virtual directory \"{0}\" points at a folder that is not the published tree",
      "仮想ディレクトリ「{0}」の物理パスが、配信対象のフォルダーを指していない"},
     {"the alias exists, but none of the files that should be below it is there",
      "エイリアスは存在しますが、その下にあるはずのファイルが 1 つも存在しません"},
     {"the address without its last slash gets 301, the folder 403 or 200, and every known file 404",
      "末尾の「/」を除いたアドレスに 301、フォルダーに 403 または 200 が返り、既知のファイルはすべて 404 になる"},
     kNoSource, "guide.physical-path",
     "IIS configuration reference: virtualDirectory physicalPath"},

    {"iis.handler-missing", model::Severity::Error, ParameterKind::None, "",
     {"the share has no handler for static files",
      "静的ファイルのハンドラーが登録されていない"},
     {"without the StaticFile handler IIS finds nothing that could serve a file and answers 404.4 to everything",
      "StaticFile ハンドラーがないと、IIS にはファイルを返す仕組みがなく、すべての要求に 404.4 を返します"},
     {"every file and folder gets 404, although the alias exists; the log says 404.4",
      "エイリアスは存在するのに、すべてのファイルとフォルダーが 404 になる。IIS のログには 404.4 と記録される"},
     kNoSource, "",
     "Microsoft KB 943891 (404.4); IIS configuration reference: handlers"},

    {"iis.extension-denied", model::Severity::Error, ParameterKind::List, "extensions",
     {"request filtering denies {0}",
      "要求のフィルタリングで {0} が拒否されている"},
     {"the extension is on the list of denied file name extensions, or the list allows named ones only (404.7); "
      "by default .config, .cs, .java, .resources, .rules, .ad, .dd, .sd and others are denied",
      "拡張子が要求のフィルタリングで拒否されているか、登録された拡張子だけが許可されています (404.7)。"
      "既定では .config、.cs、.java、.resources、.rules、.ad、.dd、.sd などが拒否されます"},
     {"every file with the extension gets 404, and so does OPTIONS on a made-up name with it",
      "その拡張子のファイルはすべて 404 になり、その拡張子の架空の名前への OPTIONS も 404 になる"},
     kDownloadFailed, "",
     "Microsoft KB 943891 (404.7); IIS configuration reference: requestFiltering/fileExtensions"},

    {"iis.url-sequence-denied", model::Severity::Error, ParameterKind::One, "sequence",
     {"request filtering denies addresses that contain \"{0}\"",
      "要求のフィルタリングで「{0}」を含む URL が拒否されている"},
     {"the sequence is on the list of denied URL sequences (404.5); it matches anywhere in the path",
      "この文字列が「URL シーケンスの拒否」に登録されています (404.5)。パスのどこにあっても一致します"},
     {"exactly the addresses that contain the sequence get 404, and OPTIONS on a made-up one does too",
      "この文字列を含む URL だけが 404 になり、この文字列を含む架空の URL への OPTIONS も 404 になる"},
     kDownloadFailed, "",
     "Microsoft KB 943891 (404.5); IIS configuration reference: requestFiltering/denyUrlSequences"},

    {"iis.hidden-file", model::Severity::Error, ParameterKind::One, "path",
     {"{0} has the file attribute \"hidden\", and IIS does not serve it",
      "{0} に「隠しファイル」属性が付いており、IIS が配信しない"},
     {"IIS answers 404.9 to files with the attribute, as if they were absent",
      "IIS は隠し属性の付いたファイルに対して、存在しない場合と同じように 404.9 を返します"},
     {"one file gets 404 and is not listed, although it is in the folder; its neighbours of the same kind arrive",
      "フォルダーには存在するのに、そのファイルだけが 404 になり一覧にも表示されない。同じ種類の他のファイルは取得できる"},
     kDownloadFailed, "",
     "Microsoft KB 216803; Microsoft KB 943891 (404.9)"},

    {"iis.credentials-required", model::Severity::Error, ParameterKind::One, "scheme",
     {"the server wants an account ({0}), and none was given",
      "サーバーがアカウントによる認証 ({0}) を要求しているが、アカウントが指定されていない"},
     {"anonymous authentication is off for the share, so that every request without a user name gets 401",
      "共有の匿名認証が無効になっているため、ユーザー名のない要求はすべて 401 になります"},
     {"401 with WWW-Authenticate, although no credentials were sent",
      "資格情報を送信していない要求に対して、WWW-Authenticate 付きの 401 が返る"},
     kNoConnection, "guide.policy-account",
     "Microsoft KB 943891 (401.2); IIS configuration reference: anonymousAuthentication"},

    {"iis.credentials-rejected", model::Severity::Error, ParameterKind::One, "scheme",
     {"the server does not accept the account ({0})",
      "サーバーが指定されたアカウントを受け付けない ({0})"},
     {"the user name or the password is wrong, or the account is locked, disabled or expired",
      "ユーザー名またはパスワードが誤っているか、アカウントがロック、無効、または期限切れになっています"},
     {"401 to requests that carried credentials; one attempt only is made, so as not to lock the account",
      "資格情報を送信した要求に 401 が返る (アカウントのロックを避けるため、試行は 1 回だけ行う)"},
     kNoConnection, "guide.policy-account",
     "Microsoft KB 943891 (401.1)"},
});
// clang-format on

}  // namespace webcid::causes::table
