// --reference: a folder, share or list that says what should be there, read only as far as a run asks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/check/check.hpp>
#include <webcid/diagnose/case.hpp>
#include <webcid/model/reference.hpp>
#include <webcid/update/observer.hpp>

namespace webcid::check {

class ReferenceReader {
 public:
  // Walks the folder: names and sizes. LocalIo when it, or a folder below it, cannot be listed.
  static base::Result<ReferenceReader> open(const ReferenceOptions& options, const base::Cancellation& cancellation);

  // What is to be fetched: what is published, and where that is no more than a listing, or nothing, also what the
  // reference has beside it. Sizes and digests that are published nowhere are the reference's; of a folder's files only
  // those are read for it. How the two lists differ is noted. A reference that has none of the published files is of
  // another folder: noted, and not asked any more.
  base::Result<std::vector<model::Entry>> join(std::vector<model::Entry> published, update::Observer& observer,
                                               const base::Cancellation& cancellation);

  // What it says of the paths, at most model::kMaxReferenceFacts. Reads the files whose bytes are in doubt.
  model::Reference answer(const std::vector<diagnose::Case::Doubt>& doubts, update::Observer& observer,
                          const base::Cancellation& cancellation) const;

 private:
  explicit ReferenceReader(ReferenceOptions options);
  const model::Entry* find(std::string_view path) const;
  bool is_folder() const { return !m_options.list; }
  std::uint64_t common_with(const std::vector<model::Entry>& published) const;
  void note_differences(const std::vector<model::Entry>& published, update::Observer& observer) const;
  void note_missing(const std::vector<model::Entry>& published, update::Observer& observer) const;
  std::vector<model::Entry> united(std::vector<model::Entry> listed, update::Observer& observer) const;
  base::Result<void> complete(std::vector<model::Entry>& entries, update::Observer& observer,
                              const base::Cancellation& cancellation) const;
  base::Result<std::vector<model::Digest>> digests_of(const model::Entry& entry,
                                                      const std::vector<model::DigestAlgorithm>& algorithms,
                                                      const base::Cancellation& cancellation) const;

  ReferenceOptions m_options;
  std::vector<model::Entry> m_entries;                      // byte-wise by path
  std::unordered_map<std::string, std::size_t> m_by_lower;  // by lower-case path: Windows knows no case
  bool m_is_foreign = false;
};

}  // namespace webcid::check
