// What a server's own files say about a share: its configuration (what it will refuse, and which element is to blame)
// and its logs (what it did refuse). Reads files only; sends nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/clock.hpp>
#include <webcid/base/result.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/model/report.hpp>

namespace webcid::audit {

// --map: the folder of this machine that holds what the server has at a physical path.
struct FolderMap {
  std::string physical_path;  // "C:\inetpub\wwwroot"
  std::string folder;         // UTF-8
};

// Whether names of accounts are printed. Passwords never are.
enum class Accounts : std::uint8_t { Hidden, Shown };

struct AuditOptions {
  std::vector<std::string> files;  // configuration and logs, told apart by what they hold
  std::string site;                // the site's name; "": the first that has the path, else the first
  std::string path;                // of the share, decoded: "/SophosUpdate". "": that one, and logs are read whole
  // What is published; nothing: what the share's folder holds, where it is on this machine.
  std::optional<std::vector<model::Entry>> entries;
  std::vector<FolderMap> folders;
  std::optional<base::Time> since;  // what was logged before does not count
  std::string version;              // "8.5"; "": what a log says, else "10.0"
  std::string user_agent;           // that filtering rules are asked about
  std::string host;                 // in the share's address; "": an IP address, as the guide has it
  std::string client;               // address that restrictions are asked about; "": one that no rule lists
  Accounts accounts = Accounts::Hidden;
  // Takes a line for each file that would be refused: status, cause, file and line of the element, path, separated by
  // tabs; empty: nobody wants them.
  std::function<base::Result<void>(std::string_view line)> refused;
};

// The report of these files. Usage: a file that is none of the four kinds (its message says how it was told), a second
// applicationHost.config, an unknown site or version. LocalIo, naming the file: what cannot be read here, a web.config
// of the share included.
base::Result<model::Report> run(const AuditOptions& options, base::Cancellation& cancellation);

}  // namespace webcid::audit
