#include "actions.hpp"

#include <algorithm>
#include <array>

namespace webcid::causes {
namespace {

// clang-format off
constexpr auto kRows = std::to_array<ActionRow>({
    {ActionKind::AddVirtualDirectory, Applied::AtOnce,
     R"({0} add vdir /app.name:"{1}/" /path:"/{2}" /physicalPath:"{3}")",
     "if (-not (Get-WebVirtualDirectory -Site {1} -Name {2})) { New-WebVirtualDirectory -Site {1} -Name {2} -PhysicalPath {3} }",
     R"({0} delete vdir /vdir.name:"{1}/{2}")",
     "Remove-WebVirtualDirectory -Site {1} -Application '/' -Name {2}"},
    {ActionKind::SetPhysicalPath, Applied::AtOnce,
     "{0} list vdir \"{1}\"\n"
     "{0} set vdir \"{1}\" /physicalPath:\"{2}\"",
     "Set-ItemProperty {3} -Name physicalPath -Value {2}", "", ""},
    {ActionKind::StartPool, Applied::AtOnce,
     "{0} list apppool \"{1}\"\n"
     "{0} start apppool /apppool.name:\"{1}\"",
     "if ((Get-WebAppPoolState -Name {1}).Value -ne 'Started') { Start-WebAppPool -Name {1} }",
     R"({0} stop apppool /apppool.name:"{1}")",
     "Stop-WebAppPool -Name {1}"},
    {ActionKind::RecyclePool, Applied::AtOnce,
     R"({0} recycle apppool /apppool.name:"{1}")",
     "Restart-WebAppPool -Name {1}", "", ""},
    {ActionKind::StartSite, Applied::AtOnce,
     R"({0} start site /site.name:"{1}")",
     "if ((Get-WebsiteState -Name {1}).Value -ne 'Started') { Start-Website -Name {1} }",
     R"({0} stop site /site.name:"{1}")",
     "Stop-Website -Name {1}"},
    {ActionKind::AddBinding, Applied::AtOnce,
     R"({0} set site /site.name:"{1}" /+"bindings.[protocol='http',bindingInformation='{2}']")",
     "if (-not (Get-WebBinding -Name {1} -Protocol http | Where-Object { $_.bindingInformation -eq {2} })) "
     "{ New-WebBinding -Name {1} -Protocol http -Port {3} -HostHeader {4} }",
     R"({0} set site /site.name:"{1}" /-"bindings.[protocol='http',bindingInformation='{2}']")",
     "Remove-WebBinding -Name {1} -Protocol http -BindingInformation {2}"},
    // 4294967295 is what limits.maxConnections is by default: no limit.
    {ActionKind::LiftConnectionLimit, Applied::AtOnce,
     "{0} list site /site.name:\"{1}\" /text:limits.maxConnections\n"
     "{0} set site /site.name:\"{1}\" /limits.maxConnections:4294967295",
     "Set-ItemProperty {2} -Name limits.maxConnections -Value 4294967295", "", ""},
    // Read and execute is what IIS needs to read a file; nothing is taken from others.
    {ActionKind::GrantRead, Applied::AtOnce,
     R"(icacls "{1}" /grant "IUSR:(OI)(CI)RX" /grant "IIS_IUSRS:(OI)(CI)RX")",
     "icacls {1} /grant 'IUSR:(OI)(CI)RX' /grant 'IIS_IUSRS:(OI)(CI)RX'",
     R"(icacls "{1}" /remove:g IUSR /remove:g IIS_IUSRS)",
     "icacls {1} /remove:g IUSR /remove:g IIS_IUSRS"},
    {ActionKind::ShowFile, Applied::AtOnce,
     R"(attrib -h "{1}")",
     "$f = Get-Item -Force -LiteralPath {1}\n"
     "$f.Attributes = $f.Attributes -band (-bnot [IO.FileAttributes]::Hidden)",
     R"(attrib +h "{1}")",
     "$f = Get-Item -Force -LiteralPath {1}; $f.Attributes = $f.Attributes -bor [IO.FileAttributes]::Hidden"},
    {ActionKind::ListSection, Applied::AtOnce,
     R"({0} list config "{1}" /section:{2})",
     "Get-WebConfiguration @share -Filter {3} | Format-List *", "", ""},
    {ActionKind::FindInvalid, Applied::AtOnce,
     "{0} list config \"{1}\"\n"
     "{0} list backup",
     "Get-WebConfigurationBackup", "", ""},
    {ActionKind::RemoveFilteringRule, Applied::ByHand,
     R"({0} set config "{1}" /section:requestFiltering /-"filteringRules.[name='NAME']")",
     "Remove-WebConfigurationProperty @share -Filter system.webServer/security/requestFiltering/filteringRules -Name . "
     "-AtElement @{name='NAME'}",
     "", ""},
    {ActionKind::AllowAddress, Applied::ByHand,
     R"({0} set config "{1}" /section:ipSecurity /+"[ipAddress='ADDRESS',allowed='true']" /commit:apphost)",
     "Add-WebConfigurationProperty @server -Filter system.webServer/security/ipSecurity -Name . "
     "-Value @{ipAddress='ADDRESS'; allowed=$true}",
     "", ""},
    {ActionKind::ListHttpParameters, Applied::AtOnce,
     R"(reg query "HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters")",
     "Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters'", "", ""},
    {ActionKind::SetHttpParameter, Applied::ByHand,
     R"(reg add "HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters" /v "{1}" /t REG_DWORD /d "{2}" /f)",
     "New-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters' -Name {1} -PropertyType DWord "
     "-Value {2} -Force",
     R"(reg delete "HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters" /v "{1}" /f)",
     "Remove-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters' -Name {1}"},
});
// clang-format on

}  // namespace

const ActionRow& row_of(ActionKind kind) {
  return *std::find_if(kRows.begin(), kRows.end(), [kind](const ActionRow& row) { return row.kind == kind; });
}

}  // namespace webcid::causes
