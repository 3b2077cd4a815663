#include "renewal.hpp"

#include <algorithm>

#include "marks.hpp"
#include "observations.hpp"

namespace webcid::diagnose {
namespace {

std::string_view folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
}

const model::Digest* of_algorithm(const std::vector<model::Digest>& digests, model::DigestAlgorithm algorithm) {
  const auto found = std::find_if(digests.begin(), digests.end(),
                                  [&](const model::Digest& digest) { return digest.algorithm == algorithm; });
  return found == digests.end() ? nullptr : &*found;
}

}  // namespace

Renewal::Version Renewal::version_of(const model::Body& body) {
  return {body.length, std::hash<std::string_view>{}(body.kept), body.kept.size() == body.length};
}

void Renewal::add(const model::Record& record, const model::Catalogue* again,
                  const std::function<bool(std::string_view path)>& is_failing) {
  const model::Exchange& exchange = record.exchange;
  if (!has(record.path)) {
    if (record.outcome != model::Outcome::Verified || exchange.status != 200) return;
    m_first[record.path] = version_of(exchange.body);
    const auto written = base::parse_http_date(exchange.header("Last-Modified").value_or(""));
    m_newest_date = std::max(m_newest_date, written.value_or(base::Time{}));
    return;
  }
  compare(record);
  if (again == nullptr) return;
  const std::string folder(folder_of(record.path));
  for (const model::Entry& entry : again->entries) {
    const std::string path = folder + entry.path.text();
    if (!is_failing(path)) continue;
    m_listed[path] = true;
    if (m_again[record.path]) m_entries[path] = {entry.size, entry.digests};
  }
}

void Renewal::compare(const model::Record& record) {
  const model::Exchange& exchange = record.exchange;
  if (exchange.error != model::TransportError::None) return;
  bool differs = exchange.status == 404;
  if (exchange.status == 200) {
    const Version& first = m_first[record.path];
    const Version now = version_of(exchange.body);
    const bool same_text = !first.is_whole || !now.is_whole || first.hash == now.hash;
    differs = first.length != now.length || !same_text;
  } else if (!differs) {
    return;
  }
  m_again[record.path] = differs;
  if (!differs || (m_changed && *m_changed <= record.path)) return;
  m_changed = record.path;
  m_changed_exchange = exchange.id;
}

std::vector<std::string> Renewal::covering(std::string_view file) const {
  std::vector<std::string> out;
  for (const auto& [path, version] : m_first) {
    const std::string_view folder = folder_of(path);
    if (file.substr(0, folder.size()) == folder) out.push_back(path);
  }
  std::stable_sort(out.begin(), out.end(), [](const std::string& a, const std::string& b) {
    return std::count(a.begin(), a.end(), '/') < std::count(b.begin(), b.end(), '/');
  });
  return out;
}

Renewal::Fit Renewal::fit(std::string_view file, const std::vector<model::Digest>& arrived) const {
  const auto found = m_entries.find(file);
  if (found == m_entries.end()) return Fit::Unknown;
  Fit out = Fit::Unknown;
  for (const model::Digest& digest : found->second.digests) {
    const model::Digest* const other = of_algorithm(arrived, digest.algorithm);
    if (other == nullptr) continue;
    if (!(*other == digest)) return Fit::Wrong;
    out = Fit::Right;
  }
  return out;
}

bool Renewal::explains(const Spoiled& file) const {
  const Fit of_arrived = fit(file.path, file.arrived);
  if (of_arrived == Fit::Right) return true;
  const auto found = m_entries.find(file.path);
  return found != m_entries.end() && of_arrived == Fit::Unknown && found->second.size &&
         found->second.size != file.expected;
}

bool Renewal::explains_missing(std::string_view file) const {
  if (!m_changed || m_listed.find(file) != m_listed.end()) return false;
  const auto catalogues = covering(file);
  const bool all_read = std::all_of(catalogues.begin(), catalogues.end(),
                                    [&](const std::string& path) { return m_again.count(path) > 0; });
  return all_read &&
         std::any_of(catalogues.begin(), catalogues.end(), [&](const std::string& path) { return m_again.at(path); });
}

}  // namespace webcid::diagnose
