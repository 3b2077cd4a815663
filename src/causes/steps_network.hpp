// What to do about the address and the network, one step a line. Places as in steps_iis.hpp.
#pragma once

#include <webcid/causes/language.hpp>

namespace webcid::causes::steps {

// clang-format off
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
    "3. allow the port in the firewalls on the way and on the server (\"World Wide Web Services (HTTP Traffic-In)\")",
    "1. サーバーの電源が入っており、アドレスが {0} のままであることを確認します\n"
    "2. 別の端末のブラウザーでアドレスを開いてみます\n"
    "3. 経路上とサーバーのファイアウォールでポートを許可します (「World Wide Web サービス (HTTP トラフィック)」)"};

inline constexpr Text kStalled{
    "1. open the address on the server itself (http://localhost/...); if it hangs too, restart the application pool\n"
    "2. if only remote machines wait, check the firewalls and scanners on the way",
    "1. サーバー自身で (http://localhost/...) アドレスを開きます。応答しない場合は、アプリケーション プールを再起動します\n"
    "2. 他の端末からだけ応答がない場合は、経路上のファイアウォールやウイルス検査を確認します"};

inline constexpr Text kReset{
    "1. in IIS Manager, select {1}, open \"IP Address and Domain Restrictions\" and look for \"Abort\" as \"Deny Action Type\" in \"Edit Feature Settings...\"\n"
    "2. look at the log of the intrusion prevention system on the way\n"
    "3. look at the server's event log for crashes of w3wp.exe",
    "1. IIS マネージャーで{1}の「IP アドレスおよびドメインの制限」を開き、「機能設定の編集」の「拒否時の動作の種類」が「中止」になっていないか確認します\n"
    "2. 経路上の侵入防止システムのログを確認します\n"
    "3. サーバーのイベント ログで w3wp.exe の異常終了を確認します"};

inline constexpr Text kNotHttp{
    "1. check the port in the address; the endpoint needs a binding of type http\n"
    "2. in IIS Manager, open \"Bindings...\" of the site \"{3}\" (assumed) and compare",
    "1. アドレスのポート番号を確認します (エンドポイントには種類が http のバインドが必要です)\n"
    "2. IIS マネージャーでサイト「{3}」(仮定) の「バインド」を開いて比較します"};

inline constexpr Text kInstallSource{
    "1. open the updating policy in the console, and there \"Initial Install Source\"\n"
    "2. clear \"Use primary server address\"\n"
    "3. enter \\\\<IP address of the server>\\SophosUpdate",
    "1. コンソールでアップデートポリシーを開き、「新規インストール元」を開きます\n"
    "2. 「プライマリサーバアドレスを使用する」のチェックを外します\n"
    "3. 「\\\\SECのIPアドレス\\SophosUpdate」を記入します"};

inline constexpr Text kWrongServer{
    "1. on this machine, run \"nslookup\" with the name and compare: does {0} have the address of the update server?\n"
    "2. correct the record in DNS, or the line in the hosts file (%SystemRoot%\\System32\\drivers\\etc\\hosts), then run \"ipconfig /flushdns\"\n"
    "3. or use the server's IP address in the updating policy, as the guide does",
    "1. この端末で nslookup を実行し、{0} の IP アドレスがアップデート サーバーのものであることを確認します\n"
    "2. DNS のレコードまたは hosts ファイル (%SystemRoot%\\System32\\drivers\\etc\\hosts) を修正し、ipconfig /flushdns を実行します\n"
    "3. または手順書のとおり、アップデートポリシーでサーバーの IP アドレスを使用します"};

inline constexpr Text kOneFamily{
    "1. in IIS Manager, open \"Bindings...\" of the site \"{3}\" (assumed): \"All Unassigned\" covers {0} too\n"
    "2. allow the port for {0} in the firewalls on the way and on the server\n"
    "3. if the server is not meant to be reached over {0}: take that address out of DNS",
    "1. IIS マネージャーでサイト「{3}」(仮定) の「バインド」を開きます (IP アドレスが「未使用の IP アドレスすべて」であれば {0} も対象になります)\n"
    "2. 経路上とサーバーのファイアウォールで、{0} のポートを許可します\n"
    "3. サーバーを {0} で使用しない場合は、そのアドレスを DNS から削除します"};
// clang-format on

}  // namespace webcid::causes::steps
