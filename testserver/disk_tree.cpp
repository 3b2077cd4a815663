#include "testserver/disk_tree.hpp"

#ifndef _WIN32
#include <sys/stat.h>
#endif

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <system_error>
#include <utility>
#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/iis/names.hpp>

namespace webcid::testserver {
namespace {

namespace fs = std::filesystem;

class DiskContent : public Content {
 public:
  explicit DiskContent(const fs::path& path) : m_stream(path, std::ios::binary) {}
  bool is_open() const { return m_stream.is_open(); }

  std::size_t read(std::uint64_t offset, std::span<char> target) override {
    if (offset != m_position) m_stream.seekg(static_cast<std::streamoff>(offset));
    m_stream.read(target.data(), static_cast<std::streamsize>(target.size()));
    const auto count = static_cast<std::size_t>(m_stream.gcount());
    m_stream.clear();
    m_position = offset + count;
    return count;
  }

 private:
  std::ifstream m_stream;
  std::uint64_t m_position = 0;
};

#ifdef _WIN32
base::Time to_time(fs::file_time_type time) {
  return std::chrono::time_point_cast<base::Time::duration>(std::chrono::file_clock::to_sys(time));
}
#endif

}  // namespace

base::Result<std::unique_ptr<DiskTree>> DiskTree::create(std::string_view root) {
  std::error_code error;
  fs::path path = fs::canonical(base::to_native(root), error);
  if (!error && !fs::is_directory(path, error) && !error) error = std::make_error_code(std::errc::not_a_directory);
  if (error) {
    return base::fail(base::ErrorKind::LocalIo,
                      fmt::format("cannot serve {}: {}", base::printable(root), error.message()));
  }
  return std::unique_ptr<DiskTree>(new DiskTree(std::move(path)));
}

fs::path DiskTree::native(std::string_view path) const {
  return path.empty() ? m_root : m_root / base::to_native(path);
}

#ifndef _WIN32
// One look for kind, size and time: a server under load spends most of its time in such looks.
std::optional<iis::Node> DiskTree::node_at(std::string path) const {
  struct stat status {};
  if (::lstat(native(path).c_str(), &status) != 0) return std::nullopt;
  iis::Node node;
  if (S_ISDIR(status.st_mode)) {
    node.kind = iis::NodeKind::Folder;
  } else if (S_ISREG(status.st_mode)) {
    node.size = static_cast<std::uint64_t>(status.st_size);
  } else {
    return std::nullopt;
  }
  const auto modified = std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec);
  node.modified = base::Time(std::chrono::duration_cast<base::Time::duration>(modified));
  node.path = std::move(path);
  return node;
}
#else
std::optional<iis::Node> DiskTree::node_at(std::string path) const {
  std::error_code error;
  const fs::path file = native(path);
  const fs::file_status status = fs::symlink_status(file, error);
  if (error) return std::nullopt;
  iis::Node node;
  if (status.type() == fs::file_type::directory) {
    node.kind = iis::NodeKind::Folder;
  } else if (status.type() == fs::file_type::regular) {
    node.size = fs::file_size(file, error);
  } else {
    return std::nullopt;
  }
  if (!error) node.modified = to_time(fs::last_write_time(file, error));
  if (error) return std::nullopt;
  node.path = std::move(path);
  return node;
}
#endif

std::string DiskTree::stored_name(std::string_view folder, std::string_view name) const {
  std::error_code error;
  const fs::path path = native(folder);
  const fs::file_time_type modified = fs::last_write_time(path, error);
  if (error) return "";
  if (!m_last || m_last->path != folder || m_last->modified != modified) {
    FolderNames names{std::string(folder), modified, {}};
    fs::directory_iterator entries(path, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      std::string stored = base::from_native(entries->path().filename());
      names.stored_by_folded.emplace(iis::fold_name(stored), stored);
    }
    m_last = std::move(names);
  }
  const auto found = m_last->stored_by_folded.find(iis::fold_name(name));
  return found == m_last->stored_by_folded.end() ? "" : found->second;
}

std::optional<iis::Node> DiskTree::find(std::string_view path) const {
  if (path.empty()) return node_at("");
  std::optional<iis::Node> node(std::in_place);
  node->kind = iis::NodeKind::Folder;
  for (std::string_view segment : base::split(path, '/')) {
    if (!node || node->kind != iis::NodeKind::Folder || segment.empty() || segment == "." || segment == "..") {
      return std::nullopt;
    }
    const std::string folder = node->path;
    const std::string prefix = folder.empty() ? "" : folder + "/";
    node = node_at(prefix + std::string(segment));
    if (node) continue;
    const std::string stored = stored_name(folder, segment);
    if (stored.empty()) return std::nullopt;
    node = node_at(prefix + stored);
  }
  return node;
}

void DiskTree::for_each_child(std::string_view path, const std::function<void(const iis::Node&)>& visit) const {
  std::error_code error;
  const std::string prefix = path.empty() ? "" : std::string(path) + "/";
  fs::directory_iterator entries(native(path), error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const std::optional<iis::Node> node = node_at(prefix + base::from_native(entries->path().filename()));
    if (node) visit(*node);
  }
}

std::unique_ptr<Content> DiskTree::open(std::string_view path) const {
  auto content = std::make_unique<DiskContent>(native(path));
  if (!content->is_open()) return nullptr;
  return content;
}

}  // namespace webcid::testserver
