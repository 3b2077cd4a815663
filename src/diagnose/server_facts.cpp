// Refusals that are named: by their pages, or by what the server's own files say of them.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "findings.hpp"
#include "observations.hpp"
#include "standing.hpp"

namespace webcid::diagnose {
namespace {

// Of 404: the file was looked for, so request filtering had let the request pass (iis.md b.1).
bool is_past_filtering(int sub_status) {
  constexpr std::array<int, 5> kLater{0, 3, 4, 9, 17};
  return std::find(kLater.begin(), kLater.end(), sub_status) != kLater.end();
}

// What stands before the site, or answers without a status, is in no file of the site's.
bool may_be_named(const Seen& seen) {
  return !seen.sub_status && seen.answered() && seen.status >= 400 && !seen.is_before_site();
}

void name(Seen& seen, const model::ServerFact& fact) {
  if (!may_be_named(seen) || seen.status != fact.status) return;
  seen.sub_status = fact.sub_status;
  seen.sub_status_source = fact.source;
  seen.from_iis = true;  // only IIS has such a file
}

}  // namespace

void Observations::add(std::span<const model::ServerFact> facts) {
  m_standing.reset();
  std::unordered_map<std::string_view, const model::ServerFact*> by_path;
  for (const model::ServerFact& fact : facts) by_path[fact.path] = &fact;
  for (Symptom& symptom : m_symptoms) {
    const auto found = by_path.find(symptom.path);
    if (found == by_path.end()) continue;
    name(symptom.seen, *found->second);
    note_passed(symptom);
  }
  const auto address = by_path.find("");
  if (address != by_path.end() && m_address_folder) name(*m_address_folder, *address->second);
}

// Of a 404 that is named: what it says of filtering.
void Observations::note_passed(const Symptom& symptom) {
  const Seen& seen = symptom.seen;
  const bool is_named = seen.status == 404 && seen.from_iis && seen.sub_status;
  if (is_named && is_past_filtering(*seen.sub_status)) pass(symptom.path, symptom.asked, Passed::Filter);
}

std::vector<std::string> Observations::unnamed() const {
  std::vector<std::string> paths;
  for (const Symptom& symptom : symptoms()) {
    if (may_be_named(symptom.seen) && symptom.asked != Asked::Filter) paths.push_back(symptom.path);
  }
  if (m_address_folder && may_be_named(*m_address_folder)) paths.emplace_back();
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

model::Statement sub_status_of(const Seen& seen) {
  const std::string number = std::to_string(seen.status) + "." + std::to_string(seen.sub_status.value_or(0));
  if (seen.sub_status_source.empty()) return {"sub-status-visible", {number}, seen.exchange};
  return {"sub-status-of-server", {number, seen.sub_status_source}, seen.exchange};
}

}  // namespace webcid::diagnose
