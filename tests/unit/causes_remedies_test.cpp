// Remedies, compared whole: facts from the IIS configuration reference (sections, attributes, which are locked).
#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <webcid/causes/causes.hpp>
#include <webcid/causes/remedies.hpp>

#include "catch.hpp"

using webcid::causes::Language;
using webcid::causes::Remedy;
using webcid::causes::RemedyContext;
using webcid::causes::RemedyForm;
using webcid::model::CauseRef;

namespace {

std::vector<std::string> texts(const CauseRef& about, RemedyForm form, const RemedyContext& context = {}) {
  std::vector<std::string> found;
  for (const Remedy& remedy : remedies(about, Language::English, context)) {
    if (remedy.form == form) found.push_back(remedy.text);
  }
  return found;
}

// Enough of XML 1.0 for our own documents: one declaration, elements and attributes in double quotes, references.
bool is_well_formed(const std::string& xml) {
  static const std::regex kDeclaration(R"(^<\?xml version="1\.0" encoding="UTF-8"\?>\n)");
  static const std::regex kTag(R"re(^<(/?)([A-Za-z.]+)((?: [A-Za-z]+="(?:[^<&"]|&#x[0-9A-F]+;)*")*)( /)?>\s*)re");
  std::smatch found;
  if (!std::regex_search(xml, found, kDeclaration)) return false;
  std::string rest = found.suffix();
  std::vector<std::string> open;
  while (std::regex_search(rest, found, kTag)) {
    const bool closes = found[1].length() > 0;
    if (closes && (open.empty() || open.back() != found[2].str())) return false;
    if (closes) open.pop_back();
    if (!closes && found[4].length() == 0) open.push_back(found[2]);
    rest = std::string(found.suffix());
  }
  return rest.empty() && open.empty();
}

const std::string kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration>\n  <system.webServer>\n";
const std::string kTail = "  </system.webServer>\n</configuration>\n";
const std::string kShellHead =
    "# the site and alias below are an assumption: put yours in their place\n"
    "Import-Module WebAdministration\n"
    "$share = @{PSPath='MACHINE/WEBROOT/APPHOST/Default Web Site/SophosUpdate'}\n";
const std::string kAppcmdHead =
    "rem \"Default Web Site/SophosUpdate\" is an assumption: put your site and alias in its place\n";

}  // namespace

TEST_CASE("unmapped extensions are mended by exactly these maps, or by the guide's map for any") {
  const CauseRef about{"iis.mime-map-missing", {".dat", ".upd"}};
  CHECK(texts(about, RemedyForm::WebConfig) ==
        std::vector<std::string>{kHead +
                                     "    <staticContent>\n"
                                     "      <remove fileExtension=\".dat\" />\n"
                                     "      <mimeMap fileExtension=\".dat\" mimeType=\"application/octet-stream\" />\n"
                                     "      <remove fileExtension=\".upd\" />\n"
                                     "      <mimeMap fileExtension=\".upd\" mimeType=\"application/octet-stream\" />\n"
                                     "    </staticContent>\n" +
                                     kTail,
                                 kHead +
                                     "    <staticContent>\n"
                                     "      <remove fileExtension=\".*\" />\n"
                                     "      <mimeMap fileExtension=\".*\" mimeType=\"application/octet-stream\" />\n"
                                     "    </staticContent>\n" +
                                     kTail});
  CHECK(
      texts(about, RemedyForm::Appcmd) ==
      std::vector<std::string>{
          kAppcmdHead +
          R"(%windir%\system32\inetsrv\appcmd.exe set config "Default Web Site/SophosUpdate" /section:staticContent /-"[fileExtension='.dat']" >nul 2>nul)"
          "\n"
          R"(%windir%\system32\inetsrv\appcmd.exe set config "Default Web Site/SophosUpdate" /section:staticContent /+"[fileExtension='.dat',mimeType='application/octet-stream']")"
          "\n"
          R"(%windir%\system32\inetsrv\appcmd.exe set config "Default Web Site/SophosUpdate" /section:staticContent /-"[fileExtension='.upd']" >nul 2>nul)"
          "\n"
          R"(%windir%\system32\inetsrv\appcmd.exe set config "Default Web Site/SophosUpdate" /section:staticContent /+"[fileExtension='.upd',mimeType='application/octet-stream']")"
          "\n"});
  CHECK(texts(about, RemedyForm::PowerShell) ==
        std::vector<std::string>{
            kShellHead +
            "Remove-WebConfigurationProperty @share -Filter system.webServer/staticContent -Name . -AtElement "
            "@{fileExtension='.dat'} -ErrorAction SilentlyContinue -WarningAction SilentlyContinue\n"
            "Add-WebConfigurationProperty @share -Filter system.webServer/staticContent -Name . -Value "
            "@{fileExtension='.dat'; mimeType='application/octet-stream'}\n"
            "Remove-WebConfigurationProperty @share -Filter system.webServer/staticContent -Name . -AtElement "
            "@{fileExtension='.upd'} -ErrorAction SilentlyContinue -WarningAction SilentlyContinue\n"
            "Add-WebConfigurationProperty @share -Filter system.webServer/staticContent -Name . -Value "
            "@{fileExtension='.upd'; mimeType='application/octet-stream'}\n"});
}

TEST_CASE("where very many extensions are unmapped, the guide's map comes first and is what the commands set") {
  CauseRef about{"iis.mime-map-missing", {}};
  for (int i = 0; i < 20; ++i) about.parameters.push_back("." + std::to_string(i));
  const auto documents = texts(about, RemedyForm::WebConfig);
  REQUIRE(documents.size() == 2);
  CHECK(documents[0].find("fileExtension=\".*\"") != std::string::npos);
  CHECK(documents[1].find("fileExtension=\".19\"") != std::string::npos);
  CHECK(texts(about, RemedyForm::Appcmd).at(0).find("'.19'") == std::string::npos);

  for (int i = 20; i < 5000; ++i) about.parameters.push_back("." + std::to_string(i));
  CHECK(texts(about, RemedyForm::WebConfig).size() == 1);
}

TEST_CASE("an extension named twice is mapped once, since a duplicate map is an error of its own (500.19)") {
  CHECK(texts({"iis.mime-map-missing", {".dat", ".dat", ""}}, RemedyForm::WebConfig) ==
        texts({"iis.mime-map-missing", {".dat"}}, RemedyForm::WebConfig));
}

TEST_CASE("files without an extension are mended by the map for none, then by the handler order") {
  const auto documents = texts({"iis.extensionless-not-served", {}}, RemedyForm::WebConfig);
  REQUIRE(documents.size() == 2);
  CHECK(documents[0] == kHead +
                            "    <staticContent>\n"
                            "      <remove fileExtension=\".\" />\n"
                            "      <mimeMap fileExtension=\".\" mimeType=\"application/octet-stream\" />\n"
                            "    </staticContent>\n" +
                            kTail);
  CHECK(documents[1] == kHead +
                            "    <handlers>\n"
                            "      <clear />\n"
                            "      <add name=\"StaticFile\" path=\"*\" verb=\"*\" "
                            "modules=\"StaticFileModule,DefaultDocumentModule,DirectoryListingModule\" "
                            "resourceType=\"Either\" requireAccess=\"Read\" />\n"
                            "    </handlers>\n"
                            "    <staticContent>\n"
                            "      <remove fileExtension=\".\" />\n"
                            "      <mimeMap fileExtension=\".\" mimeType=\"application/octet-stream\" />\n"
                            "    </staticContent>\n" +
                            kTail);
}

TEST_CASE("a hidden segment is removed from the share only, in every form") {
  const auto found = remedies({"iis.hidden-segment", {"bin"}}, Language::Japanese);
  REQUIRE(found.size() == 4);
  CHECK(found[0] == Remedy{RemedyForm::WebConfig,
                           "共有のルート フォルダーに置く web.config (既にある場合は内容を統合してください)",
                           kHead +
                               "    <security>\n"
                               "      <requestFiltering>\n"
                               "        <hiddenSegments>\n"
                               "          <remove segment=\"bin\" />\n"
                               "        </hiddenSegments>\n"
                               "      </requestFiltering>\n"
                               "    </security>\n" +
                               kTail});
  CHECK(
      found[1] ==
      Remedy{
          RemedyForm::Appcmd,
          "サーバーの管理者権限のコマンド プロンプトで実行するコマンド (サイトは「Default Web "
          "Site/SophosUpdate」と仮定)",
          kAppcmdHead +
              R"(%windir%\system32\inetsrv\appcmd.exe set config "Default Web Site/SophosUpdate" /section:requestFiltering /-"hiddenSegments.[segment='bin']")"
              "\n"});
  CHECK(found[2] ==
        Remedy{RemedyForm::PowerShell,
               "サーバーの管理者権限の Windows PowerShell で実行するコマンド (サイトは「Default Web "
               "Site/SophosUpdate」と仮定)",
               kShellHead +
                   "Remove-WebConfigurationProperty @share -Filter "
                   "system.webServer/security/requestFiltering/hiddenSegments -Name . -AtElement @{segment='bin'}\n"});
  CHECK(found[3] ==
        Remedy{RemedyForm::Steps, "手順 (「仮定」と書かれた値は実際の値に読み替えてください)",
               "1. IIS マネージャーで「サイト」→「Default Web Site」→「SophosUpdate」を選択します\n"
               "2. 「要求のフィルタリング」を開き、「非表示セグメント」タブを選択します\n"
               "3. 「bin」を削除します (この仮想ディレクトリだけに適用され、サーバーの他の部分には影響しません)\n"});
}

TEST_CASE("double escaping is allowed on the share, with a warning and the other way out") {
  const CauseRef about{"iis.double-escaping-refused", {}};
  CHECK(texts(about, RemedyForm::WebConfig) ==
        std::vector<std::string>{kHead +
                                 "    <security>\n"
                                 "      <requestFiltering allowDoubleEscaping=\"true\" />\n"
                                 "    </security>\n" +
                                 kTail});
  const auto steps = texts(about, RemedyForm::Steps).at(0);
  CHECK(steps.find("weakens") != std::string::npos);
  CHECK(steps.find("publish names without \"+\"") != std::string::npos);
}

TEST_CASE("directory browsing and denied extensions and sequences are mended in web.config") {
  CHECK(texts({"iis.directory-browsing-off", {}}, RemedyForm::WebConfig).at(0) ==
        kHead + "    <directoryBrowse enabled=\"true\" />\n" + kTail);
  CHECK(texts({"iis.extension-denied", {".config"}}, RemedyForm::WebConfig).at(0) ==
        kHead +
            "    <staticContent>\n"
            "      <remove fileExtension=\".config\" />\n"
            "      <mimeMap fileExtension=\".config\" mimeType=\"application/octet-stream\" />\n"
            "    </staticContent>\n"
            "    <security>\n"
            "      <requestFiltering>\n"
            "        <fileExtensions>\n"
            "          <remove fileExtension=\".config\" />\n"
            "          <add fileExtension=\".config\" allowed=\"true\" />\n"
            "        </fileExtensions>\n"
            "      </requestFiltering>\n"
            "    </security>\n" +
            kTail);
  CHECK(texts({"iis.url-sequence-denied", {"./"}}, RemedyForm::WebConfig).at(0) ==
        kHead +
            "    <security>\n"
            "      <requestFiltering>\n"
            "        <denyUrlSequences>\n"
            "          <remove sequence=\"./\" />\n"
            "        </denyUrlSequences>\n"
            "      </requestFiltering>\n"
            "    </security>\n" +
            kTail);
}

TEST_CASE("what cannot be set in web.config is set by commands, with the alias of the finding") {
  CHECK(texts({"iis.virtual-directory-missing", {"Updates"}}, RemedyForm::WebConfig).empty());
  CHECK(
      texts({"iis.virtual-directory-missing", {"Updates"}}, RemedyForm::Appcmd).at(0) ==
      kAppcmdHead +
          R"(%windir%\system32\inetsrv\appcmd.exe add vdir /app.name:"Default Web Site/" /path:"/Updates" /physicalPath:"C:\ProgramData\Sophos\Update Manager\Update Manager")"
          "\n");
  CHECK(texts({"iis.physical-path-wrong", {"Updates"}}, RemedyForm::PowerShell, {"Other/CIDs", R"(D:\it's)"}).at(0) ==
        "# the site and alias below are an assumption: put yours in their place\n"
        "Import-Module WebAdministration\n"
        R"(Set-ItemProperty 'IIS:\Sites\Other\Updates' -Name physicalPath -Value 'D:\it''s')"
        "\n");
}

TEST_CASE("a section that is locked on an installed server is set in applicationHost.config, never in a web.config") {
  struct Row {
    std::string_view cause, section, path, setting, attribute, value;
  };
  // The split of iis.md a.8.
  for (const Row& row :
       {Row{"iis.ssl-required", "access", "system.webServer/security/access", "sslFlags:None", "sslFlags", "'None'"},
        Row{"iis.credentials-required", "anonymousAuthentication",
            "system.webServer/security/authentication/anonymousAuthentication", "enabled:true", "enabled", "$true"}}) {
    const CauseRef about{std::string(row.cause), {}};
    INFO(row.cause);
    CHECK(texts(about, RemedyForm::WebConfig).empty());
    CHECK(texts(about, RemedyForm::Appcmd).at(0) ==
          kAppcmdHead + R"(%windir%\system32\inetsrv\appcmd.exe set config "Default Web Site/SophosUpdate" /section:)" +
              std::string(row.section) + " /" + std::string(row.setting) + " /commit:apphost\n");
    CHECK(texts(about, RemedyForm::PowerShell).at(0) ==
          "# the site and alias below are an assumption: put yours in their place\n"
          "Import-Module WebAdministration\n"
          "$server = @{PSPath='MACHINE/WEBROOT/APPHOST'; Location='Default Web Site/SophosUpdate'}\n"
          "Set-WebConfigurationProperty @server -Filter " +
              std::string(row.path) + " -Name " + std::string(row.attribute) + " -Value " + std::string(row.value) +
              "\n");
  }
}

TEST_CASE("a remedy that opens or weakens the server says so, with the other way out") {
  for (const auto& [cause, words] : {std::pair{"iis.credentials-required", "opens the share to everybody"},
                                     std::pair{"iis.double-escaping-refused", "weakens the check of addresses"},
                                     std::pair{"iis.rate-limited", "takes the protection against floods off"}}) {
    INFO(cause);
    for (const Remedy& remedy : remedies({cause, {}}, Language::English)) {
      if (remedy.form == RemedyForm::Steps) continue;
      CHECK(remedy.title.find(words) != std::string::npos);
      CHECK(remedy.title.find("the other way out is") != std::string::npos);
    }
  }
}

TEST_CASE("where only listed extensions are allowed and the address itself has none, unlisted ones are allowed") {
  CHECK(texts({"iis.extension-denied", {"*"}}, RemedyForm::WebConfig).at(0) ==
        kHead +
            "    <security>\n"
            "      <requestFiltering>\n"
            "        <fileExtensions allowUnlisted=\"true\" />\n"
            "      </requestFiltering>\n"
            "    </security>\n" +
            kTail);
}

TEST_CASE("files and folders are named below the share's folder only, and get no more than read") {
  CHECK(
      texts({"iis.acl-denied", {"rms"}}, RemedyForm::Appcmd)
          .at(0)
          .find(
              R"(icacls "C:\ProgramData\Sophos\Update Manager\Update Manager\rms" /grant "IUSR:(OI)(CI)RX" /grant "IIS_IUSRS:(OI)(CI)RX")") !=
      std::string::npos);
  CHECK(texts({"iis.acl-denied", {}}, RemedyForm::PowerShell, {"S/A", R"(D:\it's)"})
            .at(0)
            .find(R"(icacls 'D:\it''s' /grant 'IUSR:(OI)(CI)RX')") != std::string::npos);
  // The whole share, as its finding names it.
  for (const std::string whole : {"/SophosUpdate/", "/", "*"}) {
    CHECK(texts({"iis.acl-denied", {whole}}, RemedyForm::Appcmd).at(0).find("Update Manager\" /grant") !=
          std::string::npos);
  }
  CHECK(texts({"iis.acl-denied", {"/SophosUpdate/rms/"}}, RemedyForm::Appcmd)
            .at(0)
            .find("Update Manager\\rms\" /grant") != std::string::npos);
  RemedyContext elsewhere = webcid::causes::context_of("http://srv/SophosUpdate");
  elsewhere.site = "Intranet/CIDs";
  CHECK(texts({"iis.acl-denied", {"/SophosUpdate/"}}, RemedyForm::Appcmd, elsewhere).size() == 1);
  for (const std::string hostile : {"../../Windows", "a/../../b", "C:/Windows", "a*", "*/b", "a\\b", "/etc"}) {
    for (const std::string cause : {"iis.acl-denied", "iis.hidden-file"}) {
      INFO(cause << " " << hostile);
      CHECK(texts({cause, {hostile}}, RemedyForm::Appcmd).empty());
      CHECK(texts({cause, {hostile}}, RemedyForm::PowerShell).empty());
    }
  }
}

TEST_CASE("the limit of the address is the default where a lower one refuses, else twice what is refused, in bounds") {
  for (const auto& [refused, limit] :
       {std::pair{"95", "4096"}, std::pair{"4097", "8194"}, std::pair{"99999999", "16384"},
        std::pair{"18446744073709551616", "8192"}, std::pair{"", "8192"}}) {
    INFO(refused);
    CHECK(texts({"iis.url-too-long", {refused}}, RemedyForm::WebConfig)
              .at(0)
              .find("<requestLimits maxUrl=\"" + std::string(limit) + "\" />") != std::string::npos);
  }
}

TEST_CASE("a binding is added for the host of the address, for any host where that is a number") {
  const auto information = [](const std::string& host) {
    const std::string text = texts({"httpsys.no-binding", {host}}, RemedyForm::Appcmd).at(0);
    const std::size_t at = text.find("bindingInformation='") + 20;
    return text.substr(at, text.find('\'', at) - at);
  };
  CHECK(information("srv") == "*:80:srv");
  const RemedyContext other_port = webcid::causes::context_of("http://srv:8080/SophosUpdate");
  CHECK(texts({"httpsys.no-binding", {"srv"}}, RemedyForm::Appcmd, other_port).at(0).find("'*:8080:srv'") !=
        std::string::npos);
  CHECK(information("srv:8080") == "*:8080:srv");
  CHECK(information("192.0.2.7") == "*:80:");
  CHECK(information("192.0.2.7:81") == "*:81:");
  CHECK(information("[2001:db8::1]:81") == "*:81:");
  CHECK(texts({"httpsys.no-binding", {"a' & calc"}}, RemedyForm::Appcmd).empty());
}

TEST_CASE("what only IIS can be told is no remedy for another server") {
  const RemedyContext nginx = webcid::causes::context_of("http://srv/CIDs", "nginx/1.22.1");
  const RemedyContext iis = webcid::causes::context_of("http://srv/CIDs", "Microsoft-IIS/10.0");
  CHECK(texts({"content.encoded", {"gzip"}}, RemedyForm::WebConfig, nginx).empty());
  CHECK(texts({"content.encoded", {"gzip"}}, RemedyForm::WebConfig, iis).size() == 1);
  // The finding itself says that IIS is behind whatever answers.
  CHECK(texts({"iis.hidden-segment", {"bin"}}, RemedyForm::WebConfig, nginx).size() == 1);
}

TEST_CASE("names that end a quote or expand are escaped where that is possible and left out of commands where not") {
  const CauseRef quotes{"iis.hidden-segment", {"a\"b'c&d<e>%windir%"}};
  CHECK(texts(quotes, RemedyForm::WebConfig)
            .at(0)
            .find("<remove segment=\"a&#x22;b&#x27;c&#x26;d&#x3C;e&#x3E;%windir%\" />") != std::string::npos);
  CHECK(texts(quotes, RemedyForm::Appcmd).empty());
  CHECK(texts(quotes, RemedyForm::PowerShell).at(0).find("@{segment='a\"b''c&d<e>%windir%'}") != std::string::npos);

  const CauseRef beyond_ascii{"iis.hidden-segment", {"更新’"}};
  CHECK(texts(beyond_ascii, RemedyForm::WebConfig).at(0).find("segment=\"&#x66F4;&#x65B0;&#x2019;\"") !=
        std::string::npos);
  CHECK(texts(beyond_ascii, RemedyForm::PowerShell).at(0).find("[char]::ConvertFromUtf32(0x2019)") !=
        std::string::npos);

  const CauseRef bytes{"iis.hidden-segment", {"a\xff\n"}};
  const auto only_steps = remedies(bytes, Language::English);
  REQUIRE(only_steps.size() == 1);
  CHECK(only_steps[0].form == RemedyForm::Steps);
  CHECK(only_steps[0].text.find("remove \"a\\xff\\x0a\"") != std::string::npos);

  // As it is after reading a report back: escaped, hence not the name any more.
  const auto escaped = remedies({"iis.hidden-segment", {"a\\xff\\x0a"}}, Language::English);
  CHECK(escaped == only_steps);

  CHECK(texts({"iis.hidden-segment", {"bin"}}, RemedyForm::Appcmd, {"Site\" & calc \"", "C:\\"}).empty());
}

TEST_CASE("every web.config of every cause is well-formed and pure ASCII, whatever the names") {
  for (const auto& cause : webcid::causes::all()) {
    for (const std::string parameter : {"bin", "<&\"'>]]>--", "更新", "\x01", "\xff", "+", "."}) {
      for (const Remedy& remedy : remedies({std::string(cause.id), {parameter}}, Language::Japanese)) {
        INFO(cause.id << " " << parameter << "\n" << remedy.text);
        if (remedy.form == RemedyForm::WebConfig) CHECK(is_well_formed(remedy.text));
        if (remedy.form == RemedyForm::Steps) continue;
        CHECK(std::all_of(remedy.text.begin(), remedy.text.end(),
                          [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7F); }));
      }
    }
  }
}

TEST_CASE("the commands name the share of the address that was checked") {
  CHECK(webcid::causes::context_of("http://srv/SophosUpdate").site == "Default Web Site/SophosUpdate");
  CHECK(webcid::causes::context_of("http://srv:8080/My%20Updates/CIDs/").site == "Default Web Site/My Updates/CIDs");
  CHECK(webcid::causes::context_of("http://srv/").site == "Default Web Site");
  CHECK(webcid::causes::context_of("https://srv/Other").site == "Default Web Site/SophosUpdate");
  CHECK(webcid::causes::context_of("").site == "Default Web Site/SophosUpdate");
  const auto context = webcid::causes::context_of("http://srv/CIDs");
  CHECK(
      texts({"iis.directory-browsing-off", {}}, RemedyForm::Appcmd, context).at(0) ==
      "rem \"Default Web Site/CIDs\" is an assumption: put your site and alias in its place\n"
      R"(%windir%\system32\inetsrv\appcmd.exe set config "Default Web Site/CIDs" /section:directoryBrowse /enabled:true)"
      "\n");
  CHECK(texts({"iis.directory-browsing-off", {}}, RemedyForm::Appcmd,
              webcid::causes::context_of("http://srv/a%22%20%26%20calc"))
            .empty());
}

TEST_CASE("the forms of remedies have the names that reports and options use") {
  for (const std::string_view name : {"steps", "web.config", "appcmd", "powershell"}) {
    const auto form = webcid::causes::remedy_form_named(name);
    REQUIRE(form.has_value());
    CHECK(name_of(*form) == name);
  }
  CHECK_FALSE(webcid::causes::remedy_form_named("webconfig").has_value());
  CHECK(remedies({"no.such-cause", {}}, Language::English).empty());
}

TEST_CASE("what IIS can be told, it is told in every form that the section allows") {
  // The split of sections is that of an installed applicationHost.config (iis.md a.8); what is outside the sections
  // has commands only, and for everything else there is nothing but steps.
  const std::set<std::string_view> in_web_config{"content.empty",
                                                 "content.encoded",
                                                 "iis.authorization-denied",
                                                 "iis.cgi-isapi-restricted",
                                                 "iis.directory-browsing-off",
                                                 "iis.double-escaping-refused",
                                                 "iis.extension-denied",
                                                 "iis.extensionless-not-served",
                                                 "iis.handler-missing",
                                                 "iis.hidden-segment",
                                                 "iis.high-bit-refused",
                                                 "iis.mime-map-missing",
                                                 "iis.read-denied",
                                                 "iis.redirects-elsewhere",
                                                 "iis.redirects-to-https",
                                                 "iis.url-sequence-denied",
                                                 "iis.url-too-long",
                                                 "iis.verb-denied"};
  const std::set<std::string_view> by_commands{
      "httpsys.connection-limit", "httpsys.no-binding", "httpsys.no-site",         "httpsys.pool-stopped",
      "httpsys.request-rejected", "iis.acl-denied",     "iis.address-denied",      "iis.configuration-invalid",
      "iis.credentials-required", "iis.hidden-file",    "iis.physical-path-wrong", "iis.rate-limited",
      "iis.ssl-required",         "iis.stale-cache",    "iis.user-agent-refused",  "iis.virtual-directory-missing"};
  for (const auto& cause : webcid::causes::all()) {
    INFO(cause.id);
    const CauseRef about{std::string(cause.id), webcid::causes::example_parameters(cause.id)};
    const bool is_in_web_config = in_web_config.contains(cause.id);
    const bool has_commands = is_in_web_config || by_commands.contains(cause.id);
    CHECK(texts(about, RemedyForm::WebConfig).empty() == !is_in_web_config);
    CHECK(texts(about, RemedyForm::Appcmd).size() == (has_commands ? 1U : 0U));
    CHECK(texts(about, RemedyForm::PowerShell).size() == (has_commands ? 1U : 0U));
  }
}
