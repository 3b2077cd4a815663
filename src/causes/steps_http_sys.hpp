// What to do about sites, bindings and application pools, one step a line. Places as in steps_iis.hpp.
#pragma once

#include <webcid/causes/language.hpp>

namespace webcid::causes::steps {

// clang-format off
inline constexpr Text kNoBinding{
    "1. in IIS Manager, select the site \"{3}\" (assumed) and choose \"Bindings...\"\n"
    "2. add a binding of type http with the port of the address and the host name {0}; if that is an IP address, leave the host name empty\n"
    "3. or use a host name in the updating policy that has a binding already",
    "1. IIS マネージャーでサイト「{3}」(仮定) を選択し、「バインド」を開きます\n"
    "2. 種類「http」、アドレスと同じポート、ホスト名「{0}」のバインドを追加します (IP アドレスの場合は、ホスト名を空欄にします)\n"
    "3. または、既にバインドのあるホスト名をアップデートポリシーで使用します"};

inline constexpr Text kNoSite{
    "1. in IIS Manager, check that the site \"{3}\" (assumed) exists; if it is stopped, choose \"Start\"\n"
    "2. open \"Bindings...\" and compare type (http), IP address and port with {0}\n"
    "3. \"netsh http show servicestate\" on the server shows what else uses the port",
    "1. IIS マネージャーで、サイト「{3}」(仮定) があることを確認し、停止している場合は「開始」を選択します\n"
    "2. 「バインド」を開き、種類 (http)、IP アドレス、ポートを {0} と比較します\n"
    "3. サーバーで netsh http show servicestate を実行すると、ポートを使用している他のプログラムを確認できます"};

inline constexpr Text kPoolStopped{
    "1. in IIS Manager, select the site \"{3}\" (assumed); \"Basic Settings...\" shows its application pool\n"
    "2. open \"Application Pools\", select it and choose \"Start\"\n"
    "3. if it stops again, look for WAS in the system event log: after events 5057 and 5059, set the account and its password again (\"Advanced Settings...\", \"Identity\"); after crashes, find the module that crashes\n"
    "leave rapid-fail protection on: without it the crashes go on, only unseen",
    "1. IIS マネージャーでサイト「{3}」(仮定) を選択し、「基本設定」でアプリケーション プールの名前を確認します\n"
    "2. 「アプリケーション プール」でそのプールを選択し、「開始」を選択します\n"
    "3. 再び停止する場合は、システム イベント ログの WAS を確認します。イベント 5057、5059 の場合は「詳細設定」の「ID」でアカウントとパスワードを設定し直し、異常終了の場合は原因のモジュールを調べます\n"
    "ラピッドフェール保護は有効のままにしてください。無効にしても異常終了はなくならず、気付きにくくなるだけです"};

inline constexpr Text kConnectionLimit{
    "1. look up the reason in the HTTPERR log (%SystemRoot%\\System32\\LogFiles\\HTTPERR)\n"
    "2. spread the updates: more servers, or groups of endpoints at different times\n"
    "3. QueueFull: in \"Application Pools\", \"Advanced Settings...\", raise \"Queue Length\" (1000 by default)\n"
    "4. ConnLimit: select the site \"{3}\" (assumed), choose \"Limits...\" and raise the number of connections\n"
    "higher limits make the server easier to overload",
    "1. HTTPERR ログ (%SystemRoot%\\System32\\LogFiles\\HTTPERR) で理由を確認します\n"
    "2. アップデートを分散します (サーバーを増やす、グループごとに時間をずらすなど)\n"
    "3. QueueFull の場合は、「アプリケーション プール」の「詳細設定」で「キューの長さ」(既定値は 1000) を増やします\n"
    "4. ConnLimit の場合は、サイト「{3}」(仮定) の「制限」で接続数の制限を増やします\n"
    "制限を緩めると、サーバーが過負荷になりやすくなります"};

inline constexpr Text kRequestRejected{
    "1. look up the reason in the HTTPERR log (%SystemRoot%\\System32\\LogFiles\\HTTPERR)\n"
    "2. where the address is refused: publish shorter names (260 characters at most between two slashes), without control characters\n"
    "3. where the verb or a header is refused: something on the way garbles the request; leave the proxy or gateway out\n"
    "4. where the headers are too long: leave out what makes them long, such as Kerberos tickets of accounts in very many groups\n"
    "5. as a last resort, raise UrlSegmentMaxLength, or MaxFieldLength and MaxRequestBytes, below HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters and restart the server; this weakens the check for every site of the server",
    "1. HTTPERR ログ (%SystemRoot%\\System32\\LogFiles\\HTTPERR) で理由を確認します\n"
    "2. URL が拒否される場合は、「/」と「/」の間が 260 文字以内で、制御文字を含まない名前で配信します\n"
    "3. メソッドまたはヘッダーが拒否される場合は、経路上の機器で要求が壊れているため、プロキシやゲートウェイを経由しないようにします\n"
    "4. ヘッダーが長すぎる場合は、多数のグループに属するアカウントの Kerberos チケットなど、原因となるものを減らします\n"
    "5. やむを得ない場合は、HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters の UrlSegmentMaxLength、または MaxFieldLength と MaxRequestBytes を増やし、サーバーを再起動します (サーバー上のすべてのサイトで検査が弱まります)"};
// clang-format on

}  // namespace webcid::causes::steps
