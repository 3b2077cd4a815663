// What to do about who may read the share, and how, one step a line. Places as in steps_iis.hpp.
#pragma once

#include <webcid/causes/language.hpp>

namespace webcid::causes::steps {

// clang-format off
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

inline constexpr Text kAclDenied{
    "1. on the server, open the properties of the folder below {2} (assumed), tab \"Security\"; affected: {0}\n"
    "2. give \"Read & execute\", and no more, to the account that reads: SophosUpdateMgr where a user name is asked for, IUSR and IIS_IUSRS with anonymous authentication\n"
    "3. where a folder was moved here: open \"Advanced\" and let it inherit the permissions of the folder above",
    "1. サーバーで「{2}」(仮定) の該当するフォルダーのプロパティを開き、「セキュリティ」タブを選択します (該当箇所: {0})\n"
    "2. 読み取るアカウントに「読み取りと実行」だけを許可します (認証をかけている場合は SophosUpdateMgr、匿名認証の場合は IUSR と IIS_IUSRS)\n"
    "3. 移動してきたフォルダーの場合は、「詳細設定」で親フォルダーのアクセス許可を継承するように設定します"};

inline constexpr Text kAuthorizationDenied{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Authorization Rules\"; where only {0} is affected, do so on that folder\n"
    "3. remove the deny rule, or choose \"Add Allow Rule...\" for the account of the updating policy (SophosUpdateMgr)\n"
    "4. allow all users only where everybody may read the updates",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「承認規則」を開きます ({0} だけが該当する場合は、そのフォルダーで開きます)\n"
    "3. 拒否規則を削除するか、「許可規則の追加」でアップデートポリシーのアカウント (SophosUpdateMgr) を許可します\n"
    "4. 「すべてのユーザー」を許可するのは、誰でもアップデートを読み取れるようにする場合だけにします"};

inline constexpr Text kSslRequired{
    "1. in IIS Manager, select {1}\n"
    "2. open \"SSL Settings\"\n"
    "3. clear \"Require SSL\" and choose \"Apply\"\n"
    "this takes the encryption off the share: set it there only, not on the site. The other way out is a site of its own for the updates, with a binding of type http",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「SSL 設定」を開きます\n"
    "3. 「SSL が必要」のチェックを外し、「適用」を選択します\n"
    "この設定により、仮想ディレクトリへの通信は暗号化されなくなります。サイト全体ではなくこの仮想ディレクトリにだけ設定してください。種類「http」のバインドを持つ、アップデート専用のサイトを作成する方法もあります"};

inline constexpr Text kRedirectToHttps{
    "1. in IIS Manager, select {1}, open \"HTTP Redirect\", clear \"Redirect requests to this destination\" and choose \"Apply\"\n"
    "2. where nothing is set there: open \"URL Rewrite\" of the site \"{3}\" (assumed) and add a condition that exempts the share to the rule that leads to https\n"
    "3. where neither is set: a balancer or gateway redirects; {0} and its log tell which\n"
    "the rest of the site can keep its redirect",
    "1. IIS マネージャーで{1}を選択し、「HTTP リダイレクト」の「このリダイレクト先に要求をリダイレクト」のチェックを外して「適用」を選択します\n"
    "2. 設定されていない場合は、サイト「{3}」(仮定) の「URL 書き換え」を開き、https に転送する規則に、この仮想ディレクトリを除外する条件を追加します\n"
    "3. どちらも設定されていない場合は、負荷分散装置やゲートウェイがリダイレクトしています ({0} とその機器のログで確認できます)\n"
    "サイトの他の部分のリダイレクトは、そのままでかまいません"};

inline constexpr Text kRedirectElsewhere{
    "1. open {0} in a browser: if the updates are there, set that address in the updating policy (http only)\n"
    "2. else, in IIS Manager, select {1}, open \"HTTP Redirect\", clear \"Redirect requests to this destination\" and choose \"Apply\"\n"
    "3. where nothing is set there: look for a rule in \"URL Rewrite\" of the share and of the site \"{3}\" (assumed), and exempt the share from it",
    "1. ブラウザーで {0} を開きます。アップデートが配信されている場合は、アップデートポリシーのアドレスをそこに変更します (http のみ)\n"
    "2. それ以外の場合は、IIS マネージャーで{1}を選択し、「HTTP リダイレクト」の「このリダイレクト先に要求をリダイレクト」のチェックを外して「適用」を選択します\n"
    "3. 設定されていない場合は、仮想ディレクトリとサイト「{3}」(仮定) の「URL 書き換え」を確認し、該当する規則からこの仮想ディレクトリを除外します"};

inline constexpr Text kAddressDenied{
    "1. in IIS Manager, select {1}\n"
    "2. open \"IP Address and Domain Restrictions\" (\"IPv4 Address and Domain Restrictions\" in IIS 7)\n"
    "3. remove the deny entry that covers this machine, or choose \"Add Allow Entry...\" for the network of the endpoints; allowing all unlisted clients would be more than is needed\n"
    "4. where endpoints come through a proxy or NAT, its address is the one that counts\n"
    "5. where nothing is set there: look up the sub-status of a refused request in the IIS log (%SystemDrive%\\inetpub\\logs\\LogFiles)",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「IP アドレスおよびドメインの制限」(IIS 7 では「IPv4 およびドメインの制限」) を開きます\n"
    "3. この端末が該当する拒否エントリを削除するか、「許可エントリの追加」でエンドポイントのネットワークを許可します (登録されていないすべての端末を許可する必要はありません)\n"
    "4. エンドポイントがプロキシや NAT を経由している場合は、その機器の IP アドレスを許可します\n"
    "5. 設定されていない場合は、IIS のログ (%SystemDrive%\\inetpub\\logs\\LogFiles) で、拒否された要求のサブ状態コードを確認します"};

inline constexpr Text kRateLimited{
    "1. in IIS Manager, select the site \"{3}\" (assumed) and open \"IP Address and Domain Restrictions\"\n"
    "2. choose \"Edit Dynamic Restriction Settings...\" and raise the numbers until a whole update passes; this weakens the protection against floods of requests\n"
    "3. where many endpoints share one proxy: tick \"Enable Proxy Mode\" in \"Edit Feature Settings...\", if the proxy names its clients (X-Forwarded-For)\n"
    "4. where nothing is set there: a gateway on the way may count; or let fewer endpoints update at a time",
    "1. IIS マネージャーでサイト「{3}」(仮定) を選択し、「IP アドレスおよびドメインの制限」を開きます\n"
    "2. 「動的な制限の設定の編集」を開き、アップデート全体が通過できる値まで増やします (大量の要求に対する保護は弱まります)\n"
    "3. 多数のエンドポイントが同じプロキシを経由していて、プロキシが X-Forwarded-For を付ける場合は、「機能設定の編集」で「プロキシ モードを有効にする」にチェックを入れます\n"
    "4. 設定されていない場合は、経路上のゲートウェイの制限を確認します。または、同時にアップデートするエンドポイントを減らします"};

inline constexpr Text kReadDenied{
    "1. in IIS Manager, select {1}\n"
    "2. open \"Handler Mappings\" and choose \"Edit Feature Permissions...\"\n"
    "3. tick \"Read\"; the share of the updates needs neither \"Script\" nor \"Execute\"",
    "1. IIS マネージャーで{1}を選択します\n"
    "2. 「ハンドラー マッピング」を開き、「機能のアクセス許可の編集」を選択します\n"
    "3. 「読み取り」にチェックを入れます (アップデートの配信に「スクリプト」と「実行」は必要ありません)"};
// clang-format on

}  // namespace webcid::causes::steps
