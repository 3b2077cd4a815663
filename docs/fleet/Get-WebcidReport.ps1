# One check on each of many endpoints now, by PowerShell remoting, and one view of them. The program is copied there and
# removed again. The folder must be a new one.
#   .\Get-WebcidReport.ps1 -ComputerName (Get-Content pcs.txt) -Program C:\Tools\webcid.exe -Folder reports
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string[]] $ComputerName,
    [Parameter(Mandatory)] [string] $Program,
    [Parameter(Mandatory)] [string] $Folder
)
$ErrorActionPreference = 'Stop'

# A new folder: an earlier report of a computer that cannot be asked today must not stand for it.
New-Item -ItemType Directory $Folder | Out-Null
$bytes = [IO.File]::ReadAllBytes((Resolve-Path $Program))
$failures = @()
Invoke-Command -ComputerName $ComputerName -ThrottleLimit 16 -ErrorVariable +failures -ErrorAction SilentlyContinue -ScriptBlock {
    $copy = Join-Path ([IO.Path]::GetTempPath()) ("webcid-{0}.exe" -f [guid]::NewGuid())
    $json = "$copy.json"
    try {
        [IO.File]::WriteAllBytes($copy, $using:bytes)
        & $copy check --from-endpoint --quick --quiet --no-progress --report "json=$json" | Out-Null
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Report = [IO.File]::ReadAllText($json) }
    } finally {
        Remove-Item -Force -ErrorAction SilentlyContinue $copy, $json
    }
} | ForEach-Object {
    [IO.File]::WriteAllText((Join-Path (Resolve-Path $Folder) "$($_.PSComputerName).json"), $_.Report)
}
# Who could not be asked is no report, and must not look like a healthy one.
foreach ($failure in $failures) { Write-Warning $failure.ToString() }
& $Program report merge (Get-ChildItem $Folder -Filter *.json | ForEach-Object FullName)
exit $LASTEXITCODE
