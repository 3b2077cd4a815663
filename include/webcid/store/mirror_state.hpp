// DIR/.webcid/state: which files of a mirror were verified, so that a later run need not read them again.
//
//   webcid-state 1
//   SIZE MODIFIED CHANGED ALGORITHM:HEX ENTITY-TAG PATH
//   ...
//   end COUNT
//
// One line an entry, ascending by path; times in ns; "-" for a missing digest or entity tag; in an entity tag %XX for
// '%', blanks, control characters and a leading '-'. It is a help and no truth: whatever is wrong with it, the
// next run hashes the files instead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/path.hpp>
#include <webcid/base/result.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/store/atomic_file.hpp>
#include <webcid/store/folder.hpp>
#include <webcid/store/local_tree.hpp>

namespace webcid::store {

class MirrorState {
 public:
  struct Known {
    FileStamp stamp;
    std::optional<model::Digest> digest;  // that was verified; none when the catalogue had none
    std::string_view entity_tag;          // as the server sent it, "" for none; lives as long as the state
  };

  MirrorState() = default;
  // Never fails: `problem` says why a state that is there was not used ("" when all is well or there is none).
  static MirrorState load(const Folder& folder, std::string& problem);

  std::size_t size() const { return m_rows.size(); }
  // What is known of a path. `near` speeds up a row of look-ups in ascending order: begin with 0, pass it on.
  std::optional<Known> find(const base::RelativePath& path, std::size_t& near) const;
  // Whether a file with this stamp is surely the one that was verified. Not one whose time is that of the state itself:
  // within one tick of the file system's clock it could have been changed after it was looked at.
  bool is_same(const Known& known, const FileStamp& now) const;

 private:
  friend class StateReader;
  // 32 bytes: with path, tag and digest in one text about 100 bytes an entry.
  struct Row {
    std::uint64_t size;
    std::int64_t modified;
    std::int64_t changed;
    std::uint32_t begin;  // in m_text: path, entity tag, digest
    std::uint16_t path_length;
    std::uint8_t tag_length;
    std::uint8_t algorithm;
  };

  std::string_view path_of(const Row& row) const { return {m_text.data() + row.begin, row.path_length}; }

  std::string m_text;
  std::vector<Row> m_rows;     // ascending by path
  std::int64_t m_written = 0;  // when the state was, ns
};

// Writes a new state beside the old one. Entries in ascending order of path make the next load faster.
class MirrorStateWriter {
 public:
  static base::Result<MirrorStateWriter> create(const Folder& folder);

  // `digest` may be null. An entity tag too long to be worth keeping is left out.
  base::Result<void> add(const base::RelativePath& path, const FileStamp& stamp, const model::Digest* digest,
                         std::string_view entity_tag);
  base::Result<void> commit(Durability durability);

 private:
  explicit MirrorStateWriter(AtomicFile file) : m_file(std::move(file)) {}
  base::Result<void> flush();

  AtomicFile m_file;
  std::string m_buffer;
  std::uint64_t m_count = 0;
};

}  // namespace webcid::store
