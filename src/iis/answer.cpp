#include <webcid/base/text.hpp>
#include <webcid/iis/answer.hpp>

#include <array>

namespace webcid::iis {
namespace {

constexpr std::array<std::string_view, 4> kSchemes{"Basic", "Digest", "NTLM", "Negotiate"};

}  // namespace

std::string_view name_of(Scheme scheme) {
  return kSchemes[static_cast<std::size_t>(scheme)];
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const model::Header& header : headers) {
    if (base::equals_ignoring_case(header.name, name)) return header.value;
  }
  return std::nullopt;
}

std::uint32_t win32_status_of(std::uint32_t hresult) {
  constexpr std::uint32_t kWin32Facility = 0x80070000;
  return (hresult & 0xffff0000U) == kWin32Facility ? hresult & 0xffffU : hresult;
}

}  // namespace webcid::iis
