// What to click in IIS Manager for each cause inside IIS, one step a line, in the menu names of the guide.
// Places: {0} what the finding is about, {1} the way to the share in the tree, {2} the physical path,
// {3} the name of the site.
#pragma once

#include <webcid/causes/language.hpp>

namespace webcid::causes::steps {

// clang-format off
inline constexpr Text kMimeMap{
    "1. in IIS Manager, select {1}\n"
    "2. open \"MIME Types\" and choose \"Add...\"\n"
    "3. add {0}, one entry each, with the MIME type application/octet-stream\n"
    "the guide adds the one file name extension \".*\" instead: less work when new extensions are published, but every type of file in the share is then served",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「MIMEの種類」を開き、「追加」を選択します\n"
    "3. 拡張子 {0} を、1 つずつ MIMEの種類「application/octet-stream」で追加します\n"
    "手順書では、代わりに拡張子「.*」を追加します。新しい拡張子が増えても設定は不要ですが、すべての種類のファイルが配信されるようになります"};

inline constexpr Text kExtensionless{
    "1. in IIS Manager, select {1}\n"
    "2. open \"MIME Types\" and choose \"Add...\"\n"
    "3. add the file name extension \".\" (a single dot) with the MIME type application/octet-stream\n"
    "4. if it is there already: open \"Handler Mappings\", \"View Ordered List...\", and move StaticFile above the ExtensionlessUrlHandler entries",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「MIMEの種類」を開き、「追加」を選択します\n"
    "3. 拡張子「.」(ドット 1 文字) MIMEの種類「application/octet-stream」を追加します\n"
    "4. 既に登録されている場合は、「ハンドラー マッピング」の「順序付きリストの表示」で、StaticFile を ExtensionlessUrlHandler より上に移動します"};

inline constexpr Text kHiddenSegment{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and its tab \"Hidden Segments\"\n"
    "3. remove \"{0}\" (on the share only, the rest of the server keeps it)",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「非表示セグメント」タブを選択します\n"
    "3. 「{0}」を削除します (この仮想ディレクトリだけに適用され、サーバーの他の部分には影響しません)"};

inline constexpr Text kDoubleEscaping{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and choose \"Edit Feature Settings...\"\n"
    "3. tick \"Allow double escaping\"\n"
    "this weakens the server's check of addresses: set it on the share only, not on the server. "
    "The other way out is to publish names without \"+\" and \"%\"",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「機能設定の編集」を選択します\n"
    "3. 「ダブルエスケープを許可する」にチェックを入れます\n"
    "この設定は URL の検査を弱めるため、サーバー全体ではなくこの仮想ディレクトリにだけ設定してください。"
    "設定を変更せずに、「+」や「%」を含まない名前で配信する方法もあります"};

inline constexpr Text kDirectoryBrowsing{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Directory Browsing\"\n"
    "3. choose \"Enable\"\n"
    "whoever may read the share then also sees the names of all its files",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「ディレクトリの参照」を開きます\n"
    "3. 「有効にする」を選択します\n"
    "有効にすると、アクセスできるすべてのユーザーにファイル名の一覧が表示されます"};

inline constexpr Text kVirtualDirectory{
    "1. in IIS Manager, open \"Sites\", right-click \"{3}\" and choose \"Add Virtual Directory...\"\n"
    "2. enter the alias {0} and the physical path {2} (assumed: the folder of the published updates)\n"
    "3. if the directory is there already: check its spelling, that its folder exists, and the entry StaticFile in \"Handler Mappings\"",
    "1. IIS マネージャーの「サイト」で「{3}」を右クリックし、「仮想ディレクトリの追加」を実行します\n"
    "2. エイリアス「{0}」と物理パス「{2}」(配信するアップデートのフォルダーと仮定) を入力します\n"
    "3. 既に存在する場合は、エイリアスのつづり、フォルダーの有無、「ハンドラー マッピング」の StaticFile を確認します"};

inline constexpr Text kPhysicalPath{
    "1. in IIS Manager, select {1}\n"
    "2. choose \"Basic Settings...\"\n"
    "3. set the physical path to the folder of the published updates (assumed: {2})",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「基本設定」を開きます\n"
    "3. 物理パスに、配信するアップデートのフォルダー ({2} と仮定) を設定します"};

inline constexpr Text kHandler{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Handler Mappings\"\n"
    "3. choose \"Revert To Parent\"; if StaticFile is still missing, choose \"Add Module Mapping...\": request path *, modules StaticFileModule,DefaultDocumentModule,DirectoryListingModule, name StaticFile, access Read",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「ハンドラー マッピング」を開きます\n"
    "3. 「親に戻す」を選択します。それでも StaticFile がない場合は、「モジュール マップの追加」で要求パス「*」、モジュール「StaticFileModule,DefaultDocumentModule,DirectoryListingModule」、名前「StaticFile」、アクセス「読み取り」を追加します"};

inline constexpr Text kExtensionDenied{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and its tab \"File Name Extensions\"\n"
    "3. remove {0}, or allow it where only listed extensions are allowed\n"
    "4. open \"MIME Types\" and add {0} with application/octet-stream, unless \".*\" is there\n"
    "this weakens request filtering: set it on the share only, not on the server",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「ファイル名拡張子」タブを選択します\n"
    "3. {0} を削除します (登録された拡張子だけが許可されている場合は、許可する拡張子に追加します)\n"
    "4. 「MIMEの種類」に「.*」がない場合は、{0} を「application/octet-stream」で追加します\n"
    "この設定は要求のフィルタリングを弱めるため、サーバー全体ではなくこの仮想ディレクトリにだけ設定してください"};

inline constexpr Text kUrlSequence{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and its tab \"URL\"\n"
    "3. remove the denied sequence \"{0}\"\n"
    "this weakens request filtering: set it on the share only, not on the server. The other way out is to publish names without \"{0}\"",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「URL」タブを選択します\n"
    "3. 拒否されているシーケンス「{0}」を削除します\n"
    "この設定は要求のフィルタリングを弱めるため、サーバー全体ではなくこの仮想ディレクトリにだけ設定してください。「{0}」を含まない名前で配信する方法もあります"};

inline constexpr Text kHiddenFile{
    "1. on the server, open the folder {2} (assumed) in Explorer and show hidden items\n"
    "2. open the properties of {0} and clear \"Hidden\"",
    "1. サーバーのエクスプローラーで、フォルダー「{2}」(仮定) を開き、隠しファイルを表示します\n"
    "2. {0} のプロパティを開き、「隠しファイル」のチェックを外します"};

inline constexpr Text kConfigurationInvalid{
    "1. on the server itself, open the address in a browser (http://localhost/...): the page names the file, the line and an error code\n"
    "2. 0x8007000d: correct the XML, or take out the section of a module that is not installed (such as URL Rewrite)\n"
    "3. 0x800700b7, or a duplicate entry: write a <remove> line before the <add> or <mimeMap> line\n"
    "4. 0x80070021: take the section out of the web.config, and set it in applicationHost.config instead (IIS Manager at the server level, or appcmd with /commit:apphost)\n"
    "5. 0x80070002, 0x80070003 or 0x80070005: check that the physical path ({2}, assumed) exists, and that IIS_IUSRS may read it",
    "1. サーバー自身のブラウザーでアドレスを開きます (http://localhost/...)。エラー ページに、構成ファイル、行、エラー コードが表示されます\n"
    "2. 0x8007000d の場合は、XML の誤りを修正するか、インストールされていないモジュール (URL 書き換えなど) のセクションを削除します\n"
    "3. 0x800700b7 または項目の重複の場合は、<add> や <mimeMap> の前に <remove> を記述します\n"
    "4. 0x80070021 の場合は、そのセクションを web.config から削除し、applicationHost.config で設定します (サーバー レベルの IIS マネージャー、または appcmd の /commit:apphost)\n"
    "5. 0x80070002、0x80070003、0x80070005 の場合は、物理パス ({2} と仮定) が存在し、IIS_IUSRS が読み取れることを確認します"};

inline constexpr Text kModuleFailed{
    "1. on the server itself, open the address in a browser (http://localhost/...): the page names the module or handler and an error code\n"
    "2. in IIS Manager, select {1} and remove the inherited entry there: a handler in \"Handler Mappings\", a rule in \"URL Rewrite\"; the parent site keeps it\n"
    "3. a module can only be taken off an application: give the updates a site or application of their own, which inherits no more than it needs",
    "1. サーバー自身のブラウザーでアドレスを開きます (http://localhost/...)。エラー ページに、モジュールまたはハンドラーとエラー コードが表示されます\n"
    "2. IIS マネージャーで{1}を選択し、継承された項目をこの仮想ディレクトリだけで削除します (ハンドラーは「ハンドラー マッピング」、規則は「URL 書き換え」。親サイトには残ります)\n"
    "3. モジュールはアプリケーションの単位でしか外せないため、不要な設定を継承しない、アップデート専用のサイトまたはアプリケーションを作成します"};

inline constexpr Text kHighBit{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and choose \"Edit Feature Settings...\"\n"
    "3. tick \"Allow high-bit characters\", as IIS has it by default\n"
    "set it on the share only. The other way out is to publish names in ASCII",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「機能設定の編集」を選択します\n"
    "3. 「高ビット文字を許可する」にチェックを入れます (IIS の既定の設定です)\n"
    "この仮想ディレクトリにだけ設定してください。ASCII 文字だけの名前で配信する方法もあります"};

inline constexpr Text kUrlTooLong{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and choose \"Edit Feature Settings...\"\n"
    "3. raise \"Maximum URL length (Bytes)\" to what the longest address needs (4096 by default)\n"
    "set it on the share only. The other way out is a shorter alias, or shorter names of folders",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「機能設定の編集」を選択します\n"
    "3. 「URL の最大長 (バイト)」を、最も長い URL が収まる値まで増やします (既定値は 4096)\n"
    "この仮想ディレクトリにだけ設定してください。エイリアスやフォルダーの名前を短くする方法もあります"};

inline constexpr Text kPathTooLong{
    "1. move the published tree to a folder with a shorter path, such as D:\\CIDs\n"
    "2. in IIS Manager, select {1}, choose \"Basic Settings...\" and set the physical path to it (now, assumed: {2})\n"
    "3. or publish with shorter names of folders",
    "1. 配信フォルダーを、D:\\CIDs のような短いパスに移動します\n"
    "2. IIS マネージャーで{1}を選択し、「基本設定」の物理パスをそこに変更します (現在: {2} と仮定)\n"
    "3. または、フォルダーの名前を短くして配信します"};

inline constexpr Text kUserAgentRefused{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and its tab \"Rules\"\n"
    "3. in the rule that scans the header User-Agent, take out the text that \"{0}\" contains; do so on the share only\n"
    "4. where there is no such rule: look in \"URL Rewrite\", and at the gateways on the way",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「規則」タブを選択します\n"
    "3. User-Agent ヘッダーを検査する規則から、「{0}」に含まれる文字列を削除します (この仮想ディレクトリだけで変更してください)\n"
    "4. 該当する規則がない場合は、「URL 書き換え」と経路上のゲートウェイを確認します"};

inline constexpr Text kVerbDenied{
    "1. nothing has to be done for updates: they use GET\n"
    "2. so that failures can be told apart better: in IIS Manager, select {1}, open \"Request Filtering\", tab \"HTTP Verbs\", and remove the denied verb {0} or allow it",
    "1. アップデートには GET だけが使用されるため、対処は必要ありません\n"
    "2. 障害の原因を調べやすくするには、IIS マネージャーで{1}を選択し、「要求のフィルタリング」の「HTTP 動詞」タブで、拒否されている動詞 {0} を削除するか許可します"};

inline constexpr Text kCgiIsapi{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Handler Mappings\" and choose \"Edit Feature Permissions...\"\n"
    "3. clear \"Execute\" and leave \"Read\" ticked\n"
    "do not allow {0} in \"ISAPI and CGI Restrictions\": the server would run these files instead of sending them",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「ハンドラー マッピング」を開き、「機能のアクセス許可の編集」を選択します\n"
    "3. 「実行」のチェックを外し、「読み取り」はチェックしたままにします\n"
    "「ISAPI および CGI の制限」で {0} を許可しないでください。ファイルが配信されず、サーバー上で実行されてしまいます"};

inline constexpr Text kStaleCache{
    "1. in IIS Manager, open \"Application Pools\", select the pool of the share and choose \"Recycle...\": the old copies are dropped\n"
    "2. publish into a folder on a local disk of the server, where IIS is told of every change\n"
    "3. where that cannot be: select {1}, open \"Output Caching\", choose \"Edit Feature Settings...\" and switch both caches off; every request then reads the disk",
    "1. IIS マネージャーの「アプリケーション プール」で、この仮想ディレクトリのプールを選択して「リサイクル」を実行します (古い内容が破棄されます)\n"
    "2. 変更が確実に IIS に通知されるよう、サーバーのローカル ディスク上のフォルダーに配信します\n"
    "3. それができない場合は、{1}の「出力キャッシュ」を開き、「機能設定の編集」で両方のキャッシュを無効にします (要求のたびにディスクから読み取るようになります)"};
// clang-format on

}  // namespace webcid::causes::steps
