#include <webcid/base/file.hpp>

#include <cstdint>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

namespace webcid::base {

std::string system_message(int error) {
  return std::generic_category().message(error);
}

InputFile::InputFile(InputFile&& other) noexcept
    : m_handle(std::exchange(other.m_handle, kClosed)), m_name(std::move(other.m_name)) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
  std::swap(m_handle, other.m_handle);
  std::swap(m_name, other.m_name);
  return *this;
}

Result<void> read_in_pieces(const std::filesystem::path& path, const std::function<bool(std::string_view)>& consume,
                            Accept accept) {
  constexpr std::size_t kPiece = 256 * 1024;
  auto file = InputFile::open(path, accept);
  if (!file) return tl::make_unexpected(std::move(file.error()));
  std::vector<char> piece(kPiece);
  for (;;) {
    const auto count = file->read(piece);
    if (!count) return tl::make_unexpected(count.error());
    if (*count == 0 || !consume(std::string_view(piece.data(), *count))) return {};
  }
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes, Accept accept) {
  std::string text;
  bool too_large = false;
  const auto done = read_in_pieces(
      path,
      [&](std::string_view piece) {
        too_large = piece.size() > max_bytes - text.size();
        if (!too_large) text += piece;
        return !too_large;
      },
      accept);
  if (!done) return tl::make_unexpected(done.error());
  if (too_large) {
    return fail(ErrorKind::Malformed,
                fmt::format("{} is larger than {} bytes", printable(from_native(path)), max_bytes));
  }
  return text;
}

Result<void> walk_folder(const std::filesystem::path& folder, const std::function<bool(const FoundFile&)>& found,
                         const std::function<void(const std::string& name, const std::string& why)>& refuse) {
  // An explicit stack, because the depth of a tree is not ours to trust.
  std::vector<std::string> pending{std::string()};
  while (!pending.empty()) {
    const std::string prefix = std::move(pending.back());
    pending.pop_back();
    auto children = children_of(prefix.empty() ? folder : folder / to_native(prefix));
    if (!children) return tl::make_unexpected(children.error());
    std::vector<std::string> folders;
    for (const Child& child : *children) {
      if (child.kind != Kind::File && child.kind != Kind::Folder) continue;
      std::string name = prefix.empty() ? child.name : prefix + "/" + child.name;
      auto path = RelativePath::create(name);
      if (!path) {
        refuse(name, path.error().message);
      } else if (child.kind == Kind::Folder) {
        folders.push_back(std::move(name));
      } else if (!found({std::move(*path), child.size})) {
        return {};
      }
    }
    pending.insert(pending.end(), folders.rbegin(), folders.rend());
  }
  return {};
}

}  // namespace webcid::base
