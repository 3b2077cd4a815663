#include "testserver/publish.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>
#include <webcid/base/text.hpp>
#include <webcid/catalogue/well_known.hpp>
#include <webcid/catalogue/write.hpp>
#include <webcid/digest/hasher.hpp>

namespace webcid::testserver {
namespace {

using model::DigestAlgorithm;

struct Listed {
  model::Entry entry;
  bool is_read = false;
};

bool is_listed(std::string_view path) {
  const catalogue::WellKnown* known = catalogue::find(path);
  const bool is_catalogue = known != nullptr && known->kind != catalogue::WellKnownKind::Sentinel;
  return !is_catalogue && !base::is_never_published(path.substr(path.rfind('/') + 1));
}

std::vector<Listed> list_files(const ContentTree& tree) {
  std::vector<Listed> listed;
  for_each_file(tree, "", [&](const iis::Node& node) {
    if (!is_listed(node.path)) return;
    base::Result<base::RelativePath> path = base::RelativePath::create(node.path);
    if (path) listed.push_back({model::Entry{std::move(*path), node.size, {}}, false});
  });
  return listed;
}

bool digest_one(const ContentTree& tree, Listed& listed, digest::Hasher& hasher, std::vector<char>& buffer) {
  const std::unique_ptr<Content> content = tree.open(listed.entry.path.text());
  if (!content) return false;
  std::uint64_t offset = 0;
  while (const std::size_t count = content->read(offset, buffer)) {
    hasher.update({buffer.data(), count});
    offset += count;
  }
  listed.entry.digests = hasher.finish();
  hasher.reset();
  return offset == listed.entry.size;
}

// Digests every file, on two threads: a share of some GiB must not make its tests wait.
base::Result<void> digest_all(const ContentTree& tree, std::vector<Listed>& files,
                              const std::vector<DigestAlgorithm>& algorithms) {
  constexpr unsigned kThreads = 2;
  std::atomic<std::size_t> next{0};
  std::vector<digest::Hasher> hashers;
  for (unsigned i = 0; i < kThreads; ++i) {
    base::Result<digest::Hasher> hasher = digest::Hasher::create(algorithms);
    if (!hasher) return tl::make_unexpected(hasher.error());
    hashers.push_back(std::move(*hasher));
  }
  const auto work = [&](digest::Hasher& hasher) {
    std::vector<char> buffer(256UL * 1024UL);
    for (std::size_t i = next++; i < files.size(); i = next++) {
      files[i].is_read = digest_one(tree, files[i], hasher, buffer);
    }
  };
  std::thread second([&] { work(hashers[1]); });
  work(hashers[0]);
  second.join();
  for (const Listed& file : files) {
    if (file.is_read) continue;
    return base::fail(base::ErrorKind::LocalIo,
                      fmt::format("cannot read {} to list it", base::printable(file.entry.path.text())));
  }
  return {};
}

base::Time newest(const ContentTree& tree) {
  base::Time time{};
  for_each_file(tree, "", [&](const iis::Node& node) { time = std::max(time, node.modified); });
  return time;
}

const catalogue::OutputRow* row_named(std::string_view name) {
  for (const catalogue::OutputRow& row : catalogue::output_formats()) {
    if (row.file_name == name) return &row;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> publishable_catalogues() {
  std::vector<std::string> names;
  for (const catalogue::OutputRow& row : catalogue::output_formats()) names.emplace_back(row.file_name);
  return names;
}

base::Result<void> publish_catalogues(PublishedTree& tree, const std::vector<std::string>& names) {
  std::vector<const catalogue::OutputRow*> rows;
  std::vector<DigestAlgorithm> algorithms;
  for (const std::string& name : names) {
    const catalogue::OutputRow* row = row_named(name);
    if (row == nullptr) {
      return base::fail(base::ErrorKind::Usage, fmt::format("--catalogues: no such catalogue \"{}\"", name));
    }
    rows.push_back(row);
    for (DigestAlgorithm algorithm : row->digests) {
      if (std::find(algorithms.begin(), algorithms.end(), algorithm) == algorithms.end())
        algorithms.push_back(algorithm);
    }
  }
  if (rows.empty()) return {};
  std::vector<Listed> files = list_files(tree.base());
  if (base::Result<void> done = digest_all(tree.base(), files, algorithms); !done) return done;
  const base::Time modified = newest(tree.base());
  for (const catalogue::OutputRow* row : rows) {
    std::string text;
    catalogue::Writer writer(
        row->format,
        [&text](std::string_view piece) -> base::Result<void> {
          text.append(piece);
          return {};
        },
        modified);
    base::Result<void> done = writer.begin();
    for (std::size_t i = 0; done && i < files.size(); ++i) done = writer.add(files[i].entry);
    if (done) done = writer.end();
    if (!done) return done;
    tree.add_text(std::string(row->file_name), std::move(text), modified);
  }
  return {};
}

}  // namespace webcid::testserver
