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
    if (again != nullptr) m_spoiled_again[kind_of(file)].add(!again->is_like(file));
    if (is_another_node_asked(file.path)) m_spoiled_elsewhere[kind_of(file)].add(does_another_node_well(file.path));
  }
}

void Standing::note_limits() {
  std::set<std::string_view> failing;
  std::map<int, std::pair<std::size_t, Alike>> refused;  // how many, and whether a second attempt was let by
  for (const Symptom& symptom : m_seen.symptoms()) {
    failing.insert(symptom.path);
    if (is_dynamic_restriction(symptom.seen)) m_limited.insert(symptom.seen.status);
    if (symptom.asked != Asked::File || !is_limiting(symptom.seen.status, symptom.seen.family)) continue;
    auto& [count, let_by] = refused[symptom.seen.status];
    ++count;
    const auto again = m_seen.confirmations().find(symptom.path);
    if (again != m_seen.confirmations().end()) let_by.add(again->second.status == 200);
  }
  // One refusal that went away may have had any reason; "too many requests" says its own.
  for (const auto& [status, row] : refused) {
    if (row.second.holds() && (row.first > 1 || status == 429)) m_limited.insert(status);
  }
  // A file that had arrived and is refused by now.
  for (const auto& [path, again] : m_seen.confirmations()) {
    if (failing.count(path) == 0 && is_limiting(again.status, again.family) && refused.count(again.status) > 0) {
      m_limited.insert(again.status);
    }
  }
}

void Standing::note_spellings() {
  // Who answers any name says nothing by it.
  const Seen* const made_up = m_seen.probe(model::Method::Get, kMadeUpName);
  if (made_up != nullptr && made_up->status == 200) return;
  std::set<std::string> asked;
  for (const auto& [key, answer] : m_seen.probes()) {
    if (key.method == model::Method::Head) asked.insert(base::to_lower(key.path));
  }
  for (const Symptom& symptom : m_seen.symptoms()) {
    if (symptom.asked != Asked::File || symptom.seen.status != 404) continue;
    if (asked.count(base::to_lower(symptom.path)) == 0) continue;
    const std::string spelling = m_seen.other_case_of(symptom.path);
    const Seen* const answer = m_seen.probe(model::Method::Head, spelling);
    if (answer == nullptr) continue;
    if (answer->status == 200 || answer->status == 404) m_other_case.add(answer->status == 200);
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

bool Standing::is_another_node_asked(const std::string& path) const {
  return std::any_of(m_seen.nodes().others().begin(), m_seen.nodes().others().end(), [&](const std::string& address) {
    const auto found = m_seen.variations().find({path, model::Manner::OtherAddress, address});
    return found != m_seen.variations().end() && found->second.status != 0;
  });
}

bool Standing::does_another_node_well(const std::string& path) const {
  return std::any_of(m_seen.nodes().others().begin(), m_seen.nodes().others().end(), [&](const std::string& address) {
    const auto found = m_seen.variations().find({path, model::Manner::OtherAddress, address});
    return found != m_seen.variations().end() && found->second.outcome == model::Outcome::Verified;
  });
}

bool Standing::is_one_nodes(const std::string& path, bool do_alike_well) const {
  return is_another_node_asked(path) ? does_another_node_well(path) : do_alike_well;
}

bool Standing::is_limited(const Symptom& symptom) const {
  if (!symptom.seen.from_iis && !m_seen.is_iis()) return false;
  if (m_limited.count(symptom.seen.status) == 0) return false;
  return is_dynamic_restriction(symptom.seen) || is_limiting(symptom.seen.status, symptom.seen.family);
}

bool Standing::is_misspelt(const Symptom& symptom) const {
  return symptom.asked == Asked::File && symptom.seen.status == 404 && m_other_case.holds() &&
         !m_seen.other_case_of(symptom.path).empty();
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
  if (is_misspelt(symptom)) return Passing::Misspelt;
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
  if (is_tried && !own->is_like(file)) return Passing::OtherAgain;
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

}  // namespace webcid::diagnose
