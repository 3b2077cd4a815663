// Who spoils what arrives.
#include <map>
#include <tuple>
#include <vector>

#include <webcid/base/path.hpp>

#include "asking.hpp"
#include "spoils.hpp"

namespace webcid::diagnose {
namespace {

constexpr std::size_t kMostListed = 3;
constexpr std::size_t kMostCached = 6;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

// Past the caches, and past the proxy.
void ask_ways_around(Asking& asking) {
  std::map<SpoilKind, std::size_t> asked;
  for (const Spoiled& file : asking.seen.spoiled()) {
    if (file.is_page || asking.seen.passing(file) != Passing::No) continue;
    if (asked[kind_of(file)]++ >= Case::kConfirmedPerGroup) continue;
    asking.wish_again(file.path, model::Manner::NoCache, {"activity-no-cache", {file.path}, {}});
    if (!asking.seen.has_proxy()) continue;
    asking.wish_again(file.path, model::Manner::Direct, {"activity-direct", {file.path}, {}});
  }
}

// A listing shows the size on the disk, whatever a cache holds.
void ask_sizes(Asking& asking) {
  if (!asking.seen.is_iis() || !asking.seen.has_listing("")) return;
  std::size_t asked = 0;
  for (const Spoiled& file : asking.seen.spoiled()) {
    const bool is_about_size = file.outcome == model::Outcome::WrongSize && file.content_encoding.empty();
    if (!is_about_size || file.is_page || asking.seen.passing(file) != Passing::No) continue;
    if (asked++ == kMostListed) return;
    asking.wish(model::Purpose::Folder, model::Method::Get, folder_of(file.path),
                {"activity-listing", {file.path}, {}});
  }
}

// A success out of a cache contradicts nothing: the same past the caches may.
void ask_cached(Asking& asking) {
  std::size_t asked = 0;
  for (const Group& group : asking.explanation.groups) {
    if (group.asked != Asked::File || group.paths.empty()) continue;
    const auto cached = asking.seen.cached_successes().find(base::extension_of(group.paths.front()));
    if (cached == asking.seen.cached_successes().end()) continue;
    if (asked++ == kMostCached) return;
    asking.wish_again(cached->second, model::Manner::NoCache, {"activity-no-cache", {cached->second}, {}});
  }
}

void ask_part(Asking& asking) {
  const Parts& parts = asking.seen.parts();
  if (!parts.sample()) return;
  ProbeWish wish;
  wish.path = parts.sample()->path;
  wish.manner = model::Manner::Part;
  wish.range = parts.range();
  wish.activity = {"activity-part", {wish.path}, {}};
  asking.wish(std::move(wish));
  // The file may have changed in between.
  if (!parts.answer() || parts.answer()->is_right) return;
  asking.wish_again(parts.sample()->path, model::Manner::Usual, {"activity-confirm", {parts.sample()->path}, {}});
}

bool is_limited(const Asking& asking) {
  for (const Symptom& symptom : asking.seen.symptoms()) {
    if (asking.seen.passing(symptom) == Passing::Limited) return true;
  }
  return false;
}

}  // namespace

void ask_contents(Asking& asking) {
  if (is_limited(asking)) return;
  ask_ways_around(asking);
  ask_sizes(asking);
  ask_cached(asking);
  ask_part(asking);
}

}  // namespace webcid::diagnose
