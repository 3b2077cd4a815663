#include <array>

#include "command.hpp"

namespace webcid::cli {
namespace {

constexpr std::array<Command, 8> kCommands{{
    {"check", "walk, download, verify and diagnose a published share",
     "  webcid check http://srv/SophosUpdate\n"
     "  webcid check http://srv/SophosUpdate --report json=report.json --save-evidence run.har\n"
     "  webcid check http://srv/SophosUpdate --user 'DOM\\SophosUpdateMgr' --password-file pw.txt\n",
     declare_check},
    {"update", "mirror a published share into a folder, as an endpoint does",
     "  webcid update http://srv/SophosUpdate mirror\n"
     "  webcid update http://srv/SophosUpdate mirror -j 32 --paranoid\n",
     declare_update},
    {"list", "what a share, a folder or a catalogue file lists",
     "  webcid list http://srv/SophosUpdate\n"
     "  webcid list SHA256SUMS --format json\n",
     declare_list},
    {"catalogue", "write a catalogue from a folder or file share",
     "  webcid catalogue 'D:\\Update Manager' --output 'D:\\Update Manager\\webcid-catalogue.txt'\n"
     "  webcid catalogue tree --format sha256sums\n",
     declare_catalogue},
    {"verify", "check a local copy against its catalogue",
     "  webcid verify copy\n"
     "  webcid verify copy --catalogue webcid-catalogue.txt\n",
     declare_verify},
    {"diagnose", "judge saved evidence again, without any traffic",
     "  webcid diagnose --from run.har\n"
     "  webcid diagnose --from run.har --lang ja --report json=-\n",
     declare_diagnose},
    {"explain", "what a cause means, how it is told, how it is mended",
     "  webcid explain\n"
     "  webcid explain iis.hidden-segment --lang ja\n",
     declare_explain},
    {"fix", "what mends a report's findings, as one script",
     "  webcid fix report.json --as web.config\n"
     "  webcid fix report.json --as appcmd --site \"Intranet/SophosUpdate\" > fix.cmd\n",
     declare_fix},
}};

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

}  // namespace webcid::cli
