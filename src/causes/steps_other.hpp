// What to do about causes that no setting of IIS mends, one step a line. Places as in steps_iis.hpp.
#pragma once

#include <webcid/causes/language.hpp>

namespace webcid::causes::steps {

// clang-format off
inline constexpr Text kFileMissing{
    "1. look for the file on the server, below {2} (assumed), including hidden files\n"
    "2. let the update manager publish again, or copy the tree again, completely\n"
    "3. if the folder was changed by hand, register it again (ConfigCID)",
    "1. サーバーのフォルダー「{2}」(仮定) に、隠しファイルも含めてファイルがあるか確認します\n"
    "2. アップデートマネージャから再度配信するか、フォルダー全体をコピーし直します\n"
    "3. フォルダーを手作業で変更した場合は、再登録します (ConfigCID)"};

inline constexpr Text kCatalogueMissing{
    "1. check that the address ends in the folder that holds the published updates\n"
    "2. publish a catalogue with the tree, or give one with --catalogue\n"
    "3. or switch directory browsing on, so that the files can be found",
    "1. アドレスが、配信するアップデートのフォルダーを指していることを確認します\n"
    "2. カタログを一緒に配信するか、--catalogue で指定します\n"
    "3. または「ディレクトリの参照」を有効にして、ファイルを一覧できるようにします"};

inline constexpr Text kCatalogueUnreadable{
    "1. open the catalogue's address in a browser and look whether it is an error page\n"
    "2. publish the tree again, so that the catalogue is written anew",
    "1. ブラウザーでカタログのアドレスを開き、エラーページになっていないか確認します\n"
    "2. 再度配信して、カタログを作り直します"};

inline constexpr Text kWrongContent{
    "1. compare the file with its original; a copy made while the tree changed is the usual reason\n"
    "2. publish or copy the tree again, files first, catalogue last\n"
    "3. if a proxy or a scanner is on the way, fetch the file without it and compare",
    "1. 元のファイルと比較します (更新中にコピーしたことが原因である場合がほとんどです)\n"
    "2. 再度配信またはコピーします (ファイルが先、カタログが最後)\n"
    "3. 途中にプロキシやウイルス検査がある場合は、経由せずに取得して比較します"};

inline constexpr Text kTruncated{
    "1. fetch the file on the server itself (http://localhost/...): if it arrives whole, a device on the way cuts it off\n"
    "2. check time-outs and size limits of proxies, firewalls and scanners on the way\n"
    "3. check the server's disk and its event log",
    "1. サーバー自身で (http://localhost/...) ファイルを取得します。正常に取得できる場合は、経路上の機器で切断されています\n"
    "2. 経路上のプロキシ、ファイアウォール、ウイルス検査のタイムアウトとサイズ制限を確認します\n"
    "3. サーバーのディスクとイベント ログを確認します"};

inline constexpr Text kEmptyBody{
    "1. in IIS Manager, open \"Compression\" and switch static compression off for the share\n"
    "2. empty the compression folder (%SystemDrive%\\inetpub\\temp\\IIS Temporary Compressed Files) and check the free space of its disk\n"
    "3. check that the file on the server is not empty",
    "1. IIS マネージャーの「圧縮」で、この仮想ディレクトリの静的コンテンツの圧縮を無効にします\n"
    "2. 圧縮用フォルダー (%SystemDrive%\\inetpub\\temp\\IIS Temporary Compressed Files) を空にし、ディスクの空き容量を確認します\n"
    "3. サーバー上のファイルが 0 バイトでないことを確認します"};

inline constexpr Text kAnswersAnything{
    "1. look at what comes for a made-up name below the address\n"
    "2. take rewrite rules and custom error pages that answer with status 200 off the share",
    "1. アドレスの下の架空の名前を開き、何が表示されるか確認します\n"
    "2. ステータス 200 を返す URL 書き換え規則やカスタム エラー ページを、この仮想ディレクトリから外します"};

inline constexpr Text kCannotWrite{
    "1. check the free space and the permissions of the folder\n"
    "2. find the program that holds the file (Resource Monitor, tab \"CPU\", \"Associated Handles\") and try again when it is done\n"
    "3. if it is the on-access scanner of this machine: exclude the folder, and take the exclusion back afterwards; it weakens the protection",
    "1. ディスクの空き容量とフォルダーのアクセス許可を確認します\n"
    "2. ファイルを使用しているプログラムを調べ (リソース モニターの「CPU」タブの「関連付けられたハンドル」)、終了後に再度実行します\n"
    "3. この端末のオンアクセス検索が原因の場合は、フォルダーを除外して実行し、その後で除外を解除します (除外している間は保護が弱まります)"};

inline constexpr Text kUnexplained{
    "1. save the evidence of this run (--save-evidence FILE) and attach it to the ticket\n"
    "2. look up the sub-status in the IIS log (%SystemDrive%\\inetpub\\logs\\LogFiles) at the time of the run",
    "1. 今回の記録を --save-evidence FILE で保存し、問い合わせに添付します\n"
    "2. IIS のログ (%SystemDrive%\\inetpub\\logs\\LogFiles) で、実行時刻のサブ状態コードを確認します"};

inline constexpr Text kEncoded{
    "1. fetch one of the files on the server itself (http://localhost/...): if no Content-Encoding comes there, a gateway on the way adds it, and the update server's address has to be exempted there\n"
    "2. else, in IIS Manager, select {1}, open \"Compression\" and clear \"Enable static content compression\"; affected: {0}",
    "1. サーバー自身で (http://localhost/...) 該当するファイルを取得します。Content-Encoding が付かない場合は経路上のゲートウェイが付けているため、アップデート サーバーのアドレスを対象外にするよう管理者に依頼します\n"
    "2. それ以外の場合は、IIS マネージャーで{1}を選択し、「圧縮」で静的コンテンツの圧縮を無効にします (該当する形式: {0})"};

inline constexpr Text kRangeBroken{
    "1. fetch a part of a file on the server itself (curl -r 1000- http://localhost/...) and compare: if it is right there, a gateway on the way spoils it\n"
    "2. ask whoever runs the gateway to pass the header Range on as it is, or to exempt the update server's address\n"
    "3. if it is wrong on the server too: take modules and rules that were added to IIS off the share",
    "1. サーバー自身で (curl -r 1000- http://localhost/...) ファイルの一部を取得して比較します。正しい場合は、経路上のゲートウェイが原因です\n"
    "2. Range ヘッダーをそのまま転送するか、アップデート サーバーのアドレスを対象外にするよう、ゲートウェイの管理者に依頼します\n"
    "3. サーバー自身でも誤っている場合は、IIS に追加したモジュールや規則を、この仮想ディレクトリから外します"};

inline constexpr Text kPublicationChanging{
    "1. check again when publishing is over\n"
    "2. publish when few endpoints update\n"
    "3. or publish into a second folder, and set the physical path to it (now, assumed: {2}) when it is complete",
    "1. 配信が終わってから、もう一度確認します\n"
    "2. エンドポイントのアップデートが少ない時間帯に配信します\n"
    "3. または別のフォルダーに配信し、完了してから物理パス (現在: {2} と仮定) をそこに切り替えます"};

inline constexpr Text kCaseMismatch{
    "1. publish again with a tool that keeps upper and lower case, or rename as in the catalogue: {0}\n"
    "2. or publish from a server that does not tell them apart, such as IIS on Windows",
    "1. 大文字と小文字を保持するツールで再度配信するか、カタログのとおりに名前を変更します: {0}\n"
    "2. または、Windows の IIS のように、大文字と小文字を区別しないサーバーから配信します"};

inline constexpr Text kFileUnreadable{
    "1. in Windows Explorer on the server, open the properties of {0}: \"Security\" has to allow \"Read\" to the account of the updating policy (Sophos sets SophosUpdateMgr up for this)\n"
    "2. open the properties of the shared folder: \"Sharing\" > \"Advanced Sharing\" > \"Permissions\" has to allow \"Read\" to it as well\n"
    "3. where both do, check as that account, and look for errors of the disk in the event log of the server",
    "1. サーバーのエクスプローラーで {0} のプロパティを開き、「セキュリティ」でアップデートポリシーのアカウント (通常は SophosUpdateMgr) に「読み取り」を許可します\n"
    "2. 共有フォルダーのプロパティを開き、「共有」→「詳細な共有」→「アクセス許可」でも、同じアカウントに「読み取り」を許可します\n"
    "3. どちらも許可されている場合は、そのアカウントで確認し直し、サーバーのイベント ログでディスクのエラーを確認します"};

inline constexpr Text kFileLocked{
    "1. on the server, find the program that holds {0}: Resource Monitor, tab \"CPU\", \"Associated Handles\"\n"
    "2. let backups and scheduled scans run when no endpoint updates\n"
    "3. if the on-access scanner holds it: exclude the folder {2} (assumed) from it on the server; this weakens the protection there, while endpoints go on verifying every file",
    "1. サーバーで {0} を使用しているプログラムを調べます (リソース モニターの「CPU」タブの「関連付けられたハンドル」)\n"
    "2. バックアップや定期検索は、エンドポイントがアップデートしない時間帯に実行します\n"
    "3. オンアクセス検索が原因の場合は、サーバーでフォルダー「{2}」(仮定) を除外します (サーバーの保護は弱まりますが、ファイルの検証はエンドポイントで行われます)"};
// clang-format on

}  // namespace webcid::causes::steps
