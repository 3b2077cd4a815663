#include <webcid/audit/facts.hpp>

#include <fmt/format.h>

#include <unordered_map>
#include <utility>

#include <webcid/base/file.hpp>
#include <webcid/iis/names.hpp>

#include "inputs.hpp"

namespace webcid::audit {
namespace {

std::string file_name(const std::string& file) {
  return base::from_native(base::to_native(file).filename());
}

using ByPath = std::unordered_map<std::string, model::ServerFact>;

// The latest refusal of each name that says its sub-status.
ByPath logged_facts(const Tally& tally, const std::string& source) {
  ByPath facts;
  std::unordered_map<std::string, Stamp> latest;
  for (const auto& [logged, path] : tally.paths()) {
    const std::string key = iis::fold_name(logged);
    for (const Tally::Failure& failure : path.failures) {
      const LoggedAs& as = tally.kinds()[failure.kind].as;
      if (as.status < 400 || as.sub_status < 0 || !as.reason.empty()) continue;
      Stamp& last = latest[key];
      if (failure.span.last < last) continue;
      last = failure.span.last;
      facts[key] = {"", as.status, as.sub_status, source};
    }
  }
  return facts;
}

// The files of the run exist: what is not in the tree would be refused as missing.
std::vector<model::Entry> entries_of(const std::vector<std::string>& paths) {
  std::vector<model::Entry> entries;
  for (const std::string& path : paths) {
    if (auto relative = base::RelativePath::create(path)) entries.push_back({std::move(*relative), {}, {}});
  }
  return entries;
}

std::optional<model::ServerFact> configured_fact(const Share& share, const std::string& path) {
  const auto refusal = share.refusal_of(path);
  if (!refusal || refusal->is_dropped || !refusal->http_sys.empty() || refusal->sub_status <= 0) return std::nullopt;
  const auto error = refusal->sub_status == 19 ? share.error_at(path) : std::nullopt;
  const auto source = share.source_of(share.culprit_of(*refusal).setting, path);
  std::string where = file_name(share.host_file());
  if (error) {
    where = fmt::format("{}, line {}", file_name(error->file), error->line);
  } else if (source && !source->file.empty()) {
    where = fmt::format("{}, line {}", file_name(source->file), source->line);
  }
  return model::ServerFact{path, refusal->status, refusal->sub_status, where};
}

}  // namespace

base::Result<std::vector<model::ServerFact>> facts_of(const AuditOptions& options,
                                                      const std::vector<std::string>& paths,
                                                      base::Cancellation& cancellation) {
  auto inputs = sort_files(options);
  if (!inputs) return tl::make_unexpected(inputs.error());
  if (paths.empty()) return std::vector<model::ServerFact>();
  const std::string scope = scope_of(options);
  Tally tally(scope, "");
  std::string source;
  std::string version = options.version;
  for (const auto& [file, kind] : inputs->logs) {
    const auto read = read_log(file, kind, tally, cancellation);
    if (!read) return tl::make_unexpected(read.error());
    if (options.version.empty() && !read->version.empty()) version = read->version;
    source += (source.empty() ? "" : ", ") + file_name(file);
  }
  const ByPath logged = logged_facts(tally, source);
  std::unique_ptr<Share> share;
  if (inputs->has_configuration()) {
    AuditOptions own = options;
    if (!own.entries) own.entries = entries_of(paths);
    const auto known = version_of(version);
    if (!known) return tl::make_unexpected(known.error());
    auto created = Share::create(own, std::move(inputs->configuration), *known);
    if (!created) return tl::make_unexpected(created.error());
    if (!(*created)->error()) share = std::move(*created);
  }
  std::vector<model::ServerFact> facts;
  for (const std::string& path : paths) {
    const auto found = logged.find(iis::fold_name(scope + "/" + as_logged(path)));
    if (found != logged.end()) {
      facts.push_back(found->second);
      facts.back().path = path;
    } else if (share) {
      if (auto fact = configured_fact(*share, path)) facts.push_back(std::move(*fact));
    }
  }
  if (share) {
    if (auto unreadable = share->unreadable()) return tl::make_unexpected(std::move(*unreadable));
  }
  return facts;
}

}  // namespace webcid::audit
