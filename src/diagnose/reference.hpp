// What --reference says, and how far that tells what the server has.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/base/clock.hpp>
#include <webcid/model/evidence.hpp>

namespace webcid::diagnose {

struct Spoiled;

// How far the reference speaks of what is on the server.
enum class Word : std::uint8_t {
  Proof,      // a folder in which what arrived is just as it arrived: it may be the server's own
  Record,     // a list of what was there, or a folder that nothing could be compared with
  Intention,  // another folder: it says what should be there, and that is not what the server has in every detail
};

enum class Held : std::uint8_t { Unknown, Yes, No };

// What the reference has of a file that arrived wrong.
enum class HeldBytes : std::uint8_t {
  Unknown,
  Promised,   // what the catalogue promises
  AsArrived,  // what arrived
};

class Reference {
 public:
  // Files that arrived right, by which another folder is told from the server's own.
  static constexpr std::size_t kMostSamples = 16;

  // Of a file that arrived right from the server itself.
  void add_arrival(const model::Record& record);
  void add(const model::Reference& reference);

  bool is_given() const { return m_is_given; }
  const std::string& name() const { return m_name; }
  Word word() const;
  // Whether the server has the file. What another folder has may still be missing on the server: Unknown.
  Held holds(std::string_view path) const;
  HeldBytes bytes_of(const Spoiled& file) const;
  // When the reference's file was last written, where that is known.
  std::optional<base::Time> written(std::string_view path) const;

  struct Arrival {
    std::uint64_t length = 0;
    std::optional<base::Time> written;  // Last-Modified
  };
  // By path, the first ones by name: the same whatever the order of arrival.
  const std::map<std::string, Arrival>& arrivals() const { return m_arrivals; }

 private:
  const model::ReferenceFact* fact(std::string_view path) const;

  bool m_is_given = false;
  std::string m_name;
  model::ReferenceKind m_kind = model::ReferenceKind::Folder;
  std::map<std::string, model::ReferenceFact, std::less<>> m_facts;
  std::map<std::string, Arrival> m_arrivals;
};

}  // namespace webcid::diagnose
