// Catalogues as they were at the beginning and at the end of the run: whether the tree was published anew meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/model/evidence.hpp>

namespace webcid::diagnose {

struct Spoiled;

class Renewal {
 public:
  // `again`: what the text says, when it was asked for a second time. Of its entries only those of files that fail are
  // kept.
  void add(const model::Record& record, const model::Catalogue* again,
           const std::function<bool(std::string_view path)>& is_failing);

  // Whether a catalogue of this path was read before.
  bool has(const std::string& path) const { return m_first.count(path) > 0; }
  // Readable ones that say something about the file, those nearest to the root first.
  std::vector<std::string> covering(std::string_view file) const;

  // The catalogue that is another one now; null when none is.
  const std::string* changed() const { return m_changed ? &*m_changed : nullptr; }
  std::uint64_t changed_exchange() const { return m_changed_exchange; }
  // How bytes fit what a catalogue that changed says of the file by now.
  enum class Fit : std::uint8_t { Unknown, Right, Wrong };
  Fit fit(std::string_view file, const std::vector<model::Digest>& arrived) const;
  // Whether the new catalogue explains that the file did not arrive as the old one promised, or was not found.
  bool explains(const Spoiled& file) const;
  bool explains_missing(std::string_view file) const;

  // When the newest catalogue was written, as Last-Modified says; the epoch: not known.
  base::Time newest_date() const { return m_newest_date; }

 private:
  struct Version {
    std::uint64_t length = 0;
    std::size_t hash = 0;
    bool is_whole = false;
  };
  struct Renewed {
    std::optional<std::uint64_t> size;
    std::vector<model::Digest> digests;
  };
  static Version version_of(const model::Body& body);
  void compare(const model::Record& record);

  std::map<std::string, Version> m_first;
  std::map<std::string, bool> m_again;  // whether it differs
  std::optional<std::string> m_changed;
  std::uint64_t m_changed_exchange = 0;
  std::map<std::string, Renewed, std::less<>> m_entries;  // of files that fail, from catalogues that changed
  std::map<std::string, bool, std::less<>> m_listed;      // files that fail and that some catalogue still lists
  base::Time m_newest_date{};
};

}  // namespace webcid::diagnose
