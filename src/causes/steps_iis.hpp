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
    "3. add the file name extension \".*\" with the MIME type application/octet-stream, as the guide does, or one entry for each of {0}",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「MIMEの種類」を開き、「追加」を選択します\n"
    "3. 手順書のとおり、拡張子「.*」 MIMEの種類「application/octet-stream」を追加します ({0} を個別に追加してもかまいません)"};

inline constexpr Text kExtensionless{
    "1. in IIS Manager, select {1}\n"
    "2. open \"MIME Types\" and choose \"Add...\"\n"
    "3. add the file name extension \".\" (a single dot) with the MIME type application/octet-stream\n"
    "4. if it is there already: open \"Handler Mappings\", \"View Ordered List...\", and move StaticFile above the ExtensionlessUrlHandler entries",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「MIMEの種類」を開き、「追加」を選択します\n"
    "3. 拡張子「.」(ドット 1 文字) MIMEの種類「application/octet-stream」を追加します\n"
    "4. 既に登録されている場合は、「ハンドラーマッピング」の「順序付きリストの表示」で、StaticFile を ExtensionlessUrlHandler より上に移動します"};

inline constexpr Text kHiddenSegment{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and its tab \"Hidden Segments\"\n"
    "3. remove \"{0}\" (on the share only, the rest of the server keeps it)",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「非表示セグメント」タブを選択します\n"
    "3. 「{0}」を削除します (この共有だけに適用され、サーバーの他の部分には影響しません)"};

inline constexpr Text kDoubleEscaping{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and choose \"Edit Feature Settings...\"\n"
    "3. tick \"Allow double escaping\"\n"
    "this weakens the server's check of addresses: set it on the share only, not on the server. "
    "The other way out is to publish names without \"+\" and \"%\"",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「機能設定の編集」を選択します\n"
    "3. 「ダブルエスケープを許可する」にチェックを入れます\n"
    "この設定は URL の検査を弱めるため、サーバー全体ではなくこの共有にだけ設定してください。"
    "設定を変更せずに、「+」や「%」を含まない名前で配信する方法もあります"};

inline constexpr Text kDirectoryBrowsing{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Directory Browsing\"\n"
    "3. choose \"Enable\"",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「ディレクトリの参照」を開きます\n"
    "3. 「有効にする」を選択します"};

inline constexpr Text kVirtualDirectory{
    "1. in IIS Manager, open \"Sites\", right-click \"{3}\" and choose \"Add Virtual Directory...\"\n"
    "2. enter the alias {0} and the physical path {2} (assumed: the folder of the published updates)\n"
    "3. if the directory is there already: check its spelling, that its folder exists, and the entry StaticFile in \"Handler Mappings\"",
    "1. IIS マネージャーの「サイト」で「{3}」を右クリックし、「仮想ディレクトリの追加」を実行します\n"
    "2. エイリアス「{0}」と物理パス「{2}」(配信するアップデートのフォルダーと仮定) を入力します\n"
    "3. 既に存在する場合は、エイリアスのつづり、フォルダーの有無、「ハンドラーマッピング」の StaticFile を確認します"};

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
    "2. 「ハンドラーマッピング」を開きます\n"
    "3. 「親に戻す」を選択します。それでも StaticFile がない場合は、「モジュールマップの追加」で要求パス「*」、モジュール「StaticFileModule,DefaultDocumentModule,DirectoryListingModule」、名前「StaticFile」、アクセス「読み取り」を追加します"};

inline constexpr Text kExtensionDenied{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and its tab \"File Name Extensions\"\n"
    "3. remove {0}, or allow it where only listed extensions are allowed\n"
    "4. open \"MIME Types\" and add {0} with application/octet-stream, unless \".*\" is there",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「ファイル名拡張子」タブを選択します\n"
    "3. {0} を削除します (登録された拡張子だけが許可されている場合は、許可する拡張子に追加します)\n"
    "4. 「MIMEの種類」に「.*」がない場合は、{0} を「application/octet-stream」で追加します"};

inline constexpr Text kUrlSequence{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Request Filtering\" and its tab \"URL\"\n"
    "3. remove the denied sequence \"{0}\"",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「要求のフィルタリング」を開き、「URL」タブを選択します\n"
    "3. 拒否されているシーケンス「{0}」を削除します"};

inline constexpr Text kHiddenFile{
    "1. on the server, open the folder {2} (assumed) in Explorer and show hidden items\n"
    "2. open the properties of {0} and clear \"Hidden\"",
    "1. サーバーのエクスプローラーで、フォルダー「{2}」(仮定) を開き、隠しファイルを表示します\n"
    "2. {0} のプロパティを開き、「隠しファイル」のチェックを外します"};

inline constexpr Text kCredentialsRequired{
    "1. in the updating policy, enter the account of the share (SophosUpdateMgr) and its password\n"
    "2. or, where everybody may read the updates: in IIS Manager, select {1}, open \"Authentication\" and enable \"Anonymous Authentication\"",
    "1. アップデートポリシーに、共有フォルダのアカウント (SophosUpdateMgr) のユーザ名とパスワードを設定します\n"
    "2. 誰でも読み取れるようにする場合は、IIS マネージャーで{1}を選択し、「認証」の「匿名認証」を有効にします"};

inline constexpr Text kCredentialsRejected{
    "1. check that the account (SophosUpdateMgr) is not locked, disabled or expired\n"
    "2. set its password again in the updating policy, with the domain or the server's name before the user name: DOMAIN\\user\n"
    "3. open the address in a browser with this account",
    "1. アカウント (SophosUpdateMgr) がロック、無効、期限切れになっていないことを確認します\n"
    "2. アップデートポリシーにパスワードを設定し直します (ユーザ名は「ドメイン\\ユーザ名」または「サーバー名\\ユーザ名」)\n"
    "3. このアカウントを使って、ブラウザーでアドレスが開けることを確認します"};
// clang-format on

}  // namespace webcid::causes::steps
