// What mends a cause, in every form an administrator may want it, each derived from one row of data
// (src/causes/mending.cpp). Facts: Microsoft's documentation of the IIS configuration sections, and the WebCID guide.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/causes/language.hpp>
#include <webcid/model/report.hpp>

namespace webcid::causes {

enum class RemedyForm : std::uint8_t {
  Steps,       // what to click or do, in the words of IIS Manager, a step a line
  WebConfig,   // a complete web.config for the share's root folder
  Appcmd,      // commands for an elevated command prompt on the server
  PowerShell,  // commands for an elevated Windows PowerShell on the server
};
std::string_view name_of(RemedyForm form);  // "steps", "web.config", "appcmd", "powershell": JSON and `--as`
std::optional<RemedyForm> remedy_form_named(std::string_view name);

struct Remedy {
  RemedyForm form = RemedyForm::Steps;
  std::string title;  // one line in the asked language: what it is, where it goes, what it assumes
  // Steps are in the asked language. The other forms are pure ASCII in every language (characters beyond it are
  // written as references), because a comment in another encoding than the file's would break a web.config.
  std::string text;
  friend bool operator==(const Remedy&, const Remedy&) = default;
};

// What answers at the address. What only IIS can be told is no remedy for another server.
enum class Product : std::uint8_t { Iis, Other };

// Whether the names in a context are the server's own or what is usual.
enum class Naming : std::uint8_t { Assumed, Known };

// What the commands name. The defaults are the guide's own values; a remedy says that they are assumed.
struct RemedyContext {
  std::string site = "Default Web Site/SophosUpdate";  // site, then the alias of the virtual directory
  std::string physical_path = R"(C:\ProgramData\Sophos\Update Manager\Update Manager)";
  std::string pool = "DefaultAppPool";  // the application pool of the site
  std::string path = "/SophosUpdate";   // of the address, decoded: how findings name the share
  std::uint16_t port = 80;              // of the address
  Naming naming = Naming::Assumed;      // of site and physical path
  Product product = Product::Iis;       // decides where the finding itself is not about IIS
};

// The context of a share at this address: its path, below the site that IIS sets up by default. The defaults above for
// what is no http:// address. `server` is the Server header; IIS may hide its own.
RemedyContext context_of(std::string_view address, std::string_view server = {});
// The same, with what the server's own files say in place of the defaults.
RemedyContext context_of(const model::Target& target, std::string_view server);

// The remedies in the order in which they should be tried, the same for the same input. Parameters are escaped for XML
// and quoted for the command prompt and PowerShell; one that no quoting makes safe is left out of the commands.
// Nothing for an unknown cause.
std::vector<Remedy> remedies(const model::CauseRef& about, Language language, const RemedyContext& context = {});

// Parameters as a finding of this cause may have them, for documents that show remedies without a finding. Empty where
// the cause has none, or where no remedy depends on them.
std::vector<std::string> example_parameters(std::string_view cause);

}  // namespace webcid::causes
