#ifdef _WIN32
#include <windows.h>

#include <string>
#include <system_error>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/store/folder.hpp>

#include "atomic_file_state.hpp"

namespace webcid::store {
namespace {

tl::unexpected<base::Error> failed(const std::filesystem::path& path, std::string_view why) {
  return base::fail(base::ErrorKind::LocalIo,
                    fmt::format("cannot create {}: {}", base::printable(base::from_native(path)), why));
}

std::string message_of(DWORD error) {
  return std::error_code(static_cast<int>(error), std::system_category()).message();
}

// Names that Windows would take for something else: "a:b" is a stream of "a", "a." and "a " are "a".
std::string_view refusal_of(std::string_view segment) {
  if (segment.find(':') != std::string_view::npos) return "Windows allows no colon in a name";
  if (segment.back() == '.' || segment.back() == ' ') return "Windows allows no dot or blank at the end of a name";
  return {};
}

// Makes the folder where missing, and refuses anything else than a real folder.
base::Result<void> enter(const std::filesystem::path& folder) {
  if (CreateDirectoryW(folder.c_str(), nullptr) == 0) {
    const DWORD error = GetLastError();
    if (error != ERROR_ALREADY_EXISTS) return failed(folder, message_of(error));
  }
  const DWORD attributes = GetFileAttributesW(folder.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES) return failed(folder, message_of(GetLastError()));
  // Symbolic links, junctions and mount points alike.
  if ((attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0) return failed(folder, "is a symbolic link or junction");
  if ((attributes & FILE_ATTRIBUTE_DIRECTORY) == 0) return failed(folder, "is no folder");
  return {};
}

}  // namespace

struct Folder::State {
  std::filesystem::path root;
};

Folder::Folder(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Folder::Folder(Folder&&) noexcept = default;
Folder& Folder::operator=(Folder&&) noexcept = default;
Folder::~Folder() = default;

const std::filesystem::path& Folder::root() const {
  return m_state->root;
}

base::Result<Folder> Folder::create(const std::filesystem::path& root) {
  std::error_code error;
  std::filesystem::create_directories(root, error);
  if (error) return failed(root, error.message());
  auto state = std::make_unique<State>();
  state->root = root;
  return Folder(std::move(state));
}

base::Result<AtomicFile> Folder::begin(const base::RelativePath& path) const {
  std::filesystem::path folder = m_state->root;
  auto segments = path.segments();
  for (const std::string_view segment : segments) {
    const std::string_view why = refusal_of(segment);
    if (!why.empty()) return failed(m_state->root / base::to_native(path.text()), why);
  }
  segments.pop_back();
  for (const std::string_view segment : segments) {
    folder /= base::to_native(segment);
    if (auto entered = enter(folder); !entered) return tl::make_unexpected(std::move(entered.error()));
  }
  return AtomicFile::create(folder / base::to_native(path.name()));
}

}  // namespace webcid::store
#endif
