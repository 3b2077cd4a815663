// Writers of the catalogue formats: entry by entry, so that a million files cost no more memory than one.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/base/result.hpp>
#include <webcid/model/catalogue.hpp>

namespace webcid::catalogue {

enum class OutputFormat : std::uint8_t { Json, Manifest, Sha256Sums };

struct OutputRow {
  OutputFormat format;
  std::string_view option;                          // as the command line names it
  std::string_view file_name;                       // where it is published
  std::span<const model::DigestAlgorithm> digests;  // what each entry must carry
};

// Every format that can be written: "json", "manifest.dat", "sha256sums".
std::span<const OutputRow> output_formats();
const OutputRow* find_output_format(std::string_view option);  // nullptr for any other word
const OutputRow& row_of(OutputFormat format);

// Takes the next piece of text; its error ends the writing and is handed back.
using Sink = std::function<base::Result<void>(std::string_view piece)>;

// begin(), add() for each entry, end(). After an error the output is incomplete and must be thrown away.
class Writer {
 public:
  // `created` goes into JSON only.
  Writer(OutputFormat format, Sink sink, base::Time created);

  base::Result<void> begin();
  // Malformed, naming the path, when the format cannot hold it: a '"' in manifest.dat, a name that is not UTF-8 in
  // JSON. Bug when the entry lacks the size or the digests that the format needs.
  base::Result<void> add(const model::Entry& entry);
  base::Result<void> end();

 private:
  base::Result<void> add_json(const model::Entry& entry);
  base::Result<void> add_manifest(const model::Entry& entry);
  base::Result<void> add_sha256(const model::Entry& entry);
  base::Result<void> flush();

  OutputFormat m_format;
  Sink m_sink;
  base::Time m_created;
  std::string m_pending;
  bool m_has_entries = false;
};

}  // namespace webcid::catalogue
