// What a run looked like, for pictures of it: files by folder, and the exchanges worth showing. Bounded, however many
// files there are: every file is counted, only some are kept by name.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <webcid/model/evidence.hpp>

namespace webcid::model {

inline constexpr std::size_t kOutcomeCount = 7;

struct FileSeen {
  std::string path;          // bytes, cut after kMaxNameBytes
  std::uint32_t folder = 0;  // index of the folder that counts it
  std::uint64_t size = 0;    // as published, else as received
  Outcome outcome = Outcome::Verified;
  int status = 0;
  TransportError error = TransportError::None;
  std::uint64_t exchange = 0;  // 0: none, it was there already
  double milliseconds = -1;
};

struct ExchangeSeen {
  std::uint64_t id = 0;
  Purpose purpose = Purpose::File;
  Manner manner = Manner::Usual;
  Method method = Method::Get;
  std::string path;  // as Record::path, cut after kMaxNameBytes
  std::string address;
  int leg = 0;
  int attempt = 1;
  int status = 0;
  std::string reason;
  TransportError error = TransportError::None;
  std::string error_text;
  std::vector<Header> headers;  // of what did not arrive as wished; at most kMaxHeaders, secrets replaced
  std::uint64_t length = 0;     // of the body
  base::Time started{};
  Timings timings;
};

// Files of one outcome.
struct Tally {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

struct FolderSeen {
  std::string path;                        // "" is the address's; else ends with '/'
  std::uint32_t parent = 0;                // its index; the root's own is 0
  std::array<Tally, kOutcomeCount> own{};  // by Outcome: files in it, and in folders below for which there was no room
};

class Chronicle {
 public:
  static constexpr std::size_t kMaxFolders = 4096;
  static constexpr std::size_t kMaxFailedFiles = 2000;
  static constexpr std::size_t kMaxOtherFiles = 3000;  // the largest
  static constexpr std::size_t kMaxNameBytes = 1024;
  static constexpr std::size_t kMaxHeaders = 24;

  Chronicle();

  // A record with its number. Files count as in the report's summary: one verdict each.
  void add(const Record& record);
  // A file that was there and right before the run: counted as verified, without an exchange.
  void add_present(std::string_view path, std::uint64_t size);

  std::vector<FileSeen> files() const;          // by path
  std::vector<ExchangeSeen> exchanges() const;  // by id
  // A folder stands behind its parent.
  const std::vector<FolderSeen>& folders() const { return m_folders; }
  std::uint64_t file_count() const { return m_file_count; }          // kept or not
  std::uint64_t exchange_count() const { return m_exchange_count; }  // kept or not

 private:
  void add_file(FileSeen file, std::string_view path);
  void add_exchange(const Record& record);
  std::uint32_t folder_of(std::string_view path);

  std::vector<FolderSeen> m_folders;
  std::unordered_map<std::string, std::uint32_t> m_folder_by_path;
  std::vector<FileSeen> m_failed;
  std::vector<FileSeen> m_others;  // a heap, the smallest on top
  std::vector<ExchangeSeen> m_questions;
  std::vector<ExchangeSeen> m_listings;
  std::vector<ExchangeSeen> m_failures;
  std::vector<ExchangeSeen> m_first;
  std::vector<ExchangeSeen> m_slowest;  // a heap, the quickest on top
  std::uint64_t m_file_count = 0;
  std::uint64_t m_exchange_count = 0;
};

}  // namespace webcid::model
