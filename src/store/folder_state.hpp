// What a Folder holds; shared with what reads and writes below it.
#pragma once

#include <filesystem>
#include <memory>

#include <webcid/store/folder.hpp>

#include "open_folder.hpp"

namespace webcid::store {

struct Folder::State {
  std::filesystem::path root;
  std::shared_ptr<OpenFolder> folder;

  static const State& of(const Folder& folder) { return *folder.m_state; }
};

struct FolderWriter::State {
  FolderCache cache;

  static State& of(FolderWriter& writer) { return *writer.m_state; }
};

}  // namespace webcid::store
