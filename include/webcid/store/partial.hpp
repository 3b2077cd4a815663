// DIR/.webcid/partial: unfinished large files, kept for the next run, also when this one is killed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/model/catalogue.hpp>
#include <webcid/store/atomic_file.hpp>
#include <webcid/store/folder.hpp>

namespace webcid::store {

// From this size on a file is worth continuing; smaller ones start anew in an AtomicFile.
inline constexpr std::uint64_t kPartialFrom = 1024 * 1024;

// One file on its way. Destroyed without publish() or discard() it stays for the next run. What is there may be wrong
// (a crash of the machine, a changed server): only the digest over replay() and everything written says.
class Partial {
 public:
  Partial(Partial&&) noexcept;
  Partial& operator=(Partial&&) noexcept;
  ~Partial();

  std::uint64_t length() const;  // bytes that are there, of this run and of earlier ones
  // The strong entity tag they came with, "" for none: fit for If-Range (RFC 9110 section 13.1.5).
  const std::string& entity_tag() const;

  // Hands over the bytes that are there in pieces, until `consume` returns false.
  base::Result<void> replay(const std::function<bool(std::string_view)>& consume);
  // Forgets them and begins anew, with the tag that the server sent (a weak one counts as none). To be called before
  // the first write() of a file from its beginning.
  base::Result<void> restart(std::string_view entity_tag);
  base::Result<void> write(std::string_view bytes);  // at the end
  // Gives a verified file its final name. Across file systems it is copied. Once.
  base::Result<void> publish(FolderWriter& writer, Durability durability);
  // Removes what is there: it turned out to be wrong. Afterwards only the destructor makes sense.
  void discard();

 private:
  friend class Partials;
  struct State;
  explicit Partial(std::unique_ptr<State> state);
  base::Result<void> copy_to(FolderWriter& writer, const base::RelativePath& path, Durability durability);
  std::unique_ptr<State> m_state;
};

// All of a folder. Thread-safe; one entry is on its way once at a time.
class Partials {
 public:
  static base::Result<Partials> open(const Folder& folder);
  Partials(Partials&&) noexcept;
  Partials& operator=(Partials&&) noexcept;
  ~Partials();

  // Whether something may be there of the path: without asking the system, for most files have nothing.
  bool may_have(const base::RelativePath& path) const;
  // What an earlier run left of this very entry - same path, size and strongest digest - or nothing yet. Without a
  // digest what is there is used only when it has a strong tag, for then the server can say whether it still fits.
  base::Result<Partial> begin(const model::Entry& entry) const;
  // Removes what belongs to none of the entries, and what is broken; returns how many.
  std::size_t remove_stale(std::span<const model::Entry> entries) const;

  struct State;

 private:
  explicit Partials(std::shared_ptr<State> state);
  std::shared_ptr<State> m_state;
};

}  // namespace webcid::store
