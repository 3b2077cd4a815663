// What to do about gateways on the way and about several servers behind one name: mostly a request to whoever runs
// them. One step a line; places as in steps_iis.hpp.
#pragma once

#include <webcid/causes/language.hpp>

namespace webcid::causes::steps {

// clang-format off
inline constexpr Text kProxy{
    "1. check the proxy's name and port: {0}\n"
    "2. if the update server is in the same network, leave the proxy out (--no-proxy here, the proxy settings of the updating policy there)",
    "1. プロキシの名前とポートを確認します: {0}\n"
    "2. アップデート サーバーが同じネットワークにある場合は、プロキシを使用しないようにします (このツールでは --no-proxy、アップデートポリシーではプロキシの設定)"};

inline constexpr Text kProxyAccount{
    "1. in the updating policy, enter the account of the proxy (\"Proxy Details\"); here, give it with --proxy-user and --proxy-password-file\n"
    "2. or ask whoever runs the proxy to let requests to the update server's address pass without an account\n"
    "3. or leave the proxy out, where the server can be reached without it (--no-proxy here, the proxy settings of the updating policy there)",
    "1. アップデートポリシーの「プロキシの詳細」に、プロキシのアカウントを設定します (このツールでは --proxy-user と --proxy-password-file)\n"
    "2. または、アップデート サーバー宛ての通信だけを認証なしで許可するよう、プロキシの管理者に依頼します\n"
    "3. または、プロキシなしでサーバーに接続できる場合は、プロキシを使用しないようにします (このツールでは --no-proxy、アップデートポリシーではプロキシの設定)"};

inline constexpr Text kBlocked{
    "1. ask whoever runs {0} to let requests to the update server's address pass, and no more than these; the page that came usually names the rule\n"
    "2. or leave the proxy out, where the server can be reached without it (--no-proxy here, the proxy settings of the updating policy there)\n"
    "3. check again from this machine",
    "1. アップデート サーバー宛ての通信だけを許可するよう、{0} の管理者に依頼します (返されたページに、該当する規則が示されていることがあります)\n"
    "2. または、プロキシなしでサーバーに接続できる場合は、プロキシを使用しないようにします (このツールでは --no-proxy、アップデートポリシーではプロキシの設定)\n"
    "3. この端末からもう一度確認します"};

inline constexpr Text kBlockPage{
    "1. open the address of an affected file in a browser on this machine; the page usually names the product and the rule\n"
    "2. ask whoever runs it to exempt the update server's address from filtering; a type of file for all servers would be more than is needed\n"
    "3. or leave the proxy out, where the server can be reached without it (--no-proxy here, the proxy settings of the updating policy there)",
    "1. この端末のブラウザーで、該当するファイルのアドレスを開きます (表示されるページに、製品と規則が示されていることがあります)\n"
    "2. アップデート サーバーのアドレスだけをフィルターの対象外にするよう、管理者に依頼します (すべてのサーバーに対してファイルの種類を許可する必要はありません)\n"
    "3. または、プロキシなしでサーバーに接続できる場合は、プロキシを使用しないようにします (このツールでは --no-proxy、アップデートポリシーではプロキシの設定)"};

inline constexpr Text kCaptivePortal{
    "1. open any http:// address in a browser on this machine, sign in, and update again\n"
    "2. for machines that nobody signs in on, ask whoever runs the network to let the update server's address pass without signing in\n"
    "3. or connect the machine to the network of the server, for example by VPN",
    "1. この端末のブラウザーで任意の http:// のアドレスを開き、サインインしてから、再度アップデートします\n"
    "2. サインインする人がいない端末については、アップデート サーバー宛ての通信をサインインなしで許可するよう、ネットワークの管理者に依頼します\n"
    "3. または VPN などで、サーバーのあるネットワークに接続します"};

inline constexpr Text kStaleProxy{
    "1. ask whoever runs the cache to exempt the update server's address from caching, and to drop what is kept of it\n"
    "2. or let IIS forbid it: in IIS Manager, select {1}, open \"HTTP Response Headers\", choose \"Set Common Headers...\" and let Web content expire immediately; every endpoint then fetches from the server itself, which costs bandwidth\n"
    "3. or leave the proxy out, where the server can be reached without it (--no-proxy here, the proxy settings of the updating policy there)",
    "1. アップデート サーバーのアドレスをキャッシュの対象外にし、保持されている内容を削除するよう、キャッシュの管理者に依頼します\n"
    "2. または IIS 側で禁止します。IIS マネージャーで{1}を選択し、「HTTP 応答ヘッダー」の「共通ヘッダーの設定」で、Web コンテンツの有効期限が直ちに切れるように設定します (すべてのエンドポイントがサーバーから取得するため、通信量は増えます)\n"
    "3. または、プロキシなしでサーバーに接続できる場合は、プロキシを使用しないようにします (このツールでは --no-proxy、アップデートポリシーではプロキシの設定)"};

inline constexpr Text kAltersContent{
    "1. fetch one of the files on the server itself (http://localhost/...) and compare it: if it is right there, something on the way changes it\n"
    "2. ask whoever runs the gateway to exempt the update server's address from scanning, compression and rewriting; the endpoint verifies every file itself\n"
    "3. or leave the proxy out, where the server can be reached without it (--no-proxy here, the proxy settings of the updating policy there)",
    "1. サーバー自身で (http://localhost/...) 該当するファイルを取得して比較します。正しく取得できる場合は、経路上の機器が変更しています\n"
    "2. アップデート サーバー宛ての通信をウイルス検査、圧縮、書き換えの対象外にするよう、ゲートウェイの管理者に依頼します (ファイルの検証はエンドポイントで行われます)\n"
    "3. または、プロキシなしでサーバーに接続できる場合は、プロキシを使用しないようにします (このツールでは --no-proxy、アップデートポリシーではプロキシの設定)"};

inline constexpr Text kUpstreamFailed{
    "1. on each server behind {0}, open the address itself (http://localhost/...) and mend what does not answer\n"
    "2. in {0}, check the addresses and ports of these servers, and that the health check asks for something that exists\n"
    "3. until then, set the address of one server that works in the updating policy",
    "1. {0} の背後にある各サーバー自身で (http://localhost/...) アドレスを開き、応答しないサーバーを復旧します\n"
    "2. {0} の設定で、各サーバーのアドレスとポート、および正常性の確認に使用する URL が存在することを確認します\n"
    "3. 復旧するまでは、正常なサーバーのアドレスをアップデートポリシーに設定する方法もあります"};

inline constexpr Text kNodesDisagree{
    "1. let the update manager publish to every one of these servers: {0}\n"
    "2. compare the settings of the share (web.config, MIME types, request filtering) between them\n"
    "3. take a server out of the balancing while its tree is written, or let the balancer keep each client on one server",
    "1. アップデートマネージャから、次のすべてのサーバーに配信します: {0}\n"
    "2. 仮想ディレクトリの設定 (web.config、「MIMEの種類」、「要求のフィルタリング」) をサーバー間で比較します\n"
    "3. 配信フォルダーの更新中は、そのサーバーを負荷分散の対象から外します。または、同じ端末を常に同じサーバーに割り振るようにします"};

inline constexpr Text kNodeDown{
    "1. check that the server {0} is on, and that its site \"{3}\" (assumed) is started\n"
    "2. until it answers, take it out of the balancing or its address out of DNS; other servers then carry its load",
    "1. サーバー {0} の電源が入っており、サイト「{3}」(仮定) が開始されていることを確認します\n"
    "2. 復旧するまでは、負荷分散の対象または DNS からこのサーバーを外します (その分、他のサーバーの負荷が増えます)"};
// clang-format on

}  // namespace webcid::causes::steps
