#include <webcid/update/verify_folder.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>
#include <webcid/catalogue/well_known.hpp>
#include <webcid/digest/hasher.hpp>

#include "hasher_shelf.hpp"

namespace webcid::update {
namespace {

using model::Outcome;

LocalOutcome failed(const model::Entry& entry, std::string reason, base::Unreadable obstacle) {
  return {entry, Outcome::Failed, 0, std::move(reason), obstacle};
}

LocalOutcome compare(const model::Entry& entry, std::uint64_t size, std::span<const model::Digest> computed) {
  for (const model::Digest& expected : entry.digests) {
    for (const model::Digest& found : computed) {
      if (found.algorithm != expected.algorithm || found == expected) continue;
      return {entry, Outcome::WrongHash, size,
              fmt::format("{} {}, not {}", model::name_of(found.algorithm), found.hex(), expected.hex()),
              base::Unreadable::No};
    }
  }
  return {entry, Outcome::Verified, size, {}, base::Unreadable::No};
}

base::Result<LocalOutcome> verify_entry(const std::filesystem::path& folder, const model::Entry& entry,
                                        HasherShelf& shelf, const base::Cancellation& cancellation,
                                        std::uint64_t& bytes) {
  const std::filesystem::path path = folder / base::to_native(entry.path.text());
  const base::Status status = base::status_of(path, base::Links::Follow);
  if (status.kind == base::Kind::Missing) return failed(entry, "no such file", base::Unreadable::Missing);
  if (status.kind == base::Kind::Failed) {
    return failed(entry, base::system_words(status.error), base::unreadable_by(static_cast<int>(status.error)));
  }
  // A pipe or a device would be read for ever.
  if (status.kind != base::Kind::File) return failed(entry, "is no regular file", base::Unreadable::Other);
  const std::uint64_t size = status.size;
  if (entry.size && size != *entry.size) {
    return LocalOutcome{entry, Outcome::WrongSize, size, fmt::format("size {}, not {}", size, *entry.size),
                        base::Unreadable::No};
  }
  // Also where no digest says what it should be: whether it can be read is worth knowing.
  const auto hasher = shelf.take(entry.digests);
  if (!hasher) return tl::make_unexpected(hasher.error());
  std::uint64_t read = 0;
  const auto done = base::read_in_pieces(path, [&](std::string_view piece) {
    (*hasher)->update(piece);
    read += piece.size();
    return !cancellation.requested();
  });
  bytes += read;
  if (!done) return failed(entry, done.error().message, base::why_unreadable(path));
  return compare(entry, read, (*hasher)->finish());
}

void count(const LocalOutcome& outcome, FolderResult& result) {
  switch (outcome.outcome) {
    case Outcome::Verified:
      ++result.verified;
      if (outcome.entry.digests.empty()) ++result.without_digest;
      break;
    case Outcome::WrongSize:
      ++result.wrong_size;
      break;
    case Outcome::WrongHash:
      ++result.wrong_hash;
      break;
    default:
      ++result.failed;
      break;
  }
}

// Files that belong to the tools, not to the publication: our own state, catalogues, web.config and the like.
bool is_expected_extra(const base::RelativePath& path) {
  return path.segments().front() == ".webcid" || base::is_never_published(path.name()) ||
         catalogue::find(path.name()) != nullptr;
}

base::Result<void> count_extra(const std::filesystem::path& folder, std::span<const model::Entry> entries,
                               const base::Cancellation& cancellation, FolderResult& result) {
  std::vector<std::string_view> known;
  known.reserve(entries.size());
  for (const model::Entry& entry : entries) known.push_back(entry.path.text());
  std::sort(known.begin(), known.end());
  const auto note = [&](const std::string& name) {
    ++result.extra;
    if (result.extra_examples.size() < kMaxExtraExamples) result.extra_examples.push_back(name);
  };
  auto walked = base::walk_folder(
      folder,
      [&](const base::FoundFile& found) {
        const bool is_known = std::binary_search(known.begin(), known.end(), std::string_view(found.path.text()));
        if (!is_known && !is_expected_extra(found.path)) note(found.path.text());
        return !cancellation.requested();
      },
      [&](const std::string& name, const std::string&) { note(name); });
  result.interrupted = cancellation.requested();
  return walked;
}

}  // namespace

base::Result<FolderResult> verify_folder(const std::filesystem::path& folder, std::span<const model::Entry> entries,
                                         const base::Cancellation& cancellation,
                                         const std::function<void(const LocalOutcome&)>& observe) {
  const base::Status found = base::status_of(folder, base::Links::Follow);
  if (found.kind != base::Kind::Folder) {
    const std::string why = found.error != 0 ? base::system_words(found.error) : "is no folder";
    return base::fail(base::ErrorKind::LocalIo,
                      fmt::format("cannot read {}: {}", base::printable(base::from_native(folder)), why));
  }
  FolderResult result;
  HasherShelf shelf;
  for (const model::Entry& entry : entries) {
    auto outcome = verify_entry(folder, entry, shelf, cancellation, result.bytes);
    if (!outcome) return tl::make_unexpected(std::move(outcome.error()));
    // A file that Ctrl-C cut short has no verdict.
    if (cancellation.requested()) {
      result.interrupted = true;
      return result;
    }
    count(*outcome, result);
    observe(*outcome);
  }
  // A folder below it that cannot be listed costs no verdict.
  if (auto walked = count_extra(folder, entries, cancellation, result); !walked) {
    result.unlisted = std::move(walked.error().message);
  }
  return result;
}

}  // namespace webcid::update
