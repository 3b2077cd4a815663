# An hourly check on this endpoint, of what its own update settings say. Run as administrator; the report goes where the
# administrator collects them, one file a computer.
#   .\Install-WebcidTask.ps1 -Program C:\Tools\webcid.exe -Reports \\files\webcid
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Program,
    [Parameter(Mandatory)] [string] $Reports
)
$ErrorActionPreference = 'Stop'

$report = Join-Path $Reports "$env:COMPUTERNAME.json"
$action = New-ScheduledTaskAction -Execute $Program `
    -Argument "check --from-endpoint --quick --quiet --no-progress --report `"json=$report`""
# Not all computers at once: the server would see every endpoint in the same second.
$trigger = New-ScheduledTaskTrigger -Once -At (Get-Date) -RandomDelay (New-TimeSpan -Minutes 50) `
    -RepetitionInterval (New-TimeSpan -Hours 1)
# No password is kept: on the network the task is the computer's own account, which needs to write to $Reports.
$principal = New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\SYSTEM' -LogonType ServiceAccount
$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew `
    -ExecutionTimeLimit (New-TimeSpan -Minutes 45)
Register-ScheduledTask -TaskName 'webcid' -Action $action -Trigger $trigger -Principal $principal `
    -Settings $settings -Force | Out-Null
