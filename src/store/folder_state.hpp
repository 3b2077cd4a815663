// What a Folder holds; shared with what reads and writes below it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include <webcid/store/folder.hpp>

#include "atomic_file_state.hpp"
#include "open_folder.hpp"

namespace webcid::store {

struct Folder::State {
  std::filesystem::path root;
  std::shared_ptr<OpenFolder> folder;

  static const State& of(const Folder& folder) { return *folder.m_state; }
};

struct FolderWriter::State {
  FolderCache cache;
  std::uint64_t begun = 0;
  Naming naming = Naming::Temporary;

  static State& of(FolderWriter& writer) { return *writer.m_state; }
};

}  // namespace webcid::store
