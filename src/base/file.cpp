#include <webcid/base/file.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include <webcid/base/text.hpp>

namespace webcid::base {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using FileHandle = std::unique_ptr<std::FILE, CloseFile>;

FileHandle open_to_read(const std::filesystem::path& path) {
#ifdef _WIN32
  return FileHandle(_wfopen(path.c_str(), L"rb"));
#else
  return FileHandle(std::fopen(path.c_str(), "rbe"));
#endif
}

tl::unexpected<Error> cannot_read(const std::filesystem::path& path, int error) {
  return fail(ErrorKind::LocalIo,
              fmt::format("cannot read {}: {}", printable(from_native(path)), system_message(error)));
}

tl::unexpected<Error> cannot_list(const std::filesystem::path& path, const std::error_code& error) {
  return fail(ErrorKind::LocalIo, fmt::format("cannot list {}: {}", printable(from_native(path)), error.message()));
}

struct Child {
  std::string name;
  bool is_folder = false;
  std::uintmax_t size = 0;
};

// The folder's regular files and folders, byte-wise by name.
Result<std::vector<Child>> children_of(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::directory_iterator at(folder, error);
  if (error) return cannot_list(folder, error);
  std::vector<Child> children;
  for (; at != std::filesystem::directory_iterator(); at.increment(error)) {
    const auto status = at->symlink_status(error);
    if (error) return cannot_list(folder, error);
    if (std::filesystem::is_directory(status)) {
      children.push_back({from_native(at->path().filename()), true, 0});
    } else if (std::filesystem::is_regular_file(status)) {
      const auto size = at->file_size(error);
      if (error) return cannot_list(folder, error);
      children.push_back({from_native(at->path().filename()), false, size});
    }
  }
  if (error) return cannot_list(folder, error);
  std::sort(children.begin(), children.end(), [](const Child& a, const Child& b) { return a.name < b.name; });
  return children;
}

}  // namespace

std::filesystem::path to_native(std::string_view utf8) {
#ifdef _WIN32
  // libstdc++ on Windows decodes narrow names by the code page; u8 is the only sure way in.
  return std::filesystem::path(std::u8string(utf8.begin(), utf8.end()));
#else
  return std::filesystem::path(utf8);
#endif
}

std::string from_native(const std::filesystem::path& path) {
#ifdef _WIN32
  const std::u8string text = path.u8string();
  return std::string(text.begin(), text.end());
#else
  return path.string();
#endif
}

std::string system_message(int error) {
  return std::generic_category().message(error);
}

Result<void> read_in_pieces(const std::filesystem::path& path, const std::function<bool(std::string_view)>& consume) {
  constexpr std::size_t kPiece = 256 * 1024;
  const FileHandle file = open_to_read(path);
  if (!file) return cannot_read(path, errno);
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  std::vector<char> piece(kPiece);
  for (;;) {
    const std::size_t count = std::fread(piece.data(), 1, piece.size(), file.get());
    if (count > 0 && !consume(std::string_view(piece.data(), count))) return {};
    if (count < piece.size()) {
      if (std::ferror(file.get()) != 0) return cannot_read(path, errno);
      return {};
    }
  }
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  std::string text;
  bool too_large = false;
  const auto done = read_in_pieces(path, [&](std::string_view piece) {
    too_large = piece.size() > max_bytes - text.size();
    if (!too_large) text += piece;
    return !too_large;
  });
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
      std::string name = prefix.empty() ? child.name : prefix + "/" + child.name;
      auto path = RelativePath::create(name);
      if (!path) {
        refuse(name, path.error().message);
      } else if (child.is_folder) {
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
