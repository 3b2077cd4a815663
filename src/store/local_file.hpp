// One regular file of a destination, open to be read.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/store/local_tree.hpp>

#include "open_folder.hpp"

namespace webcid::store {

// `name` ends where its text does: the last segment of a path.
Seen look_at(const OpenFolder& folder, std::string_view name);

class LocalFile {
 public:
  static base::Result<LocalFile> open(const OpenFolder& folder, std::string_view name);

  const FileStamp& stamp() const { return m_stamp; }  // when it was opened
  // Bytes read; 0 at the end.
  base::Result<std::size_t> read(std::span<char> buffer);
  // The stamp, when the file still has it.
  base::Result<FileStamp> unchanged_stamp() const;

 private:
  LocalFile(Descriptor file, FileStamp stamp, std::string native)
      : m_file(std::move(file)), m_stamp(stamp), m_native(std::move(native)) {}

  Descriptor m_file;
  FileStamp m_stamp;
  std::string m_native;
};

}  // namespace webcid::store
