// Remedies, compared whole: facts from the IIS configuration reference (sections, attributes, which are locked).
#include <algorithm>
#include <regex>
#include <string>
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
    "$p = @{PSPath='MACHINE/WEBROOT/APPHOST'; Location='Default Web Site/SophosUpdate'}\n";
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
          R"(%windir%\system32\inetsrv\appcmd.exe set config "Default Web Site/SophosUpdate" /section:staticContent /+"[fileExtension='.dat',mimeType='application/octet-stream']")"
          "\n"
          R"(%windir%\system32\inetsrv\appcmd.exe set config "Default Web Site/SophosUpdate" /section:staticContent /+"[fileExtension='.upd',mimeType='application/octet-stream']")"
          "\n"});
  CHECK(texts(about, RemedyForm::PowerShell) ==
        std::vector<std::string>{
            kShellHead + "Add-WebConfigurationProperty @p -Filter system.webServer/staticContent -Name . -Value "
                         "@{fileExtension='.dat'; mimeType='application/octet-stream'}\n"
                         "Add-WebConfigurationProperty @p -Filter system.webServer/staticContent -Name . -Value "
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
                   "Remove-WebConfigurationProperty @p -Filter "
                   "system.webServer/security/requestFiltering/hiddenSegments -Name . -AtElement @{segment='bin'}\n"});
  CHECK(found[3] == Remedy{RemedyForm::Steps, "手順 (「仮定」と書かれた値は実際の値に読み替えてください)",
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
        "$p = @{PSPath='MACHINE/WEBROOT/APPHOST'; Location='Other/CIDs'}\n"
        R"(Set-ItemProperty 'IIS:\Sites\Other\Updates' -Name physicalPath -Value 'D:\it''s')"
        "\n");
  CHECK(texts({"iis.credentials-required", {"NTLM"}}, RemedyForm::WebConfig).empty());
  // Commands would open the share to everybody; what the guide wants is the account in the policy.
  CHECK(texts({"iis.credentials-required", {"NTLM"}}, RemedyForm::Appcmd).empty());
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
