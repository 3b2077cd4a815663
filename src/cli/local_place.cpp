#include "local_place.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/url.hpp>

#include "options.hpp"

namespace webcid::cli {
namespace {

bool is_unc(std::string_view words) {
  return words.starts_with("\\\\");
}

bool is_on_drive(std::string_view words) {
  const bool has_letter =
      !words.empty() && ((words[0] >= 'a' && words[0] <= 'z') || (words[0] >= 'A' && words[0] <= 'Z'));
  return has_letter && words.size() >= 3 && words[1] == ':' && (words[2] == '\\' || words[2] == '/');
}

bool is_folder(const std::string& words) {
  return base::is_folder(base::to_native(words));
}

// Paths of Windows name nothing on another system, where they would be names of files with odd characters.
bool is_of_windows_only(std::string_view words) {
#ifdef _WIN32
  static_cast<void>(words);
  return false;
#else
  return is_unc(words) || is_on_drive(words);
#endif
}

base::Error only_on_windows(const std::string& words) {
  return {base::ErrorKind::LocalIo,
          fmt::format("{}: only Windows opens such a path; mount the share and give its folder", words)};
}

}  // namespace

bool is_place(const std::string& words) {
#ifdef _WIN32
  constexpr std::array<std::string_view, 6> kBeginnings{"/", "./", "../", "\\", ".\\", "..\\"};
#else
  constexpr std::array<std::string_view, 3> kBeginnings{"/", "./", "../"};
#endif
  if (base::parse_address(words)) return false;
  const bool begins_as_path = std::any_of(kBeginnings.begin(), kBeginnings.end(),
                                          [&](std::string_view beginning) { return words.starts_with(beginning); });
  return begins_as_path || is_unc(words) || is_on_drive(words) || is_folder(words);
}

bool reads_like_path(std::string_view words) {
  if (words.find("://") != std::string_view::npos) return false;
  const std::size_t separator = words.find_first_of("/\\");
  if (separator == std::string_view::npos || separator == 0) return false;
  const std::string_view first = words.substr(0, separator);
  // "srv.example.com/SophosUpdate" and "srv:8080/SophosUpdate" are addresses without their http://.
  return first == "." || first == ".." || first.find_first_of(".:[]@?#") == std::string_view::npos;
}

base::Result<std::filesystem::path> open_place(const std::string& words) {
  if (is_folder(words)) return base::to_native(words);
  if (is_of_windows_only(words)) return tl::make_unexpected(only_on_windows(words));
  return base::fail(base::ErrorKind::LocalIo, fmt::format("{} is no folder", words));
}

base::Result<check::ReferenceOptions> open_reference(const std::string& words) {
  check::ReferenceOptions out;
  out.name = words;
  if (is_folder(words)) {
    out.folder = base::to_native(words);
    return out;
  }
  const bool is_there = base::status_of(base::to_native(words), base::Links::Follow).kind != base::Kind::Missing;
  if (!is_there && is_of_windows_only(words)) return tl::make_unexpected(only_on_windows(words));
  auto list = read_catalogue_file(words);
  if (!list) return tl::make_unexpected(std::move(list.error()));
  out.list = std::move(*list);
  return out;
}

}  // namespace webcid::cli
