#ifdef _WIN32
#include <windows.h>

#include <knownfolders.h>
#include <shlobj.h>

#include <array>
#include <cwchar>
#include <filesystem>

#include <webcid/base/file.hpp>
#include <webcid/endpoint/endpoint.hpp>

#include "registry.hpp"

namespace webcid::endpoint {
namespace {

// Not by the environment, which whoever starts the program can set.
std::filesystem::path program_data() {
  PWSTR found = nullptr;
  std::filesystem::path out;
  if (SUCCEEDED(SHGetKnownFolderPath(FOLDERID_ProgramData, KF_FLAG_DEFAULT, nullptr, &found))) out = found;
  CoTaskMemFree(found);
  return out.empty() ? std::filesystem::path(L"C:\\ProgramData") : out;
}

// A number, or the same as text.
std::optional<std::uint64_t> seconds_in(DWORD view) {
  constexpr const wchar_t* kKey = L"SOFTWARE\\Sophos\\AutoUpdate\\UpdateStatus";
  constexpr const wchar_t* kName = L"LastUpdateTime";
  std::uint64_t number = 0;
  DWORD size = sizeof number;
  if (RegGetValueW(HKEY_LOCAL_MACHINE, kKey, kName, RRF_RT_REG_DWORD | RRF_RT_REG_QWORD | view, nullptr, &number,
                   &size) == ERROR_SUCCESS) {
    return number;
  }
  std::array<wchar_t, 24> text{};
  size = sizeof text;
  if (RegGetValueW(HKEY_LOCAL_MACHINE, kKey, kName, RRF_RT_REG_SZ | view, nullptr, text.data(), &size) !=
      ERROR_SUCCESS) {
    return std::nullopt;
  }
  wchar_t* end = nullptr;
  const unsigned long long read = std::wcstoull(text.data(), &end, 10);
  return end == text.data() || *end != L'\0' ? std::nullopt : std::optional<std::uint64_t>(read);
}

}  // namespace

Places usual_places() {
  Places out;
  out.iconn = base::from_native(program_data() / L"Sophos" / L"AutoUpdate" / L"Config" / L"iconn.cfg");
  return out;
}

std::optional<LastUpdate> last_update() {
  constexpr const char* kWide = R"(HKLM\SOFTWARE\Sophos\AutoUpdate\UpdateStatus LastUpdateTime)";
  constexpr const char* kNarrow = R"(HKLM\SOFTWARE\WOW6432Node\Sophos\AutoUpdate\UpdateStatus LastUpdateTime)";
  const auto wide = seconds_in(RRF_SUBKEY_WOW6464KEY);
  const auto narrow = seconds_in(RRF_SUBKEY_WOW6432KEY);
  if (!wide && !narrow) return std::nullopt;
  // On 32-bit Windows both views are the same key.
  if (wide && *wide >= narrow.value_or(0)) return LastUpdate{*wide, kWide};
  return LastUpdate{narrow.value_or(0), kNarrow};
}

}  // namespace webcid::endpoint
#endif
