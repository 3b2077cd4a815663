// The text of a server's applicationHost.config.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>
#include <webcid/base/text.hpp>
#include <webcid/iis/defaults.hpp>
#include <webcid/iis/pages.hpp>
#include <webcid/iis/server_configuration.hpp>

namespace webcid::iis {
namespace {

// Which sections exist and which of them a web.config may not set (iis.md a.8).
struct SectionRow {
  std::string_view group;
  std::string_view name;
  std::string_view mode;        // overrideModeDefault
  std::string_view where = "";  // allowDefinition
};
constexpr std::string_view kSecurity = "system.webServer/security";
constexpr std::string_view kAuthentication = "system.webServer/security/authentication";
constexpr std::array<SectionRow, 40> kSectionRows{{
    {"system.applicationHost", "applicationPools", "Deny", "AppHostOnly"},
    {"system.applicationHost", "log", "Deny", "AppHostOnly"},
    {"system.applicationHost", "sites", "Deny", "AppHostOnly"},
    {"system.applicationHost", "webLimits", "Deny", "AppHostOnly"},
    {"system.webServer", "asp", "Deny"},
    {"system.webServer", "caching", "Allow"},
    {"system.webServer", "cgi", "Deny"},
    {"system.webServer", "defaultDocument", "Allow"},
    {"system.webServer", "directoryBrowse", "Allow"},
    {"system.webServer", "fastCgi", "Deny", "AppHostOnly"},
    {"system.webServer", "globalModules", "Deny", "AppHostOnly"},
    {"system.webServer", "handlers", "Deny"},
    {"system.webServer", "httpCompression", "Allow"},
    {"system.webServer", "httpErrors", "Allow"},
    {"system.webServer", "httpLogging", "Deny"},
    {"system.webServer", "httpProtocol", "Allow"},
    {"system.webServer", "httpRedirect", "Allow"},
    {"system.webServer", "isapiFilters", "Deny", "MachineToApplication"},
    {"system.webServer", "modules", "Deny", "MachineToApplication"},
    {"system.webServer", "serverRuntime", "Deny"},
    {"system.webServer", "staticContent", "Allow"},
    {"system.webServer", "urlCompression", "Allow"},
    {"system.webServer", "validation", "Allow"},
    {"system.webServer", "applicationInitialization", "Allow", "MachineToApplication"},
    {kSecurity, "access", "Deny"},
    {kSecurity, "authorization", "Allow"},
    {kSecurity, "dynamicIpSecurity", "Deny"},
    {kSecurity, "ipSecurity", "Deny"},
    {kSecurity, "isapiCgiRestriction", "Deny", "AppHostOnly"},
    {kSecurity, "requestFiltering", "Allow"},
    {kAuthentication, "anonymousAuthentication", "Deny"},
    {kAuthentication, "basicAuthentication", "Deny"},
    {kAuthentication, "digestAuthentication", "Deny"},
    {kAuthentication, "windowsAuthentication", "Deny"},
    {"system.webServer/tracing", "traceFailedRequests", "Allow"},
    {"system.webServer/webdav", "authoring", "Deny"},
    {"system.webServer/rewrite", "globalRules", "Deny", "AppHostOnly"},
    {"system.webServer/rewrite", "outboundRules", "Allow"},
    {"system.webServer/rewrite", "rewriteMaps", "Allow"},
    {"system.webServer/rewrite", "rules", "Allow"},
}};

constexpr std::array<std::string_view, 20> kModules{"IsapiModule",
                                                    "CgiModule",
                                                    "HttpLoggingModule",
                                                    "HttpCacheModule",
                                                    "StaticCompressionModule",
                                                    "DefaultDocumentModule",
                                                    "DirectoryListingModule",
                                                    "ProtocolSupportModule",
                                                    "StaticFileModule",
                                                    "AnonymousAuthenticationModule",
                                                    "BasicAuthenticationModule",
                                                    "DigestAuthenticationModule",
                                                    "WindowsAuthenticationModule",
                                                    "RequestFilteringModule",
                                                    "CustomErrorModule",
                                                    "ConfigurationValidationModule",
                                                    "HttpRedirectionModule",
                                                    "IpRestrictionModule",
                                                    "DynamicIpRestrictionModule",
                                                    "UrlAuthorizationModule"};

std::string attribute(std::string_view name, std::string_view value) {
  return value.empty() ? std::string() : fmt::format(" {}=\"{}\"", name, escape_html(value));
}

bool is_installed(const SectionRow& row, const StockServer& server) {
  if (row.group == "system.webServer/rewrite") return server.has_url_rewrite;
  if (row.group == "system.webServer/webdav") return server.has_webdav;
  return row.name != "dynamicIpSecurity" || server.version >= Version::V8_0;
}

std::string config_sections(const StockServer& server) {
  std::string text = "  <configSections>\r\n";
  std::vector<std::string_view> open;  // the groups around the next section
  const auto enter = [&](const std::vector<std::string_view>& groups) {
    const auto common = static_cast<std::size_t>(
        std::mismatch(open.begin(), open.end(), groups.begin(), groups.end()).first - open.begin());
    for (; open.size() > common; open.pop_back()) text += "    </sectionGroup>\r\n";
    for (; open.size() < groups.size(); open.push_back(groups[open.size()])) {
      text += fmt::format("    <sectionGroup name=\"{}\">\r\n", groups[open.size()]);
    }
  };
  for (const SectionRow& row : kSectionRows) {
    if (!is_installed(row, server)) continue;
    enter(base::split(row.group, '/'));
    text += fmt::format("      <section name=\"{}\"{} overrideModeDefault=\"{}\" />\r\n", row.name,
                        attribute("allowDefinition", row.where), row.mode);
  }
  enter({});
  return text + "  </configSections>\r\n";
}

std::string virtual_directory(const VirtualDirectoryRow& row) {
  return fmt::format("          <virtualDirectory{}{} />\r\n", attribute("path", row.path),
                     attribute("physicalPath", row.physical_path));
}

std::string application_host(const StockServer& server) {
  std::string text = fmt::format(
      "  <system.applicationHost>\r\n"
      "    <applicationPools>\r\n"
      "      <add name=\"DefaultAppPool\" autoStart=\"{}\" managedRuntimeVersion=\"{}\" />\r\n"
      "    </applicationPools>\r\n"
      "    <sites>\r\n"
      "      <site{} id=\"1\" serverAutoStart=\"{}\">\r\n"
      "        <application path=\"/\" applicationPool=\"DefaultAppPool\">\r\n"
      "          <virtualDirectory path=\"/\" physicalPath=\"%SystemDrive%\\inetpub\\wwwroot\" />\r\n",
      server.pool == StartMode::Started, server.has_dot_net_4 ? "v4.0" : "v2.0", attribute("name", server.site_name),
      server.site == StartMode::Started);
  for (const VirtualDirectoryRow& row : server.virtual_directories) text += virtual_directory(row);
  text += "        </application>\r\n        <bindings>\r\n";
  for (const std::string& binding : server.bindings) {
    text += fmt::format("          <binding protocol=\"http\" bindingInformation=\"{}\" />\r\n", escape_html(binding));
  }
  return text +
         "        </bindings>\r\n"
         "      </site>\r\n"
         "    </sites>\r\n"
         "  </system.applicationHost>\r\n";
}

std::string http_errors(Version version) {
  std::string text = "    <httpErrors lockAttributes=\"allowAbsolutePathsWhenDelegated,defaultPath\">\r\n";
  for (int status : {401, 403, 404, 405, 406, 412, 431, 500, 501, 502}) {
    if (status == 431 && version < Version::V10_0) continue;
    text += fmt::format(
        "      <error statusCode=\"{0}\" prefixLanguageFilePath=\"%SystemDrive%\\inetpub\\custerr\" "
        "path=\"{0}.htm\" />\r\n",
        status);
  }
  return text + "    </httpErrors>\r\n";
}

std::string request_filtering() {
  std::string text = "      <requestFiltering>\r\n        <fileExtensions allowUnlisted=\"true\">\r\n";
  for (std::string_view extension : default_denied_extensions()) {
    text += fmt::format("          <add fileExtension=\"{}\" allowed=\"false\" />\r\n", extension);
  }
  text += "        </fileExtensions>\r\n        <verbs allowUnlisted=\"true\" />\r\n        <hiddenSegments>\r\n";
  for (std::string_view segment : default_hidden_segments()) {
    text += fmt::format("          <add segment=\"{}\" />\r\n", segment);
  }
  return text + "        </hiddenSegments>\r\n      </requestFiltering>\r\n";
}

std::string web_server(const StockServer& server) {
  std::string text = "  <system.webServer>\r\n    <defaultDocument enabled=\"true\">\r\n      <files>\r\n";
  for (std::string_view name : default_documents()) text += fmt::format("        <add value=\"{}\" />\r\n", name);
  text +=
      "      </files>\r\n    </defaultDocument>\r\n"
      "    <directoryBrowse enabled=\"false\" />\r\n"
      "    <httpCompression directory=\"%SystemDrive%\\inetpub\\temp\\IIS Temporary Compressed Files\">\r\n"
      "      <staticTypes>\r\n";
  for (const char* type : {"text/*", "message/*", "application/javascript", "application/atom+xml",
                           "application/xaml+xml", "image/svg+xml"}) {
    text += fmt::format("        <add mimeType=\"{}\" enabled=\"true\" />\r\n", type);
  }
  text += "        <add mimeType=\"*/*\" enabled=\"false\" />\r\n      </staticTypes>\r\n    </httpCompression>\r\n";
  text += http_errors(server.version);
  text +=
      "    <httpProtocol>\r\n      <customHeaders>\r\n        <add name=\"X-Powered-By\" value=\"ASP.NET\" />\r\n"
      "      </customHeaders>\r\n    </httpProtocol>\r\n"
      "    <httpRedirect enabled=\"false\" />\r\n"
      "    <security>\r\n"
      "      <access sslFlags=\"None\" />\r\n"
      "      <authentication>\r\n"
      "        <anonymousAuthentication enabled=\"true\" userName=\"IUSR\" />\r\n"
      "        <basicAuthentication enabled=\"false\" />\r\n"
      "        <digestAuthentication enabled=\"false\" />\r\n"
      "        <windowsAuthentication enabled=\"false\">\r\n"
      "          <providers>\r\n            <add value=\"Negotiate\" />\r\n            <add value=\"NTLM\" />\r\n"
      "          </providers>\r\n        </windowsAuthentication>\r\n"
      "      </authentication>\r\n"
      "      <authorization>\r\n        <add accessType=\"Allow\" users=\"*\" />\r\n      </authorization>\r\n"
      "      <ipSecurity />\r\n"
      "      <isapiCgiRestriction />\r\n";
  text += request_filtering() + "    </security>\r\n    <staticContent lockAttributes=\"isDocFooterFileName\">\r\n";
  for (const MimeType& row : default_mime_types(server.version)) {
    text += fmt::format("      <mimeMap fileExtension=\"{}\" mimeType=\"{}\" />\r\n", row.extension, row.type);
  }
  text += "    </staticContent>\r\n    <urlCompression />\r\n";
  if (server.has_webdav) text += "    <webdav>\r\n      <authoring enabled=\"false\" />\r\n    </webdav>\r\n";
  return text + "  </system.webServer>\r\n";
}

std::string handlers(const StockServer& server) {
  std::string text = "      <handlers accessPolicy=\"Read, Script\">\r\n";
  if (server.has_webdav) {
    text +=
        "        <add name=\"WebDAV\" path=\"*\" verb=\"PROPFIND,PROPPATCH,MKCOL,PUT,COPY,DELETE,MOVE,LOCK,UNLOCK\" "
        "modules=\"WebDAVModule\" resourceType=\"Unspecified\" requireAccess=\"None\" />\r\n";
  }
  text +=
      "        <add name=\"CGI-exe\" path=\"*.exe\" verb=\"*\" modules=\"CgiModule\" resourceType=\"File\" "
      "requireAccess=\"Execute\" allowPathInfo=\"true\" />\r\n"
      "        <add name=\"ISAPI-dll\" path=\"*.dll\" verb=\"*\" modules=\"IsapiModule\" resourceType=\"File\" "
      "requireAccess=\"Execute\" allowPathInfo=\"true\" />\r\n"
      "        <add name=\"TRACEVerbHandler\" path=\"*\" verb=\"TRACE\" modules=\"ProtocolSupportModule\" "
      "requireAccess=\"None\" />\r\n"
      "        <add name=\"OPTIONSVerbHandler\" path=\"*\" verb=\"OPTIONS\" modules=\"ProtocolSupportModule\" "
      "requireAccess=\"None\" />\r\n";
  if (server.has_dot_net_4 && server.version >= Version::V7_5) {  // iis.md e.4
    text +=
        "        <add name=\"ExtensionlessUrlHandler-Integrated-4.0\" path=\"*.\" verb=\"GET,HEAD,POST,DEBUG\" "
        "type=\"System.Web.Handlers.TransferRequestHandler\" preCondition=\"integratedMode,runtimeVersionv4.0\" />\r\n";
  }
  return text +
         "        <add name=\"StaticFile\" path=\"*\" verb=\"*\" "
         "modules=\"StaticFileModule,DefaultDocumentModule,DirectoryListingModule\" resourceType=\"Either\" "
         "requireAccess=\"Read\" />\r\n"
         "      </handlers>\r\n";
}

std::string modules(const StockServer& server) {
  std::string text = "      <modules>\r\n";
  for (std::string_view name : kModules) text += fmt::format("        <add name=\"{}\" lockItem=\"true\" />\r\n", name);
  if (server.has_webdav) text += "        <add name=\"WebDAVModule\" />\r\n";
  if (server.has_url_rewrite) text += "        <add name=\"RewriteModule\" />\r\n";
  return text + "      </modules>\r\n";
}

}  // namespace

std::string application_host_text(const StockServer& server) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<configuration>\r\n" + config_sections(server) +
         application_host(server) + web_server(server) +
         "  <location path=\"\" overrideMode=\"Allow\">\r\n    <system.webServer>\r\n" + modules(server) +
         handlers(server) + "    </system.webServer>\r\n  </location>\r\n" + server.locations + "</configuration>\r\n";
}

}  // namespace webcid::iis
