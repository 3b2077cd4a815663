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
    "2. アップデートマネージャーから再度配信するか、フォルダー全体をコピーし直します\n"
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
    "1. サーバー自身で (http://localhost/...) ファイルを取得します。正常に取得できる場合は、経路上の機器が切断しています\n"
    "2. 経路上のプロキシ、ファイアウォール、ウイルス検査のタイムアウトとサイズ制限を確認します\n"
    "3. サーバーのディスクとイベント ログを確認します"};

inline constexpr Text kEmptyBody{
    "1. in IIS Manager, open \"Compression\" and switch static compression off for the share\n"
    "2. empty the compression folder (%SystemDrive%\\inetpub\\temp\\IIS Temporary Compressed Files) and check the free space of its disk\n"
    "3. check that the file on the server is not empty",
    "1. IIS マネージャーの「圧縮」で、この共有の静的コンテンツの圧縮を無効にします\n"
    "2. 圧縮用フォルダー (%SystemDrive%\\inetpub\\temp\\IIS Temporary Compressed Files) を空にし、ディスクの空き容量を確認します\n"
    "3. サーバー上のファイルが 0 バイトでないことを確認します"};

inline constexpr Text kAnswersAnything{
    "1. look at what comes for a made-up name below the address\n"
    "2. take rewrite rules and custom error pages that answer with status 200 off the share",
    "1. アドレスの下の架空の名前を開き、何が表示されるか確認します\n"
    "2. ステータス 200 を返す URL 書き換え規則やカスタム エラー ページを、この共有から外します"};

inline constexpr Text kPolicyAddress{
    "1. open the updating policy in the console\n"
    "2. set the address to http://<IP address of the server>/SophosUpdate: http only, without user name and password; "
    "these have fields of their own",
    "1. コンソールでアップデートポリシーを開きます\n"
    "2. アドレスを「http://SECのIPアドレス/SophosUpdate」に変更します (http のみ。ユーザ名とパスワードはアドレスに含めず、専用の欄に入力します)"};

inline constexpr Text kNameUnresolved{
    "1. check the spelling of {0}\n"
    "2. run \"nslookup\" with the name on this machine, and add the name to DNS\n"
    "3. or use the server's IP address in the updating policy, as the guide does",
    "1. {0} のつづりを確認します\n"
    "2. この端末で nslookup を実行し、DNS に名前を登録します\n"
    "3. または手順書のとおり、アップデートポリシーでサーバーの IP アドレスを使用します"};

inline constexpr Text kRefused{
    "1. on the server, check that the service \"World Wide Web Publishing Service\" (W3SVC) runs\n"
    "2. in IIS Manager, check that the site \"{3}\" (assumed) is started, and that its binding has the port of the address\n"
    "3. check that no firewall on the server rejects the port",
    "1. サーバーで「World Wide Web 発行サービス」(W3SVC) が動作していることを確認します\n"
    "2. IIS マネージャーで、サイト「{3}」(仮定) が開始されており、バインドのポートがアドレスと一致することを確認します\n"
    "3. サーバーのファイアウォールでポートが拒否されていないことを確認します"};

inline constexpr Text kUnreachable{
    "1. check that the server is on, and that its address is still {0}\n"
    "2. open the address in a browser on another machine\n"
    "3. allow the port in the firewalls on the way and on the server (\"World Wide Web Services (HTTP)\")",
    "1. サーバーの電源が入っており、アドレスが {0} のままであることを確認します\n"
    "2. 別の端末のブラウザーでアドレスを開いてみます\n"
    "3. 経路上とサーバーのファイアウォールでポートを許可します (「World Wide Web サービス (HTTP)」)"};

inline constexpr Text kStalled{
    "1. open the address on the server itself (http://localhost/SophosUpdate); if it hangs too, restart the application pool\n"
    "2. if only remote machines wait, check the firewalls and scanners on the way",
    "1. サーバー自身で (http://localhost/SophosUpdate) アドレスを開きます。応答しない場合は、アプリケーション プールを再起動します\n"
    "2. 他の端末からだけ応答がない場合は、経路上のファイアウォールやウイルス検査を確認します"};

inline constexpr Text kReset{
    "1. in IIS Manager, open \"IP Address and Domain Restrictions\" of the share and look for \"Abort\" as deny action\n"
    "2. look at the log of the intrusion prevention system on the way\n"
    "3. look at the server's event log for crashes of w3wp.exe",
    "1. IIS マネージャーで共有の「IP アドレスおよびドメインの制限」を開き、拒否の動作が「中止」になっていないか確認します\n"
    "2. 経路上の侵入防止システムのログを確認します\n"
    "3. サーバーのイベント ログで w3wp.exe の異常終了を確認します"};

inline constexpr Text kNotHttp{
    "1. check the port in the address; the endpoint needs a binding of type http\n"
    "2. in IIS Manager, open \"Bindings...\" of the site \"{3}\" (assumed) and compare",
    "1. アドレスのポート番号を確認します (エンドポイントには種類が http のバインドが必要です)\n"
    "2. IIS マネージャーでサイト「{3}」(仮定) の「バインド」を開いて比較します"};

inline constexpr Text kProxy{
    "1. check the proxy's name and port: {0}\n"
    "2. if the update server is in the same network, leave the proxy out (--no-proxy here, the proxy settings of the updating policy there)",
    "1. プロキシの名前とポートを確認します: {0}\n"
    "2. アップデート サーバーが同じネットワークにある場合は、プロキシを使用しないようにします (このツールでは --no-proxy、アップデートポリシーではプロキシの設定)"};

inline constexpr Text kCannotWrite{
    "1. check the free space and the permissions of the folder\n"
    "2. exclude the folder from the on-access scanner of this machine, and try again",
    "1. ディスクの空き容量とフォルダーのアクセス許可を確認します\n"
    "2. フォルダーをこの端末のオンアクセス検索から除外し、再度実行します"};

inline constexpr Text kUnexplained{
    "1. save the evidence of this run (--save-evidence FILE) and attach it to the ticket\n"
    "2. look up the sub-status in the IIS log (%SystemDrive%\\inetpub\\logs\\LogFiles) at the time of the run",
    "1. 今回の記録を --save-evidence FILE で保存し、問い合わせに添付します\n"
    "2. IIS のログ (%SystemDrive%\\inetpub\\logs\\LogFiles) で、実行時刻のサブ状態コードを確認します"};
// clang-format on

}  // namespace webcid::causes::steps
