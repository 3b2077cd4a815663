#include "reference.hpp"

#include <algorithm>
#include <set>

#include <webcid/base/text.hpp>
#include <webcid/diagnose/case.hpp>

#include "marks.hpp"
#include "observations.hpp"
#include "standing.hpp"

namespace webcid::diagnose {
namespace {

// Whether two lists have a digest of one algorithm in common, and those agree.
bool agree(const std::vector<model::Digest>& a, const std::vector<model::Digest>& b) {
  bool any = false;
  for (const model::Digest& one : a) {
    for (const model::Digest& other : b) {
      if (one.algorithm != other.algorithm) continue;
      if (one != other) return false;
      any = true;
    }
  }
  return any;
}

std::vector<model::DigestAlgorithm> algorithms_of(const std::vector<model::Digest>& digests) {
  std::vector<model::DigestAlgorithm> out;
  for (const model::Digest& digest : digests) out.push_back(digest.algorithm);
  return out;
}

}  // namespace

void Reference::add_arrival(const model::Record& record) {
  const model::Exchange& exchange = record.exchange;
  // Empty files are alike everywhere.
  if (exchange.status != 200 || exchange.body.length == 0 || is_from_gateway(exchange)) return;
  m_arrivals[record.path] = {exchange.body.length,
                             base::parse_http_date(exchange.header("Last-Modified").value_or(""))};
  if (m_arrivals.size() > kMostSamples) m_arrivals.erase(std::prev(m_arrivals.end()));
}

void Reference::add(const model::Reference& reference) {
  m_is_given = true;
  m_name = reference.name;
  m_kind = reference.kind;
  for (const model::ReferenceFact& fact : reference.facts) m_facts.insert_or_assign(fact.path, fact);
}

const model::ReferenceFact* Reference::fact(std::string_view path) const {
  const auto found = m_facts.find(path);
  return found == m_facts.end() ? nullptr : &found->second;
}

Word Reference::word() const {
  // Where nothing arrives, nothing shows whose folder it is.
  if (m_kind == model::ReferenceKind::List || m_arrivals.empty()) return Word::Record;
  const bool is_alike = std::all_of(m_arrivals.begin(), m_arrivals.end(), [&](const auto& arrival) {
    const model::ReferenceFact* const held = fact(arrival.first);
    if (held == nullptr) return true;
    const auto& served = arrival.second.written;
    const bool is_same_date = !served || !held->modified || *held->modified == *served;
    return held->is_there && held->size.value_or(arrival.second.length) == arrival.second.length && is_same_date;
  });
  return is_alike ? Word::Proof : Word::Intention;
}

Held Reference::holds(std::string_view path) const {
  const model::ReferenceFact* const held = fact(path);
  if (held == nullptr) return Held::Unknown;
  // Another folder may be older, or younger, than what is published.
  if (word() == Word::Intention) return Held::Unknown;
  return held->is_there ? Held::Yes : Held::No;
}

HeldBytes Reference::bytes_of(const Spoiled& file) const {
  const model::ReferenceFact* const held = fact(file.path);
  if (held == nullptr || !held->is_there) return HeldBytes::Unknown;
  if (file.outcome == model::Outcome::WrongSize) {
    if (held->size && held->size == file.expected) return HeldBytes::Promised;
    return held->size == file.length ? HeldBytes::AsArrived : HeldBytes::Unknown;
  }
  if (agree(held->digests, file.promised)) return HeldBytes::Promised;
  return agree(held->digests, file.arrived) ? HeldBytes::AsArrived : HeldBytes::Unknown;
}

std::optional<base::Time> Reference::written(std::string_view path) const {
  const model::ReferenceFact* const held = fact(path);
  return held == nullptr ? std::nullopt : held->modified;
}

// --- what Observations and Case say by it ---

std::vector<Case::Doubt> Observations::doubts() const {
  std::vector<Case::Doubt> out;
  if (m_symptoms.empty() && m_spoiled.empty()) return out;
  std::set<std::string_view> known;
  const auto wonder = [&](const std::string& path, bool is_about_bytes, std::vector<model::DigestAlgorithm> digests) {
    if (known.insert(path).second) out.push_back({path, is_about_bytes, std::move(digests)});
  };
  for (const auto& [path, arrival] : m_reference.arrivals()) wonder(path, false, {});
  for (const Spoiled& file : spoiled()) {
    wonder(file.path, file.outcome == model::Outcome::WrongHash, algorithms_of(file.promised));
  }
  for (const Symptom& symptom : symptoms()) {
    const bool may_be_missing = symptom.seen.status == 404 || symptom.seen.status == 410;
    if (symptom.asked == Asked::File && may_be_missing && !symptom.seen.is_before_site()) {
      wonder(symptom.path, false, {});
    }
  }
  return out;
}

void Observations::add(const model::Reference& reference) {
  m_standing.reset();
  m_reference.add(reference);
}

}  // namespace webcid::diagnose
