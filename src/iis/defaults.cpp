#include <array>
#include <webcid/iis/defaults.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::iis {
namespace {

// iis.md c.4
constexpr std::array<std::string_view, 43> kDeniedExtensions{
    ".asax",    ".ascx",        ".master",       ".skin",        ".browser",      ".sitemap", ".config",    ".cs",
    ".csproj",  ".vb",          ".vbproj",       ".webinfo",     ".licx",         ".resx",    ".resources", ".mdb",
    ".vjsproj", ".java",        ".jsl",          ".ldb",         ".dsdgm",        ".ssdgm",   ".lsad",      ".ssmap",
    ".cd",      ".dsprototype", ".lsaprototype", ".sdm",         ".sdmdocument",  ".mdf",     ".ldf",       ".ad",
    ".dd",      ".ldd",         ".sd",           ".adprototype", ".lddprototype", ".exclude", ".refresh",   ".compiled",
    ".msgx",    ".vsdisco",     ".rules"};

// iis.md d.1
constexpr std::array<std::string_view, 8> kHiddenSegments{
    "web.config",        "bin",      "App_code",    "App_GlobalResources", "App_LocalResources",
    "App_WebReferences", "App_Data", "App_Browsers"};

// iis.md b.2
constexpr std::array<std::string_view, 6> kDefaultDocuments{"Default.htm", "Default.asp",  "index.htm",
                                                            "index.html",  "iisstart.htm", "default.aspx"};

}  // namespace

std::span<const std::string_view> default_denied_extensions() {
  return kDeniedExtensions;
}

std::span<const std::string_view> default_hidden_segments() {
  return kHiddenSegments;
}

std::span<const std::string_view> default_documents() {
  return kDefaultDocuments;
}

}  // namespace webcid::iis
