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
     {"the alias exists, but none of the files that belong below it is there",
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

    {"iis.configuration-invalid", model::Severity::Error, ParameterKind::Optional, "detail",
     {"IIS cannot use the configuration of the share",
      "仮想ディレクトリの構成を IIS が読み込めない"},
     {"a mistake in a web.config, an entry that a higher level has already, a section that is locked there, or a "
      "physical path that cannot be read stops every request (500.19)",
      "web.config の誤り、上位レベルと重複する項目、上位レベルでロックされたセクション、"
      "または読み取れない物理パスがあると、すべての要求がエラーになります (500.19)"},
     {"500 for everything below the address, plain files too, while the site root is fine; an inherited module "
      "that fails looks the same where the sub-status is not visible",
      "アドレス以下では通常のファイルも含めてすべて 500 になるが、サイトのルートは正常。"
      "サブ状態コードが見えない場合は、継承したモジュールのエラーと区別できない"},
     kNoSource, "",
     "Microsoft KB 943891 (500.19); Microsoft support: HTTP Error 500.19 when you open a webpage"},

    {"iis.module-failed", model::Severity::Error, ParameterKind::None, "",
     {"a module or rewrite rule that the share inherits fails",
      "仮想ディレクトリが継承しているモジュールまたは URL 書き換え規則がエラーになる"},
     {"the configuration of the parent site holds a module, handler or rewrite rule that does not work for the "
      "share (500.0, 500.21 to 500.24, 500.50)",
      "親サイトの構成に、この仮想ディレクトリでは動作しないモジュール、ハンドラー、または URL 書き換え規則があります (500.0、"
      "500.21 から 500.24、500.50)"},
     {"500 for everything below the address; only the sub-status tells it from a configuration that cannot be used",
      "アドレス以下がすべて 500 になる。構成を読み込めない場合 (500.19) との違いは、サブ状態コードでしか分からない"},
     kNoSource, "",
     "Microsoft KB 943891 (500.0, 500.21 to 500.24, 500.50)"},

    {"iis.high-bit-refused", model::Severity::Error, ParameterKind::None, "",
     {"names with other than ASCII characters are refused",
      "ASCII 以外の文字 (日本語など) を含む名前のファイルが拒否される"},
     {"request filtering is set to refuse such characters (404.12); by default IIS allows them",
      "要求のフィルタリングで、これらの文字を拒否するように設定されています (404.12)。既定では許可されています"},
     {"exactly the names with such characters get 404, and so does OPTIONS on a made-up one",
      "該当する名前だけが 404 になり、同様の文字を含む架空の名前への OPTIONS も 404 になる"},
     kDownloadFailed, "",
     "Microsoft KB 943891 (404.12); IIS configuration reference: requestFiltering allowHighBitCharacters"},

    {"iis.url-too-long", model::Severity::Error, ParameterKind::One, "length",
     {"addresses are refused from a length of {0} on",
      "長さが {0} 以上の URL が拒否される"},
     {"request filtering limits the length of the URL (404.14); the default of 4096 bytes is rarely met, a lower "
      "limit was set by somebody",
      "要求のフィルタリングで URL の長さが制限されています (404.14)。既定の 4096 バイトを超えることはまれであり、"
      "より小さい値に変更されていると考えられます"},
     {"the longest URLs get 404, whatever their names, and all shorter ones arrive; OPTIONS on a made-up one as "
      "long gets 404",
      "名前に関係なく、長い URL だけが 404 になり、それより短いものは取得できる。"
      "同じ長さの架空の URL への OPTIONS も 404 になる"},
     kDownloadFailed, "",
     "Microsoft KB 943891 (404.14); IIS configuration reference: requestLimits maxUrl"},

    {"iis.path-too-long", model::Severity::Error, ParameterKind::One, "length",
     {"paths from a length of {0} on are too long for the server's file system",
      "長さが {0} 以上のパスは、サーバーのファイル システムには長すぎる"},
     {"the physical path and the path within the share are together longer than the 260 characters that Windows opens "
      "by default; IIS is believed not to find such a file",
      "物理パスと、その下のパスを合わせた長さが、Windows の既定の上限 (260 文字) を超えるため、"
      "IIS がファイルを見つけられないと考えられます"},
     {"the files deepest in the tree get 404, all others arrive; OPTIONS on an address as long gets 200",
      "最も深い階層のファイルだけが 404 になり、他は取得できる。同じ長さの URL への OPTIONS には 200 が返る"},
     kDownloadFailed, "",
     "Microsoft: Naming Files, Paths, and Namespaces (MAX_PATH)"},

    {"iis.user-agent-refused", model::Severity::Error, ParameterKind::One, "agent",
     {"the server refuses the User-Agent \"{0}\"",
      "User-Agent「{0}」がサーバーで拒否される"},
     {"a filtering rule of IIS, or another rule on the server, refuses clients by the name they give themselves "
      "(404.19); the endpoint may be refused likewise",
      "IIS のフィルター規則など、サーバー上の規則により、クライアントが名乗る名前で拒否されています (404.19)。"
      "エンドポイントも同じように拒否される可能性があります"},
     {"the same address is refused with this User-Agent and answered with another one",
      "同じアドレスが、この User-Agent では拒否され、別の User-Agent では取得できる"},
     kNoSource, "",
     "Microsoft KB 943891 (404.19); IIS configuration reference: requestFiltering/filteringRules"},

    {"iis.verb-denied", model::Severity::Note, ParameterKind::One, "verb",
     {"the server refuses the verb {0}; GET works",
      "動詞 {0} がサーバーで拒否される (GET は使用できる)"},
     {"an update needs GET only, so that nothing fails by it; but less can be found out about other failures",
      "アップデートに必要な動詞は GET だけなので影響はありませんが、他の障害について確認できることが少なくなります"},
     {"404, 405 or 501 to this verb alone",
      "この動詞だけに 404、405、501 が返る"},
     kNothing, "",
     "Microsoft KB 943891 (404.6); IIS configuration reference: requestFiltering/verbs"},

    {"iis.cgi-isapi-restricted", model::Severity::Error, ParameterKind::List, "extensions",
     {"IIS takes {0} for programs to run, not for files to send",
      "IIS が {0} をファイルとして配信せず、プログラムとして実行しようとする"},
     {"with the feature permission \"Execute\" the CGI and ISAPI handlers take programs and libraries; those that "
      "are not on the list of allowed ones get 404.2",
      "機能のアクセス許可で「実行」が許可されていると、"
      "CGI および ISAPI のハンドラーがプログラムやライブラリの要求を処理し、"
      "実行が許可されていないものは 404.2 になります"},
     {"404 (or 500, 502, or no answer) for exactly .exe and .dll; OPTIONS on an existing one is refused, on a "
      "made-up one gets 200",
      ".exe と .dll だけが 404 (または 500、502、応答なし) になる。存在するものへの OPTIONS は拒否され、"
      "架空の名前への OPTIONS には 200 が返る"},
     kDownloadFailed, "",
     "Microsoft KB 943891 (404.2); IIS configuration reference: handlers accessPolicy, "
      "security/isapiCgiRestriction"},

    {"iis.stale-cache", model::Severity::Error, ParameterKind::List, "paths",
     {"IIS serves old copies from its own cache: {0}",
      "IIS が自身のキャッシュから古いファイルを返す: {0}"},
     {"IIS keeps small files that are asked for often in memory; where it is not told of a change, as with "
      "network folders and mount points, the old copy stays",
      "IIS は頻繁に要求される小さなファイルをメモリに保持します。"
      "ネットワーク上のフォルダーやマウント ポイントなど、変更が通知されない場所では古い内容が残ります"},
     {"old bytes with an old date, every time, without a trace of a proxy, while the folder itself or another "
      "server has the new file",
      "プロキシの形跡がないのに、毎回古い日付の古い内容が返る。"
      "配信元のフォルダーや別のサーバーには新しいファイルがある"},
     kDownloadFailed, "",
     "Microsoft KB 2814040; IIS configuration reference: caching, serverRuntime frequentHitThreshold"},
});
// clang-format on

}  // namespace webcid::causes::table
