#include "standing.hpp"

#include <algorithm>
#include <tuple>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>

#include "explanation.hpp"

namespace webcid::diagnose {
namespace {

// Statuses of limits; 503 of HTTP.sys is the kernel's queue, no rule of the site (iis.md a.7).
bool is_limiting(int status, PageFamily family) {
  return (status == 403 || status == 429 || status == 503) && family != PageFamily::HttpSys;
}

bool differs(const std::vector<model::Digest>& a, const std::vector<model::Digest>& b) {
  for (const model::Digest& digest : a) {
    const auto other =
        std::find_if(b.begin(), b.end(), [&](const model::Digest& each) { return each.algorithm == digest.algorithm; });
    if (other != b.end() && !(*other == digest)) return true;
  }
  return false;
}

template <class Key, class Rows>
bool do_alike(const Rows& rows, const Key& key) {
  const auto found = rows.find(key);
  return found != rows.end() && found->second.holds();
}

}  // namespace

bool Confirmation::is_like(const Spoiled& first) const {
  if (first.is_page) return outcome != model::Outcome::Verified;
  return outcome == first.outcome && (outcome == model::Outcome::Truncated || !differs(arrived, first.arrived));
}

bool is_dynamic_restriction(const Seen& seen) {
  const bool can_be = seen.status == 403 || seen.status == 401 || seen.status == 404;
  return can_be && seen.sub_status && (*seen.sub_status == 501 || *seen.sub_status == 502);
}

void Standing::Alike::add(bool well) {
  any = true;
  all = all && well;
}

Standing::Standing(const Observations& seen) : m_seen(seen) {
  note_limits();
  note_symptoms();
  note_spoiled();
  note_spellings();
}

void Standing::note_symptoms() {
  for (const Symptom& symptom : m_seen.symptoms()) {
    if (symptom.asked != Asked::File) continue;
    const int status = symptom.seen.status;
    const Confirmation* const again = second_attempt(symptom.path, status);
    if (again != nullptr) {
      m_refused_again[{status, base::extension_of(symptom.path)}].add(again->status != status);
      m_status_again[status].add(again->status != status);
    }
    if (!is_another_node_asked(symptom.path)) continue;
    const bool well = does_another_node_well(symptom.path);
    m_refused_elsewhere[{status, base::extension_of(symptom.path)}].add(well);
    m_status_elsewhere[status].add(well);
  }
}

void Standing::note_spoiled() {
  for (const Spoiled& file : m_seen.spoiled()) {
    const Confirmation* const again = second_attempt(file.path, 200);
    if (again != nullptr) m_spoiled_again[kind_of(file)].add(is_other_again(file, *again));
    if (is_another_node_asked(file.path)) m_spoiled_elsewhere[kind_of(file)].add(does_another_node_well(file.path));
  }
}

// A second attempt on what arrived wrong. Once the tree is known to be another one, other bytes are no news: what
// counts is whether they are the new ones.
bool Standing::is_other_again(const Spoiled& file, const Confirmation& again) const {
  if (again.is_like(file)) return false;
  return m_seen.renewal().fit(file.path, again.arrived) != Renewal::Fit::Wrong;
}

void Standing::note_limits() {
  std::map<std::string_view, int> first;  // how files fared that failed
  std::set<int> otherwise;                // what the site answers besides
  for (const Spoiled& file : m_seen.spoiled()) first.emplace(file.path, 200);
  for (const Symptom& symptom : m_seen.symptoms()) {
    first.emplace(symptom.path, symptom.seen.status);
    const bool is_sites = symptom.asked == Asked::File && !symptom.seen.is_before_site() && symptom.seen.status != 0;
    if (is_sites && !is_limiting(symptom.seen.status, symptom.seen.family)) otherwise.insert(symptom.seen.status);
  }
  std::map<int, std::pair<std::size_t, Alike>> refused;  // how many, and whether a second attempt was let by
  for (const Symptom& symptom : m_seen.symptoms()) {
    if (is_dynamic_restriction(symptom.seen)) m_limited.insert(symptom.seen.status);
    if (symptom.asked != Asked::File || !is_limiting(symptom.seen.status, symptom.seen.family)) continue;
    auto& [count, let_by] = refused[symptom.seen.status];
    ++count;
    const auto again = m_seen.confirmations().find(symptom.path);
    if (again == m_seen.confirmations().end()) continue;
    let_by.add(again->second.status == 200 || otherwise.count(again->second.status) > 0);
  }
  // One refusal that went away may have had any reason; "too many requests" says its own.
  for (const auto& [status, row] : refused) {
    if (row.second.holds() && (row.first > 1 || status == 429)) m_limited.insert(status);
  }
  // A file that had arrived, or had another answer, and is refused by now as the others are.
  for (const auto& [path, again] : m_seen.confirmations()) {
    const auto failed = first.find(path);
    const int before = failed == first.end() ? 200 : failed->second;
    const bool was_answered = before == 200 || otherwise.count(before) > 0;
    if (was_answered && is_limiting(again.status, again.family) && refused.count(again.status) > 0) {
      m_limited.insert(again.status);
    }
  }
}

// Whether an answer to another spelling of a name that is not found shows that there is such a file: whoever is not
// allowed to have it was told so, and not that it is missing.
bool Standing::is_there(const Seen& answer) const {
  const bool is_refused = (answer.status == 401 || answer.status == 403) && m_limited.count(answer.status) == 0;
  return !answer.is_before_site() && (answer.status == 200 || is_refused);
}

void Standing::note_spellings() {
  // Who answers any name says nothing by it.
  const Seen* const made_up = m_seen.probe(model::Method::Get, kMadeUpName);
  if (made_up != nullptr && made_up->status == 200) return;
  std::set<std::string> asked;
  for (const auto& [key, answer] : m_seen.probes()) asked.insert(base::to_lower(key.path));
  for (const Symptom& symptom : m_seen.symptoms()) {
    if (symptom.asked != Asked::File || symptom.seen.status != 404) continue;
    if (asked.count(base::to_lower(symptom.path)) == 0) continue;
    const Seen* const answer = m_seen.answer_in_other_case(symptom.path);
    if (answer == nullptr) continue;
    if (is_there(*answer) || answer->status == 404) m_other_case.add(is_there(*answer));
  }
}

const Confirmation* Standing::second_attempt(const std::string& path, int first_status) const {
  const auto found = m_seen.confirmations().find(path);
  if (found == m_seen.confirmations().end()) return nullptr;
  const Confirmation& again = found->second;
  const bool is_void =
      again.status != first_status && m_limited.count(again.status) > 0 && is_limiting(again.status, again.family);
  return is_void ? nullptr : &again;
}

const Confirmation* Standing::elsewhere(const std::string& path, const std::string& address) const {
  const auto found = m_seen.variations().find({path, model::Manner::OtherAddress, address});
  if (found == m_seen.variations().end() || found->second.status == 0) return nullptr;
  // Refused before any site was asked, or for a time: nothing is known about what it has.
  const Confirmation& there = found->second;
  const bool is_kernel = there.family == PageFamily::HttpSys || there.family == PageFamily::HttpSysService;
  const bool is_void = is_kernel || (m_limited.count(there.status) > 0 && is_limiting(there.status, there.family));
  return is_void ? nullptr : &there;
}

bool Standing::is_another_node_asked(const std::string& path) const {
  const auto& others = m_seen.nodes().others();
  return std::any_of(others.begin(), others.end(),
                     [&](const std::string& address) { return elsewhere(path, address) != nullptr; });
}

bool Standing::does_another_node_well(const std::string& path) const {
  const auto& others = m_seen.nodes().others();
  return std::any_of(others.begin(), others.end(), [&](const std::string& address) {
    const Confirmation* const there = elsewhere(path, address);
    return there != nullptr && (there->outcome == model::Outcome::Verified || is_new(path, *there));
  });
}

// Another version than the catalogue of the beginning says, and the one that it says by now.
bool Standing::is_new(const std::string& path, const Confirmation& again) const {
  return again.status == 200 && m_seen.renewal().fit(path, again.arrived) == Renewal::Fit::Right;
}

bool Standing::is_one_nodes(const std::string& path, bool do_alike_well) const {
  return is_another_node_asked(path) ? does_another_node_well(path) : do_alike_well;
}

bool Standing::is_limited(const Symptom& symptom) const {
  if (!symptom.seen.from_iis && !m_seen.is_iis()) return false;
  if (m_limited.count(symptom.seen.status) == 0) return false;
  return is_dynamic_restriction(symptom.seen) || is_limiting(symptom.seen.status, symptom.seen.family);
}

// Listed in another case, or served so.
bool Standing::is_misspelt(const std::string& path) const {
  if (!m_other_case.any) return false;
  const Seen* const answer = m_seen.answer_in_other_case(path);
  return answer != nullptr ? is_there(*answer) : m_other_case.all && !m_seen.spellings().of(path).empty();
}

bool Standing::is_likely_misspelt(const std::string& path) const {
  return m_other_case.holds() && m_seen.answer_in_other_case(path) == nullptr && !m_seen.other_case_of(path).empty();
}

Passing Standing::of(const Symptom& symptom) const {
  // A folder is asked for once; what meets the limit says nothing about it.
  if (symptom.asked != Asked::File) return is_limited(symptom) ? Passing::Limited : Passing::No;
  const int status = symptom.seen.status;
  if (status == 404 && m_seen.renewal().explains_missing(symptom.path)) return Passing::Renewed;
  if (is_limited(symptom)) return Passing::Limited;
  const Confirmation* const own = second_attempt(symptom.path, status);
  const bool is_tried = own != nullptr;
  if (is_tried && own->status != status) return Passing::OtherAgain;
  if (status == 404 && is_misspelt(symptom.path)) return Passing::Misspelt;
  const std::pair kind{status, base::extension_of(symptom.path)};
  const bool is_kind_asked = m_refused_elsewhere.count(kind) > 0;
  const bool do_alike_well = is_kind_asked ? do_alike(m_refused_elsewhere, kind) : do_alike(m_status_elsewhere, status);
  if (is_one_nodes(symptom.path, do_alike_well)) return Passing::OneNode;
  if (is_tried) return Passing::No;
  const bool is_other =
      m_refused_again.count(kind) > 0 ? do_alike(m_refused_again, kind) : do_alike(m_status_again, status);
  return is_other ? Passing::OtherAgain : Passing::No;
}

Passing Standing::of(const Spoiled& file) const {
  if (m_seen.renewal().explains(file)) return Passing::Renewed;
  const Confirmation* const own = second_attempt(file.path, 200);
  const bool is_tried = own != nullptr;
  if (is_tried && is_new(file.path, *own)) return Passing::Renewed;
  if (is_tried && is_other_again(file, *own)) return Passing::OtherAgain;
  if (is_one_nodes(file.path, do_alike(m_spoiled_elsewhere, kind_of(file)))) return Passing::OneNode;
  if (is_tried) return Passing::No;
  const auto alike = m_spoiled_again.find(kind_of(file));
  return alike != m_spoiled_again.end() && alike->second.holds() ? Passing::OtherAgain : Passing::No;
}

// --- what Observations says by it ---

void Observations::sort() const {
  if (m_is_sorted) return;
  m_is_sorted = true;
  std::stable_sort(m_symptoms.begin(), m_symptoms.end(), [](const Symptom& a, const Symptom& b) {
    return std::tie(a.path, a.asked) < std::tie(b.path, b.asked);
  });
  std::stable_sort(m_spoiled.begin(), m_spoiled.end(),
                   [](const Spoiled& a, const Spoiled& b) { return a.path < b.path; });
}

const std::vector<Symptom>& Observations::symptoms() const {
  sort();
  return m_symptoms;
}

const std::vector<Spoiled>& Observations::spoiled() const {
  sort();
  return m_spoiled;
}

const Standing& Observations::standing() const {
  if (!m_standing) m_standing = std::make_unique<Standing>(*this);
  return *m_standing;
}

Passing Observations::passing(const Symptom& symptom) const {
  return standing().of(symptom);
}

Passing Observations::passing(const Spoiled& spoiled) const {
  return standing().of(spoiled);
}

const Confirmation* Observations::second_attempt(const std::string& path, int first_status) const {
  return standing().second_attempt(path, first_status);
}

const Confirmation* Observations::elsewhere(const std::string& path, const std::string& address) const {
  return standing().elsewhere(path, address);
}

bool Observations::is_likely_misspelt(const std::string& path) const {
  return standing().is_likely_misspelt(path);
}

}  // namespace webcid::diagnose
