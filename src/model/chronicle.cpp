#include <webcid/model/chronicle.hpp>

#include <algorithm>
#include <utility>

#include <webcid/model/redaction.hpp>

namespace webcid::model {
namespace {

// How many exchanges of each kind are kept; of all together a picture can still be read.
constexpr std::size_t kMaxQuestions = 400;  // catalogues, probes, second attempts
constexpr std::size_t kMaxListings = 150;
constexpr std::size_t kMaxFailures = 2000;  // a form shows a part of them, and what a proof names
constexpr std::size_t kMaxFirst = 150;
constexpr std::size_t kMaxSlowest = 150;
constexpr std::size_t kMaxHeaderBytes = 300;
constexpr std::size_t kMaxTextBytes = 300;

std::string cut(std::string_view text, std::size_t most) {
  return std::string(text.substr(0, most));
}

// Keeps the `most` rows that come first by `before`; what does not belong to them costs one comparison.
template <class Row, class Before, class Make>
void keep_best(std::vector<Row>& heap, std::size_t most, const Row& key, Before before, Make make) {
  if (heap.size() == most) {
    if (!before(key, heap.front())) return;
    std::pop_heap(heap.begin(), heap.end(), before);
    heap.pop_back();
  }
  heap.push_back(make());
  std::push_heap(heap.begin(), heap.end(), before);
}

bool is_larger(const FileSeen& a, const FileSeen& b) {
  return a.size > b.size;
}

bool is_slower(const ExchangeSeen& a, const ExchangeSeen& b) {
  return a.timings.finished > b.timings.finished;
}

bool is_as_wished(const Record& record) {
  const Exchange& exchange = record.exchange;
  if (record.outcome) return *record.outcome == Outcome::Verified;
  return exchange.error == TransportError::None && exchange.status >= 200 && exchange.status < 300;
}

std::vector<Header> headers_of(const Exchange& exchange) {
  std::vector<Header> out;
  for (const Header& header : exchange.headers) {
    if (out.size() == Chronicle::kMaxHeaders) break;
    out.push_back({cut(header.name, kMaxHeaderBytes), cut(recorded_value(header.name, header.value), kMaxHeaderBytes)});
  }
  return out;
}

ExchangeSeen seen(const Record& record) {
  const Exchange& exchange = record.exchange;
  ExchangeSeen out;
  out.id = exchange.id;
  out.purpose = record.purpose;
  out.manner = record.manner;
  out.method = exchange.method;
  out.path = cut(record.path, Chronicle::kMaxNameBytes);
  out.address = exchange.address;
  out.leg = exchange.leg;
  out.attempt = exchange.attempt;
  out.status = exchange.status;
  out.reason = cut(exchange.reason, kMaxTextBytes);
  out.error = exchange.error;
  out.error_text = cut(exchange.error_text, kMaxTextBytes);
  if (!is_as_wished(record)) out.headers = headers_of(exchange);
  out.length = exchange.body.length;
  out.started = exchange.started;
  out.timings = exchange.timings;
  return out;
}

}  // namespace

Chronicle::Chronicle() : m_folders(1) {}

void Chronicle::add(const Record& record) {
  const bool is_verdict = record.purpose == Purpose::File && record.outcome && *record.outcome != Outcome::Skipped;
  if (is_verdict) {
    const Exchange& exchange = record.exchange;
    FileSeen file;
    file.size = record.entry && record.entry->size ? *record.entry->size : exchange.body.length;
    file.outcome = *record.outcome;
    file.status = exchange.status;
    file.error = exchange.error;
    file.exchange = exchange.id;
    file.milliseconds = exchange.timings.finished;
    add_file(std::move(file), record.path);
  }
  // What this machine could not store was never asked for.
  if (record.exchange.id != 0) add_exchange(record);
}

void Chronicle::add_present(std::string_view path, std::uint64_t size) {
  FileSeen file;
  file.size = size;
  add_file(std::move(file), path);
}

void Chronicle::add_file(FileSeen file, std::string_view path) {
  ++m_file_count;
  file.folder = folder_of(path.substr(0, path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1));
  Tally& tally = m_folders[file.folder].own[static_cast<std::size_t>(file.outcome)];
  ++tally.files;
  tally.bytes += file.size;
  const auto named = [&] {
    file.path = cut(path, kMaxNameBytes);
    return std::move(file);
  };
  if (file.outcome == Outcome::Verified) {
    keep_best(m_others, kMaxOtherFiles, file, is_larger, named);
  } else if (m_failed.size() < kMaxFailedFiles) {
    m_failed.push_back(named());
  }
}

// The folder called `path` ("" or ending with '/'), or the nearest one above it for which there is room.
std::uint32_t Chronicle::folder_of(std::string_view path) {
  if (path.empty()) return 0;
  const auto known = m_folder_by_path.find(std::string(path));
  if (known != m_folder_by_path.end()) return known->second;
  std::uint32_t folder = 0;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
    const std::string_view above = path.substr(0, slash + 1);
    const auto found = m_folder_by_path.find(std::string(above));
    if (found != m_folder_by_path.end()) {
      folder = found->second;
      continue;
    }
    if (m_folders.size() == kMaxFolders) break;
    FolderSeen created;
    created.path = above;
    created.parent = folder;
    folder = static_cast<std::uint32_t>(m_folders.size());
    m_folders.push_back(std::move(created));
    m_folder_by_path.emplace(above, folder);
  }
  return folder;
}

void Chronicle::add_exchange(const Record& record) {
  ++m_exchange_count;
  const auto keep = [&record](std::vector<ExchangeSeen>& rows, std::size_t most) {
    if (rows.size() == most) return false;
    rows.push_back(seen(record));
    return true;
  };
  if (record.purpose == Purpose::Folder) {
    keep(m_listings, kMaxListings);
  } else if (record.purpose != Purpose::File) {
    keep(m_questions, kMaxQuestions);
  } else if (!is_as_wished(record)) {
    keep(m_failures, kMaxFailures);
  } else if (!keep(m_first, kMaxFirst)) {
    ExchangeSeen key;
    key.timings = record.exchange.timings;
    keep_best(m_slowest, kMaxSlowest, key, is_slower, [&record] { return seen(record); });
  }
}

std::vector<FileSeen> Chronicle::files() const {
  std::vector<FileSeen> out = m_failed;
  out.insert(out.end(), m_others.begin(), m_others.end());
  std::sort(out.begin(), out.end(), [](const FileSeen& a, const FileSeen& b) { return a.path < b.path; });
  return out;
}

std::vector<ExchangeSeen> Chronicle::exchanges() const {
  std::vector<ExchangeSeen> out;
  for (const auto* rows : {&m_questions, &m_listings, &m_failures, &m_first, &m_slowest}) {
    out.insert(out.end(), rows->begin(), rows->end());
  }
  std::sort(out.begin(), out.end(), [](const ExchangeSeen& a, const ExchangeSeen& b) { return a.id < b.id; });
  return out;
}

}  // namespace webcid::model
