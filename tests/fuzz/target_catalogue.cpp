// Lists of files: manifest.dat, checksum lists, our own JSON, directory listings.
#include <string>
#include <utility>
#include <vector>

#include <webcid/catalogue/listing.hpp>
#include <webcid/catalogue/merge.hpp>
#include <webcid/catalogue/read.hpp>
#include <webcid/catalogue/write.hpp>

#include "target.hpp"

namespace webcid::fuzz {
namespace {

constexpr std::size_t kLongestExcerpt = 120;

void require_place(const model::ParseProblem& problem) {
  require(!problem.message.empty() && problem.line >= 1 && problem.column >= 1, "a problem says where and what");
  require(problem.excerpt.size() <= kLongestExcerpt, "an excerpt is short");
}

// What was read can be written and is read back the same; formats that cannot hold an entry say so.
void write_and_read(const model::Catalogue& catalogue) {
  std::string text;
  catalogue::Writer writer(catalogue::OutputFormat::Json,
                           [&](std::string_view piece) { return text += piece, base::Result<void>(); }, {});
  require(writer.begin().has_value(), "a catalogue can be begun");
  std::size_t written = 0;
  for (const model::Entry& entry : catalogue.entries) {
    if (!entry.size || entry.digests.empty()) continue;
    if (!writer.add(entry)) return;
    ++written;
  }
  require(writer.end().has_value(), "a catalogue can be ended");
  const auto again = catalogue::read_json(text);
  require(again && again->entries.size() == written, "a catalogue reads back as it was written");
}

void take(const catalogue::ReadResult& result) {
  if (!result) return require_place(result.error());
  write_and_read(*result);
  // As a server would publish it beside itself, in a folder below.
  const auto merged = catalogue::merge({{*result, "", "a"}, {*result, "below", "b"}});
  require(merged.disagreement_count == 0, "a catalogue agrees with itself");
  require(merged.entries.size() + merged.refusal_count >= result->entries.size(), "no entry is lost");
}

}  // namespace

void run_manifest(std::string_view bytes) {
  take(catalogue::read_manifest(bytes));
}

void run_checksum_list(std::string_view bytes) {
  take(catalogue::read_checksum_list(bytes));
  take(catalogue::read("a.sha256", bytes));
}

void run_json_catalogue(std::string_view bytes) {
  take(catalogue::read_json(bytes));
  take(catalogue::read_any(bytes));
}

void run_listing(std::string_view bytes) {
  const auto listing = catalogue::read_listing(bytes, "/SophosUpdate/a%20b/");
  if (!listing) return require_place(listing.error());
  for (const model::ListingRow& row : listing->rows) {
    require(!row.name.empty() && row.name != "." && row.name != "..", "a row is a child");
    require(row.name.find('/') == std::string::npos, "a row is a direct child");
  }
}

}  // namespace webcid::fuzz
