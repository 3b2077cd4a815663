#include "inquiry.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <webcid/catalogue/read.hpp>
#include <webcid/update/download.hpp>
#include <webcid/update/folder_walk.hpp>
#include <webcid/update/records.hpp>

namespace webcid::check {
namespace {

// Bytes: a question's answer is its head, and a file may be the answer; without end it says nothing more.
constexpr std::uint64_t kMaxProbeBody = std::uint64_t{1} << 30;

void confirm(const Scene& scene, const diagnose::ProbeWish& wish, Recorder& recorder) {
  auto relative = base::RelativePath::create(wish.path);
  if (!relative) return;  // a folder: asked for by listing, never a second time
  const auto found =
      std::lower_bound(scene.entries.begin(), scene.entries.end(), *relative,
                       [](const model::Entry& entry, const auto& wanted) { return entry.path < wanted; });
  const bool planned = found != scene.entries.end() && found->path == *relative;
  const model::Entry entry = planned ? *found : model::Entry{std::move(*relative), std::nullopt, {}};
  update::DownloadOptions options;
  options.attempt = {model::Purpose::Confirm, wish.manner, wish.address};
  update::download(scene.client, scene.address, {&entry, 1}, options, recorder);
}

void probe(const Scene& scene, const diagnose::ProbeWish& wish, Recorder& recorder) {
  net::Fetch fetch;
  fetch.method = wish.method;
  fetch.max_body = kMaxProbeBody;
  // A path from the site's root, or below the address: as for folders.
  fetch.url = update::folder_url(scene.address, wish.path);
  fetch.cache = net::CacheMode::NoCache;
  update::apply(wish.manner, wish.address, fetch);
  if (wish.manner == model::Manner::Tls) fetch.url.port = scene.tls_port;
  if (wish.manner == model::Manner::Part) fetch.range = net::ByteRange{wish.range.first, wish.range.last, {}};
  model::Record record;
  record.purpose = model::Purpose::Probe;
  record.path = wish.path;
  record.manner = wish.manner;
  update::hand_over(scene.client.fetch(std::move(fetch)), std::move(record), nullptr, recorder);
}

// A catalogue once more, or at another address: to see whether it is the same.
void read_again(const Scene& scene, const diagnose::ProbeWish& wish, Recorder& recorder) {
  net::Fetch fetch;
  fetch.url = scene.address.below(wish.path);
  fetch.cache = net::CacheMode::NoCache;
  fetch.keep_body = catalogue::kMaxText;
  fetch.max_body = catalogue::kMaxText;
  update::apply(wish.manner, wish.address, fetch);
  model::Record record;
  record.purpose = model::Purpose::Catalogue;
  record.path = wish.path;
  record.manner = wish.manner;
  std::vector<model::Exchange> legs = scene.client.fetch(std::move(fetch));
  const bool is_whole = legs.back().status == 200 && legs.back().error == model::TransportError::None;
  record.outcome = is_whole                     ? model::Outcome::Verified
                   : legs.back().has_response() ? model::Outcome::Refused
                                                : model::Outcome::Failed;
  update::hand_over(std::move(legs), std::move(record), nullptr, recorder);
}

void fulfil(const Scene& scene, const diagnose::ProbeWish& wish, Recorder& recorder) {
  if (wish.purpose == model::Purpose::Folder) {
    update::list_folder(scene.client, scene.address, wish.path, recorder);
  } else if (wish.purpose == model::Purpose::Catalogue) {
    read_again(scene, wish, recorder);
  } else if (wish.purpose == model::Purpose::Confirm) {
    confirm(scene, wish, recorder);
  } else {
    probe(scene, wish, recorder);
  }
}

}  // namespace

namespace {

// What the head of the answer says is enough where it says anything.
bool is_surely_same(const Scene& scene, const std::string& path, const Recorder::ReadCatalogue& first,
                    Recorder& recorder) {
  if (first.entity_tag.empty() && first.modified.empty()) return false;
  net::Fetch fetch;
  fetch.method = model::Method::Head;
  fetch.url = scene.address.below(path);
  fetch.cache = net::CacheMode::NoCache;
  std::vector<model::Exchange> legs = scene.client.fetch(std::move(fetch));
  const model::Exchange& head = legs.back();
  const bool is_same = head.status == 200 && head.header("ETag").value_or("") == first.entity_tag &&
                       head.header("Last-Modified").value_or("") == first.modified &&
                       head.body.declared.value_or(first.length) == first.length;
  model::Record record;
  record.path = path;
  update::hand_over(std::move(legs), std::move(record), nullptr, recorder);
  return is_same;
}

}  // namespace

void read_catalogues_again(const Scene& scene, Recorder& recorder) {
  const auto catalogues = recorder.catalogues();
  for (const auto& [path, first] : catalogues) {
    recorder.on_activity({"activity-catalogue-again", {path}, std::nullopt});
    if (is_surely_same(scene, path, first, recorder)) continue;
    diagnose::ProbeWish wish;
    wish.purpose = model::Purpose::Catalogue;
    wish.path = path;
    read_again(scene, wish, recorder);
  }
}

void inquire(const Scene& scene, Recorder& recorder, const base::Cancellation& cancellation) {
  for (;;) {
    const auto wishes = recorder.diagnosis().wishes();
    if (wishes.empty()) return;
    for (const diagnose::ProbeWish& wish : wishes) {
      if (cancellation.requested()) return;
      recorder.on_activity(wish.activity);
      fulfil(scene, wish, recorder);
    }
  }
}

}  // namespace webcid::check
