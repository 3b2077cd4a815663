#include "observations.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "defaults.hpp"
#include "marks.hpp"
#include "seen.hpp"
#include "standing.hpp"

namespace webcid::diagnose {
namespace {

std::uint64_t hash_of(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

std::uint64_t hash_of(const Rule& rule, std::string_view key) {
  return hash_of(rule.cause) * 0x9E3779B97F4A7C15ULL ^ hash_of(key);
}

// Of a path without its final slash.
std::string_view parent_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

// An HTML page where the name promises something else.
bool is_page_instead(const model::Exchange& exchange, std::string_view path) {
  constexpr std::array<std::string_view, 4> kPages{".htm", ".html", ".xhtml", ".xml"};
  const std::string extension = base::extension_of(path);
  if (std::find(kPages.begin(), kPages.end(), extension) != kPages.end()) return false;
  const auto type = exchange.header("Content-Type");
  const std::string_view body = base::trim(exchange.body.kept);
  if (!type)
    return base::starts_with_ignoring_case(body, "<html") || base::starts_with_ignoring_case(body, "<!doctype");
  return base::starts_with_ignoring_case(*type, "text/html") && !body.empty() && body.front() == '<';
}

// How far an exchange without a response came.
int progress_of(model::TransportError error) {
  using model::TransportError;
  switch (error) {
    case TransportError::NameUnresolved:
    case TransportError::ProxyUnresolved:
      return 0;
    case TransportError::Unreachable:
      return 1;
    case TransportError::ConnectTimeout:
      return 2;
    case TransportError::ProxyUnreachable:
    case TransportError::Refused:
      return 3;
    default:
      return 4;
  }
}

constexpr std::size_t kMostFoldersAbove = 4;
constexpr std::size_t kMostRefusedSegments = 20'000;
constexpr std::size_t kMostOwnServers = 16;
constexpr std::size_t kMostExtensions = 20'000;
constexpr std::size_t kMostCachedSuccesses = 200;

// "Not modified" to who has nothing yet is an empty file with another number on it.
model::Outcome outcome_of(const model::Record& record) {
  const bool is_empty = record.exchange.status == 304 && record.outcome == model::Outcome::Refused;
  return is_empty ? model::Outcome::WrongSize : record.outcome.value_or(model::Outcome::Failed);
}

Confirmation confirmation_of(const model::Record& record, const Seen& seen) {
  Confirmation out;
  out.outcome = outcome_of(record);
  out.status = seen.status;
  out.exchange = seen.exchange;
  out.family = seen.family;
  out.is_from_cache = is_from_cache(record.exchange);
  out.arrived = record.exchange.body.digests;
  return out;
}

bool is_root(std::string_view path) {
  return path.empty() || path == ".";
}

}  // namespace

Observations::~Observations() = default;

Observations::Observations(const model::Target& target)
    : m_nodes(target), m_has_proxy(!target.proxy.empty()), m_is_acceptance(target.is_acceptance) {
  const auto url = base::parse_address(target.url);
  if (!url) return;
  std::string path = base::decode_percent(url->path);
  while (!path.empty() && path.back() == '/') path.pop_back();
  m_has_alias = !path.empty();
  m_address_name = path.substr(path.rfind('/') + 1);
  for (auto slash = path.rfind('/'); slash != std::string::npos && slash > 0; slash = path.rfind('/', slash - 1)) {
    if (m_folders_above.size() == kMostFoldersAbove) break;
    m_folders_above.push_back(path.substr(0, slash));
  }
}

void Observations::add(const model::Record& record, const model::Listing* listing, const model::Catalogue* catalogue) {
  const model::Exchange& exchange = record.exchange;
  if (exchange.error == model::TransportError::Cancelled || record.outcome == model::Outcome::Skipped) return;
  m_standing.reset();
  Seen seen = seen_of(exchange);
  // The listing of a folder is IIS's own, with its Server header or without; a file may hold one.
  if (record.purpose == model::Purpose::Folder && seen.family == PageFamily::IisListing) seen.from_iis = true;
  m_nodes.add(record);
  if (record.manner != model::Manner::Usual) return add_varied(record, seen);
  if (exchange.has_response()) {
    add_response(record, seen);
  } else {
    add_failure(exchange);
  }
  switch (record.purpose) {
    case model::Purpose::Folder:
      add_folder(record, seen, listing);
      break;
    case model::Purpose::Catalogue:
      add_catalogue(record, seen, catalogue);
      break;
    case model::Purpose::File:
      add_entry(record, seen);
      break;
    case model::Purpose::Confirm:
      // A limit of HTTP.sys or a gateway that comes in between says nothing about what the site answered at first.
      if (!seen.is_before_site() || was_answered_before_site(record.path)) add_confirmation(record, seen);
      break;
    case model::Purpose::Probe:
      m_probes[{exchange.method, record.path, record.manner, {}}] = seen;
      if (exchange.status == 200 && exchange.method == model::Method::Get && record.path == kMadeUpName) {
        m_made_up_kind = kind_of(exchange);
      }
      if (model::is_courtesy_redirect(exchange)) pass(record.path, Asked::BareFolder, Passed::Folder);
      break;
  }
}

// What varies something says nothing about the run itself: neither a failure of it nor a success.
void Observations::add_varied(const model::Record& record, const Seen& seen) {
  const bool is_elsewhere = record.manner == model::Manner::OtherAddress;
  const std::string address = is_elsewhere ? without_port(record.exchange.address) : std::string();
  if (record.purpose == model::Purpose::Catalogue) return;  // NodeAnswers has it
  if (record.manner == model::Manner::Part) m_parts.add_part(record);
  if (record.purpose != model::Purpose::Confirm) {
    m_probes[{record.exchange.method, record.path, record.manner, address}] = seen;
    return;
  }
  const Confirmation found = confirmation_of(record, seen);
  m_variations[{record.path, record.manner, address}] = found;
  // Past the caches: now it says something about the server.
  const bool is_fresh = record.manner == model::Manner::NoCache && !found.is_from_cache;
  if (is_fresh && found.outcome == model::Outcome::Verified) pass(record.path, Asked::File, Passed::File);
}

const Seen* Observations::probe(model::Method method, std::string_view path, model::Manner manner,
                                const std::string& address) const {
  const auto found = m_probes.find({method, std::string(path), manner, address});
  return found == m_probes.end() ? nullptr : &found->second;
}

void Observations::add_failure(const model::Exchange& exchange) {
  if (!m_telling_failure) {
    m_telling_failure = exchange;
    return;
  }
  if (exchange.error != m_telling_failure->error) m_failures_agree = false;
  if (progress_of(exchange.error) > progress_of(m_telling_failure->error)) m_telling_failure = exchange;
}

void Observations::add_response(const model::Record& record, const Seen& seen) {
  const model::Exchange& exchange = record.exchange;
  ++m_responses;
  std::string& server = seen.is_before_site() ? m_server_before : m_server;
  if (server.empty()) server = seen.server;
  if (seen.from_iis) {
    ++m_iis_marks;
    if (is_from_iis(seen.family)) add_own_server(seen);
  }
  if (!seen.is_before_site()) m_last_answer_of_site = std::max(m_last_answer_of_site, exchange.id);
  if (exchange.method == model::Method::Get) {
    ++m_gets;
    if (seen.is_before_site()) {
      ++m_gets_answered_before;
      Answers& answers = seen.act != GatewayAct::None ? m_gateway_answers[seen.act] : m_http_sys_answers[seen.reason];
      if (answers.count++ == 0) {
        answers.path = record.path;
        answers.first = seen;
      }
    }
  }
  const bool is_admitted = exchange.carried_credentials && exchange.status != 401 && !seen.is_before_site();
  if (is_admitted && m_admitted_account == 0) m_admitted_account = exchange.id;
  if (exchange.status != 401) return;
  if (m_challenge.refused++ == 0) {
    m_challenge.exchange = exchange.id;
    for (const model::Header& header : exchange.headers) {
      if (!base::equals_ignoring_case(header.name, "WWW-Authenticate")) continue;
      const std::string_view value = header.value;
      m_challenge.schemes.emplace_back(value.substr(0, value.find_first_of(" ,")));
    }
  }
  if (exchange.carried_credentials) ++m_challenge.with_account;
}

void Observations::add_own_server(const Seen& seen) {
  if (m_own_servers.size() < kMostOwnServers) m_own_servers.insert(seen.server);
}

void Observations::add_folder_above(const model::Record& record) {
  const bool is_there = model::is_courtesy_redirect(record.exchange) || record.exchange.status == 200;
  // Each of them begins with those above it, so that the nearest is the last in order.
  if (is_there) m_existing_above = std::max(m_existing_above, record.path);
}

void Observations::add_folder(const model::Record& record, const Seen& seen, const model::Listing* listing) {
  const std::string& path = record.path;
  if (path == "/") {
    m_site_root = seen;
    return;
  }
  if (!path.empty() && path.front() == '/') {
    add_folder_above(record);
    return;
  }
  const bool has_slash = path.empty() || path.back() == '/';
  const bool is_whole = seen.error == model::TransportError::None && !seen.is_before_site();
  const bool is_there = is_whole && (has_slash ? (seen.status == 200 || seen.status == 403)
                                               : (model::is_courtesy_redirect(record.exchange) || seen.status == 200));
  if (path.empty()) m_address_folder = seen;
  if (path == ".") m_bare_address_is_there = is_there;
  if (is_there) pass(path, has_slash ? Asked::Folder : Asked::BareFolder, Passed::Folder);
  if (listing != nullptr) {
    add_listing(path, *listing, seen.exchange);
    add_own_server(seen);
  }
  // 403 on a folder alone is directory browsing, judged by itself; without a response it is the network's.
  if (!is_there && seen.status != 0) add_symptom({path, has_slash ? Asked::Folder : Asked::BareFolder, seen});
}

void Observations::add_listing(std::string_view folder, const model::Listing& listing, std::uint64_t) {
  m_listed_folders.emplace(folder);
  m_spellings.add(folder, listing, [this](std::string_view lower) { return m_failing.count(std::string(lower)) > 0; });
  for (const model::ListingRow& row : listing.rows) {
    const std::string path = std::string(folder) + row.name;
    m_listed_names.insert(hash_of(path));
    m_listed_names_lower.insert(hash_of(base::to_lower(path)));
  }
}

void Observations::add_catalogue(const model::Record& record, const Seen& seen, const model::Catalogue* catalogue) {
  const bool is_again = m_renewal.has(record.path);
  m_renewal.add(record, catalogue, [this](std::string_view path) { return is_failing(path); });
  if (is_again) return;
  if (record.problem) {
    m_unreadable.push_back({record.path, *record.problem, seen.exchange, seen.act, kind_of(record.exchange)});
    return;
  }
  const bool is_page_for_any_name = seen.status == 200 && record.outcome == model::Outcome::Refused;
  if (seen.status == 200 && seen.error == model::TransportError::None && !is_page_for_any_name) {
    if (record.outcome == model::Outcome::Verified) {
      ++m_readable_catalogues;
      add_own_server(seen);
    }
    pass(record.path, Asked::File, Passed::File);
    return;
  }
  m_refused_catalogues.push_back(record.path);
  m_refused_statuses.insert(seen.status);
  // A name that is merely tried and is not there is no symptom; one that the listing shows is.
  const bool may_not_exist = seen.status == 404 && listed(record.path) != Listed::Yes;
  // Nor is one that fares as the address itself does: that is told once.
  const bool as_address = m_address_folder && m_address_folder->status == seen.status &&
                          m_address_folder->error == seen.error && listed(record.path) != Listed::Yes;
  if (may_not_exist || is_page_for_any_name || as_address) return;
  m_catalogue_symptoms.insert(record.path);
  add_symptom({record.path, Asked::File, seen});
}

void Observations::add_entry(const model::Record& record, const Seen& seen) {
  ++m_entries;
  const model::Exchange& exchange = record.exchange;
  const model::Outcome outcome = outcome_of(record);
  if (exchange.error == model::TransportError::LocalWrite) {
    m_local_failures.push_back({record.path, exchange.error_text, exchange.id});
    return;
  }
  if (outcome == model::Outcome::Refused || outcome == model::Outcome::Failed) {
    // A catalogue that was refused under its own name is counted once.
    if (m_catalogue_symptoms.count(record.path) > 0) return;
    m_refused_statuses.insert(seen.status);
    add_symptom({record.path, Asked::File, seen});
    return;
  }
  const bool page_instead = outcome != model::Outcome::Verified && is_page_instead(exchange, record.path);
  const bool from_cache = is_from_cache(exchange);
  // A copy out of a cache proves nothing about the server behind it, nor does somebody else's page.
  if (!from_cache && !page_instead && exchange.status == 200) {
    add_served(record.path);
    add_own_server(seen);
  }
  if (outcome == model::Outcome::Verified) return add_right(record);
  Spoiled spoiled;
  spoiled.path = record.path;
  spoiled.outcome = outcome;
  spoiled.length = exchange.body.length;
  if (record.entry) {
    spoiled.expected = record.entry->size;
    spoiled.promised = record.entry->digests;
  }
  spoiled.is_page = page_instead;
  spoiled.is_from_cache = from_cache;
  spoiled.is_from_gateway = from_cache || is_from_gateway(exchange);
  spoiled.content_encoding = encoding_of(exchange);
  if (const auto modified = exchange.header("Last-Modified")) spoiled.last_modified = *modified;
  spoiled.arrived = exchange.body.digests;
  spoiled.exchange = exchange.id;
  spoiled.seen = seen;
  m_failing.insert(base::to_lower(spoiled.path));
  m_spoiled.push_back(std::move(spoiled));
  m_is_sorted = false;
}

bool Observations::was_answered_before_site(std::string_view path) const {
  return std::any_of(m_symptoms.begin(), m_symptoms.end(),
                     [&](const Symptom& symptom) { return symptom.path == path && symptom.seen.is_before_site(); }) ||
         std::any_of(m_spoiled.begin(), m_spoiled.end(),
                     [&](const Spoiled& file) { return file.path == path && file.seen.is_before_site(); });
}

void Observations::add_right(const model::Record& record) {
  const model::Exchange& exchange = record.exchange;
  m_reference.add_arrival(record);
  (is_from_gateway(exchange) ? m_right_through_gateway : m_right_without_gateway) += 1;
  if (encoding_of(exchange).empty()) m_parts.add_whole(record);
  if (!is_from_cache(exchange)) return;
  const std::string extension = base::extension_of(record.path);
  const bool has_room = m_cached_successes.size() < kMostCachedSuccesses || m_cached_successes.count(extension) > 0;
  if (!has_room) return;
  const auto [first, fresh] = m_cached_successes.try_emplace(extension, record.path);
  if (!fresh && record.path < first->second) first->second = record.path;
}

bool Observations::is_failing(std::string_view path) const {
  return m_failing.count(base::to_lower(path)) > 0;
}

void Observations::add_confirmation(const model::Record& record, const Seen& seen) {
  // What this machine could not digest says nothing.
  if (record.exchange.error == model::TransportError::LocalWrite) return;
  const Confirmation found = confirmation_of(record, seen);
  m_confirmations[record.path] = found;
  if (found.outcome == model::Outcome::Verified && !found.is_from_cache) pass(record.path, Asked::File, Passed::File);
}

void Observations::add_served(std::string_view path) {
  pass(path, Asked::File, Passed::File);
  ++m_served;
  const auto keep_first = [path](std::string& first) {
    if (first.empty() || path < first) first = path;
  };
  keep_first(m_first_served);
  const std::string extension = base::extension_of(path);
  if (m_served_extensions.size() < kMostExtensions) m_served_extensions.insert(hash_of(extension));
  if (extension.empty()) keep_first(m_served_kinds.extensionless);
  if (!extension.empty() && !is_mapped_by_default(extension)) keep_first(m_served_kinds.unmapped);
  if (is_double_escaped(path)) keep_first(m_served_kinds.double_escaped);
  for (const std::string_view segment : base::split(path, '/')) {
    if (base::equals_ignoring_case(segment, "bin")) keep_first(m_served_kinds.below_bin);
    m_longest_served_segment = std::max(m_longest_served_segment, segment.size());
  }
}

void Observations::add_symptom(Symptom symptom) {
  const Seen& seen = symptom.seen;
  if (seen.status != 404) ++m_other_than_not_found;
  if (seen.status == 404 && seen.from_iis) {
    std::size_t end = 0;
    for (const std::string_view segment : base::split(symptom.path, '/')) {
      end += segment.size();
      const bool is_folder = end < symptom.path.size() || symptom.asked == Asked::BareFolder;
      ++end;
      if (!is_folder || segment.empty()) continue;
      const std::string key = base::to_lower(segment);
      auto found = m_refused_segments.find(key);
      if (found == m_refused_segments.end()) {
        if (m_refused_segments.size() == kMostRefusedSegments) continue;
        found = m_refused_segments.emplace(key, RefusedSegment{std::string(segment), 0}).first;
      }
      if (segment < found->second.spelling) found->second.spelling = segment;
      ++found->second.count;
    }
  }
  note_passed(symptom);
  m_failing.insert(base::to_lower(symptom.path));
  m_symptoms.push_back(std::move(symptom));
  m_is_sorted = false;
}

void Observations::pass(std::string_view path, Asked asked, Passed passed) {
  if (passed == Passed::File) {
    for (auto end = path.rfind('/'); end != std::string_view::npos && end > 0; end = path.rfind('/', end - 1)) {
      if (!m_served_folders.insert(hash_of(path.substr(0, end + 1))).second) break;  // those above are known already
    }
    m_served_folders.insert(hash_of(std::string_view()));
    m_longest_served_url = std::max(m_longest_served_url, base::encode_path(path).size());
    m_longest_served_path = std::max(m_longest_served_path, count_characters(path));
  }
  for (const Rule& rule : rules()) {
    if (rule.visibility == Visibility::BySubStatus || rule.keyed != Keyed::ByName) continue;
    if (!contradicts(passed, rule.stage, is_root(path))) continue;
    rule.keys(path, asked, [&](std::string_view key) { m_contradicted.insert(hash_of(rule, key)); });
  }
}

bool Observations::has_success_below(std::string_view folder) const {
  return m_served_folders.count(hash_of(folder)) > 0;
}

std::string Observations::refused_part(std::string_view path) const {
  if (!has_success_below("")) return {};
  for (auto end = path.find('/'); end != std::string_view::npos; end = path.find('/', end + 1)) {
    const std::string_view folder = path.substr(0, end + 1);
    if (!has_success_below(folder)) return std::string(folder);
  }
  return {};
}

bool Observations::is_any_refused_as_address() const {
  return m_address_folder && m_refused_statuses.count(m_address_folder->status) > 0;
}

bool Observations::is_contradicted(const Rule& rule, std::string_view key) const {
  return m_contradicted.count(hash_of(rule, key)) > 0;
}

Listed Observations::listed(std::string_view path) const {
  // From the path upwards: what a listing shows nothing of has nothing below it either.
  bool is_path_itself = true;
  while (!path.empty()) {
    if (path.back() == '/') path.remove_suffix(1);
    const std::string_view parent = parent_of(path);
    const std::string folder = parent.empty() ? std::string() : std::string(parent) + "/";
    if (has_listing(folder)) {
      // Names have no case on Windows (iis.md b.2).
      const bool found = is_iis() ? m_listed_names_lower.count(hash_of(base::to_lower(path))) > 0
                                  : m_listed_names.count(hash_of(path)) > 0;
      if (!found) return Listed::No;
      return is_path_itself ? Listed::Yes : Listed::Unknown;
    }
    path = parent;
    is_path_itself = false;
  }
  return Listed::Unknown;
}

bool Observations::is_served_extension(std::string_view extension) const {
  return m_served_extensions.count(hash_of(extension)) > 0;
}

bool Observations::is_listed_in_other_case(std::string_view path) const {
  return m_listed_names.count(hash_of(path)) == 0 && m_listed_names_lower.count(hash_of(base::to_lower(path))) > 0;
}

bool Observations::is_address_there() const {
  const bool folder = m_address_folder && !m_address_folder->is_before_site() &&
                      (m_address_folder->status == 200 || m_address_folder->status == 403);
  return folder || m_bare_address_is_there || m_served > 0;
}

bool Observations::is_address_absent() const {
  return m_address_folder && m_address_folder->status == 404 && !m_address_folder->is_before_site() &&
         !is_address_there();
}

bool Observations::is_iis() const {
  return m_iis_marks > 0;
}

}  // namespace webcid::diagnose
