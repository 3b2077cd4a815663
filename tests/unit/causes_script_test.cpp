// A report's remedies as one script: what holds for every report, then the parts one by one.
#include <algorithm>
#include <string>
#include <vector>

#include <webcid/base/text.hpp>
#include <webcid/causes/causes.hpp>
#include <webcid/causes/script.hpp>

#include "catch.hpp"

using webcid::causes::Language;
using webcid::causes::RemedyContext;
using webcid::causes::RemedyForm;
using webcid::causes::script;
using webcid::model::CauseRef;
using webcid::model::Report;

namespace {

constexpr std::string_view kAppcmd = R"(%windir%\system32\inetsrv\appcmd.exe)";

Report report_of(const std::vector<CauseRef>& causes) {
  Report report;
  report.finished = *webcid::base::parse_time("2026-01-31T09:30:12.345Z");
  report.target.url = "http://srv/SophosUpdate/";
  report.server = "Microsoft-IIS/10.0";
  for (const CauseRef& about : causes) report.findings.push_back({about, {}, {}, {}, {}, {}, {}});
  return report;
}

std::string text_of(const Report& report, RemedyForm form, const RemedyContext& context = {},
                    Language language = Language::English) {
  const auto text = script(report, form, context, language);
  REQUIRE(text.has_value());
  return *text;
}

// Lines without their line ends, the carriage returns of batch files gone.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const std::string_view line : webcid::base::split(text, '\n')) {
    lines.emplace_back(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line);
  }
  return lines;
}

// What the tool would do: the lines that are no comment.
std::vector<std::string> commands_of(const std::string& text, std::string_view mark) {
  std::vector<std::string> lines = lines_of(text);
  std::erase_if(lines, [mark](const std::string& line) { return line.empty() || line.starts_with(mark); });
  return lines;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

Report report_of_every_cause(const std::vector<std::string>& parameters) {
  std::vector<CauseRef> all;
  for (const auto& cause : webcid::causes::all()) all.push_back({std::string(cause.id), parameters});
  return report_of(all);
}

}  // namespace

TEST_CASE("a batch file keeps what is there before it changes anything, once for all its runs") {
  const std::string text = text_of(report_of({{"iis.hidden-segment", {"bin"}}}), RemedyForm::Appcmd);
  const std::vector<std::string> commands = commands_of(text, "rem ");
  const std::string kept = R"("%ProgramData%\webcid-backup\webcid-20260131-093012)";
  const std::string config = R"("C:\ProgramData\Sophos\Update Manager\Update Manager\web.config")";
  CHECK(
      commands ==
      std::vector<std::string>{
          "@echo off", "if not exist " + kept + "\" (", "  mkdir " + kept + "\"",
          "  if exist " + config + " copy " + config + " " + kept + "\\web.config\"",
          "  " + std::string(kAppcmd) + " add backup \"webcid-20260131-093012\"", ")",
          std::string(kAppcmd) +
              R"( set config "Default Web Site/SophosUpdate" /section:requestFiltering /-"hiddenSegments.[segment='bin']")"});
  CHECK(has(text, "restore backup \"webcid-20260131-093012\""));
  CHECK(count(text, "\n") == count(text, "\r\n"));
}

TEST_CASE("PowerShell keeps what is there before it changes anything, and says how to take it back") {
  const std::string text = text_of(report_of({{"iis.directory-browsing-off", {}}}), RemedyForm::PowerShell);
  const std::size_t backup = text.find("Backup-WebConfiguration -Name 'webcid-20260131-093012'");
  const std::size_t change =
      text.find("\nSet-WebConfigurationProperty @share -Filter system.webServer/directoryBrowse");
  const std::size_t undo = text.find("\n#   Restore-WebConfiguration -Name 'webcid-20260131-093012'");
  REQUIRE(undo != std::string::npos);
  CHECK(backup < change);
  CHECK(change < undo);
  CHECK(has(text,
            "\n#   Set-WebConfigurationProperty @share -Filter system.webServer/directoryBrowse -Name enabled "
            "-Value $false\n"));
}

TEST_CASE("a change that two findings need is made once, in every form") {
  const Report report = report_of({{"iis.extension-denied", {".ide"}}, {"iis.mime-map-missing", {".IDE", ".dat"}}});
  const std::string config = text_of(report, RemedyForm::WebConfig);
  CHECK(count(webcid::base::to_lower(config), "\n      <mimemap fileextension=\".ide\"") == 1);
  CHECK(count(config, "\n    <staticContent>") == 1);
  const Report same = report_of({{"iis.read-denied", {}}, {"iis.cgi-isapi-restricted", {".exe"}}});
  for (const auto form : {RemedyForm::Appcmd, RemedyForm::PowerShell}) {
    const std::vector<std::string> commands =
        commands_of(text_of(same, form), form == RemedyForm::Appcmd ? "rem " : "#");
    CHECK(std::count_if(commands.begin(), commands.end(),
                        [](const std::string& line) { return has(line, "accessPolicy"); }) == 1);
  }
}

TEST_CASE("what an entry replaces is taken away first, and its absence is no failure") {
  const Report report = report_of({{"iis.mime-map-missing", {".dat"}}});
  const std::string batch = text_of(report, RemedyForm::Appcmd);
  CHECK(batch.find(R"(/-"[fileExtension='.dat']" >nul 2>nul)") < batch.find(R"(/+"[fileExtension='.dat',)"));
  CHECK_FALSE(has(batch, "errorlevel"));
  const std::string shell = text_of(report, RemedyForm::PowerShell);
  CHECK(shell.find("-AtElement @{fileExtension='.dat'} -ErrorAction SilentlyContinue") <
        shell.find("-Value @{fileExtension='.dat';"));
  CHECK_FALSE(has(shell, "ErrorActionPreference"));
}

TEST_CASE("a locked section is left out of the web.config, which says why and what to use instead") {
  const Report report = report_of({{"iis.ssl-required", {}}, {"iis.hidden-segment", {"bin"}}});
  const std::string config = text_of(report, RemedyForm::WebConfig);
  CHECK(has(config, "<!-- iis.ssl-required: "));
  CHECK(has(config, "the section access is locked"));
  CHECK(has(config, "<!--   first step: 1. "));
  CHECK_FALSE(has(config, "sslFlags"));
  CHECK(has(text_of(report, RemedyForm::Appcmd), "/section:access /sslFlags:None /commit:apphost\r\n"));
}

TEST_CASE("what somebody has to decide or to fill in stands in a script as a comment") {
  const Report report = report_of(
      {{"iis.credentials-required", {"NTLM"}}, {"iis.user-agent-refused", {"webcid"}}, {"iis.address-denied", {}}});
  for (const auto form : {RemedyForm::Appcmd, RemedyForm::PowerShell}) {
    const std::string text = text_of(report, form);
    CHECK(has(text, "anonymousAuthentication"));
    CHECK(has(text, "opens the share to everybody"));
    CHECK(has(text, "filteringRules"));
    for (const std::string& line : commands_of(text, form == RemedyForm::Appcmd ? "rem " : "#")) {
      INFO(line);
      CHECK_FALSE(has(line, "anonymousAuthentication"));
      CHECK_FALSE(has(line, "NAME"));
      CHECK_FALSE(has(line, "ADDRESS"));
    }
  }
}

TEST_CASE("what weakens the server says so, and the guide's wider map is offered beside the exact one") {
  const Report report = report_of({{"iis.double-escaping-refused", {}}, {"iis.mime-map-missing", {".dat"}}});
  for (const auto form : {RemedyForm::WebConfig, RemedyForm::Appcmd, RemedyForm::PowerShell}) {
    const std::string text = text_of(report, form);
    CHECK(has(text, "it weakens the check of addresses on this share; the other way out is"));
    const std::size_t any = text.find("every extension, as the guide does");
    REQUIRE(any != std::string::npos);
    CHECK(text.find(".*", any) != std::string::npos);
    CHECK(text.substr(0, any).find("'.*'") == std::string::npos);
  }
}

TEST_CASE("a finding that a form cannot mend is named there with its first step") {
  const Report report = report_of({{"publication.file-missing", {"a.dat"}}, {"network.refused", {"srv:80"}}});
  for (const auto form : {RemedyForm::WebConfig, RemedyForm::Appcmd, RemedyForm::PowerShell}) {
    const std::string text = text_of(report, form);
    INFO(text);
    CHECK(has(text, "publication.file-missing: "));
    CHECK(has(text, "network.refused: "));
    CHECK(count(text, "first step: 1. ") == 2);
  }
}

TEST_CASE("what a script leaves out of a finding it counts") {
  const Report report =
      report_of({{"iis.extension-denied", {".ide", ".\\xff", ".\xff"}}, {"iis.hidden-segment", {"bin"}}});
  for (const auto form : {RemedyForm::WebConfig, RemedyForm::Appcmd, RemedyForm::PowerShell}) {
    const std::string text = text_of(report, form);
    CHECK(count(text, "2 of them are left out") == 1);
    CHECK(count(text, "are left out") == 1);
  }
}

TEST_CASE("the assumed names are said, and taken from the options where they are given") {
  RemedyContext context;
  context.site = "Intranet/CIDs";
  context.physical_path = R"(D:\CIDs)";
  context.pool = "Updates";
  const std::string text =
      text_of(report_of({{"httpsys.pool-stopped", {}}, {"iis.acl-denied", {}}}), RemedyForm::Appcmd, context);
  CHECK(has(text, "site and alias (--site): Intranet/CIDs\r\n"));
  CHECK(has(text, "physical path (--physical-path): D:\\CIDs\r\n"));
  CHECK(has(text, "start apppool /apppool.name:\"Updates\"\r\n"));
  CHECK(has(text, "icacls \"D:\\CIDs\" /grant"));
}

TEST_CASE("names that no quoting makes safe are refused, naming the option and the form that takes them") {
  const Report report = report_of({{"iis.hidden-segment", {"bin"}}});
  RemedyContext japanese;
  japanese.site = "社内/SophosUpdate";
  const auto refused = script(report, RemedyForm::Appcmd, japanese, Language::English);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == webcid::base::ErrorKind::Usage);
  CHECK(has(refused.error().message, "--site"));
  CHECK(has(refused.error().message, "--as powershell"));
  CHECK(script(report, RemedyForm::PowerShell, japanese, Language::English).has_value());
  CHECK(script(report, RemedyForm::WebConfig, japanese, Language::English).has_value());
  for (const std::string hostile : {"a\" & calc \"", "%PATH%", "a\nb", ""}) {
    RemedyContext context;
    context.physical_path = hostile;
    CHECK_FALSE(script(report, RemedyForm::Appcmd, context, Language::English).has_value());
  }
}

TEST_CASE("nothing that comes from outside becomes a command, a line of its own or an end of a comment") {
  const std::string hostile = "-->\n& calc.exe\r\n%PATH%|^>x<!--`$(calc)\"'更新\x1b[31m--";
  Report report = report_of_every_cause({hostile});
  report.target.url = "http://srv/" + hostile;
  for (auto& finding : report.findings) finding.alternatives = {{hostile, {hostile}}};
  report.findings.push_back({{hostile, {hostile}}, {}, {}, {}, {}, {}, {}});
  const RemedyContext context;
  for (const auto form : {RemedyForm::WebConfig, RemedyForm::Appcmd, RemedyForm::PowerShell}) {
    const std::string text = text_of(report, form, context);
    for (const std::string& line : lines_of(text)) {
      INFO(line);
      CHECK(std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
      const bool is_comment = line.starts_with("rem ") || line.starts_with("#") || line.starts_with("<!-- ");
      if (is_comment) {
        CHECK(line.find('&') == std::string::npos);
        CHECK(line.find('`') == std::string::npos);
      } else if (form != RemedyForm::WebConfig) {
        // Inside quotes at most.
        CHECK(line.find("& calc") == std::string::npos);
      }
      if (line.starts_with("<!-- ")) CHECK(line.find("--", 4) == line.size() - 3);
      if (line.starts_with("rem ")) CHECK(count(line, "%PATH%") == count(line, "%%PATH%%"));
    }
  }
}

TEST_CASE("every cause has its place in every form, whatever its parameters, in pure ASCII") {
  for (const auto& parameters : {std::vector<std::string>{}, std::vector<std::string>{"x"}}) {
    const Report report = report_of_every_cause(parameters);
    for (const auto form : {RemedyForm::Steps, RemedyForm::WebConfig, RemedyForm::Appcmd, RemedyForm::PowerShell}) {
      const std::string text = text_of(report, form, {}, Language::Japanese);
      for (const auto& cause : webcid::causes::all()) CHECK(has(text, std::string(cause.id) + ": "));
      if (form == RemedyForm::Steps) continue;
      CHECK(std::all_of(text.begin(), text.end(),
                        [](char c) { return c == '\n' || c == '\r' || (c >= 0x20 && c < 0x7F); }));
    }
  }
}

TEST_CASE("a healthy report has nothing to mend, and says so in every form") {
  const Report report = report_of({});
  CHECK(has(text_of(report, RemedyForm::Steps), "nothing to mend"));
  CHECK(has(text_of(report, RemedyForm::Steps, {}, Language::Japanese), "対処が必要な項目はありません"));
  CHECK(has(text_of(report, RemedyForm::WebConfig), "<configuration />"));
  CHECK(has(text_of(report, RemedyForm::Appcmd), "rem nothing to mend"));
}

TEST_CASE("an id with a slip in it leads to the nearest ones, anything else to none") {
  using Ids = std::vector<std::string_view>;
  CHECK(webcid::causes::nearest("iis.hiden-segment").front() == "iis.hidden-segment");
  CHECK(webcid::causes::nearest("mime-map").front() == "iis.mime-map-missing");
  CHECK(webcid::causes::nearest("IIS.SSL-REQUIRED", 1) == Ids{"iis.ssl-required"});
  CHECK(webcid::causes::nearest(std::string(1'000'000, 'z')).empty());
  CHECK(webcid::causes::nearest("iis").size() <= 3);
}
