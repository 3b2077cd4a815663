#include <array>

#include "command.hpp"

namespace webcid::cli {
namespace {

constexpr std::array<Command, 13> kCommands{{
    {"check",
     {"walk, download, verify and diagnose a published share", "公開された共有を巡回し、ダウンロード、検証、診断する"},
     "  webcid check http://srv/SophosUpdate\n"
     "  webcid check http://srv/SophosUpdate --quick --report junit=webcid.xml\n"
     "  webcid check http://srv/SophosUpdate --save-evidence run.har\n"
     "  webcid check http://srv/SophosUpdate --reference '\\\\srv\\SophosUpdate'\n"
     "  webcid check '\\\\srv\\SophosUpdate'\n"
     "  webcid check http://srv/SophosUpdate --user 'DOM\\SophosUpdateMgr' \\\n"
     "      --password-file pw.txt\n"
     "  webcid check http://srv/SophosUpdate --acceptance --report html=sheet.html\n"
     "  webcid check --from-endpoint\n",
     Configured::Yes,
     declare_check},
    {"update",
     {"mirror a published share into a folder, as an endpoint does",
      "公開された共有を、エンドポイントと同じ方法でフォルダーにミラーする"},
     "  webcid update http://srv/SophosUpdate mirror\n"
     "  webcid update http://srv/SophosUpdate mirror -j 32 --paranoid\n",
     Configured::Yes,
     declare_update},
    {"list",
     {"what a share, a folder or a catalogue file lists", "共有、フォルダー、カタログ ファイルの内容を一覧表示する"},
     "  webcid list http://srv/SophosUpdate\n"
     "  webcid list SHA256SUMS --format json\n",
     Configured::Yes,
     declare_list},
    {"catalogue",
     {"write a catalogue from a folder or file share", "フォルダーまたはファイル共有からカタログを作成する"},
     "  webcid catalogue 'D:\\Update Manager' --output webcid-catalogue.txt\n"
     "  webcid catalogue tree --format sha256sums\n"
     "  webcid catalogue tree --mime-map --output web.config\n",
     Configured::Yes,
     declare_catalogue},
    {"verify",
     {"check a local copy against its catalogue", "ローカルのコピーをカタログと照合する"},
     "  webcid verify copy\n"
     "  webcid verify copy --catalogue webcid-catalogue.txt\n",
     Configured::Yes,
     declare_verify},
    {"diagnose",
     {"judge saved evidence again, without any traffic", "保存した記録を、通信せずにもう一度診断する"},
     "  webcid diagnose --from run.har\n"
     "  webcid diagnose --from run.har --lang ja --report json=-\n",
     Configured::Yes,
     declare_diagnose},
    {"audit",
     {"what a server's own configuration and logs say", "サーバー自身の構成ファイルとログから判定する"},
     "  webcid audit applicationHost.config web.config --catalogue manifest.dat\n"
     "  webcid audit applicationHost.config --reference 'D:\\Update Manager'\n"
     "  webcid audit u_ex*.log httperr*.log --path /SophosUpdate --since 2026-01-31\n"
     "  webcid audit applicationHost.config --map 'D:\\CIDs=copy' --path /CIDs\n",
     Configured::Yes,
     declare_audit},
    {"explain",
     {"what a cause means, how it is told, how it is mended", "原因の意味、見分け方、対処方法を説明する"},
     "  webcid explain\n"
     "  webcid explain iis.hidden-segment --lang ja\n",
     Configured::Yes,
     declare_explain},
    {"fix",
     {"what mends a report's findings, as one script", "レポートの問題への対処方法を 1 つのスクリプトにまとめる"},
     "  webcid fix report.json --as web.config\n"
     "  webcid fix report.json --as appcmd --site \"Intranet/SophosUpdate\" > fix.cmd\n",
     Configured::Yes,
     declare_fix},
    {"report",
     {"compare two reports, or read many as one", "2 つのレポートを比較する。多数のレポートを 1 つにまとめる"},
     "  webcid report diff yesterday.json today.json\n"
     "  webcid report merge pc*.json\n"
     "  webcid report merge pc*.json --format json > fleet.json\n",
     Configured::No,
     declare_report},
    {"endpoint",
     {"where this machine, or another endpoint, updates from",
      "このコンピューターや他のエンドポイントのアップデート元を表示する"},
     "  webcid endpoint\n"
     "  webcid endpoint --file iconn.cfg\n"
     "  webcid endpoint --file com.sophos.sau.plist --format json\n",
     Configured::Yes,
     declare_endpoint},
    {"completion",
     {"a script that teaches a shell to complete webcid's words", "シェルの入力補完用スクリプトを出力する"},
     "  source <(webcid completion bash)\n"
     "  webcid completion zsh > \"${fpath[1]}/_webcid\"\n"
     "  webcid completion fish > ~/.config/fish/completions/webcid.fish\n"
     "  webcid completion powershell | Out-String | Invoke-Expression\n",
     Configured::No,
     declare_completion},
    {"man",
     {"the manual page, for man(1)", "マニュアル ページを man(1) の形式で出力する"},
     "  webcid man > webcid.1\n"
     "  webcid man | man -l -\n",
     Configured::No,
     declare_man},
}};

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

}  // namespace webcid::cli
