#include "observations.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include <webcid/base/path.hpp>
#include <webcid/base/text.hpp>

#include "defaults.hpp"

namespace webcid::diagnose {
namespace {

std::uint64_t hash_of(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

std::uint64_t hash_of(const Rule& rule, std::string_view key) {
  return hash_of(rule.cause) * 0x9E3779B97F4A7C15ULL ^ hash_of(key);
}

std::string_view parent_of(std::string_view path) {
  if (!path.empty() && path.back() == '/') path.remove_suffix(1);
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

bool is_from_cache(const model::Exchange& exchange) {
  const auto age = exchange.header("Age");
  if (age && base::parse_unsigned(base::trim(*age)).value_or(0) > 0) return true;
  const auto cache = exchange.header("X-Cache");
  return cache && base::to_lower(*cache).find("hit") != std::string::npos;
}

// An HTML page where the name promises something else.
bool is_page_instead(const model::Exchange& exchange, std::string_view path) {
  constexpr std::array<std::string_view, 4> kPages{".htm", ".html", ".xhtml", ".xml"};
  const std::string extension = base::extension_of(path);
  if (std::find(kPages.begin(), kPages.end(), extension) != kPages.end()) return false;
  const auto type = exchange.header("Content-Type");
  const std::string_view body = base::trim(exchange.body.kept);
  return type && base::starts_with_ignoring_case(*type, "text/html") && !body.empty() && body.front() == '<';
}

std::string encoding_of(const model::Exchange& exchange) {
  const auto encoding = exchange.header("Content-Encoding");
  return encoding && !base::equals_ignoring_case(*encoding, "identity") ? std::string(*encoding) : std::string();
}

bool is_root(std::string_view path) {
  return path.empty() || path == ".";
}

}  // namespace

void Observations::add(const model::Record& record, const model::Listing* listing) {
  const model::Exchange& exchange = record.exchange;
  if (exchange.error == model::TransportError::Cancelled || record.outcome == model::Outcome::Skipped) return;
  const Page page = classify(exchange);
  if (exchange.has_response()) add_response(exchange, page.family);
  if (!exchange.has_response() && !m_first_failure) m_first_failure = exchange;

  const Seen seen{exchange.status, page.sub_status, page.family, exchange.error, exchange.id};
  switch (record.purpose) {
    case model::Purpose::Folder:
      add_folder(record, seen, listing);
      break;
    case model::Purpose::Catalogue:
      add_catalogue(record, seen);
      break;
    case model::Purpose::File:
      add_entry(record, seen);
      break;
    case model::Purpose::Confirm:
      add_confirmation(record);
      break;
    case model::Purpose::Probe:
      m_probes[{exchange.method, record.path}] = seen;
      if (model::is_courtesy_redirect(exchange)) pass(record.path, Asked::BareFolder, Passed::Folder);
      break;
  }
}

void Observations::add_response(const model::Exchange& exchange, PageFamily family) {
  ++m_responses;
  const auto server = exchange.header("Server");
  if (server && m_server.empty()) m_server = *server;
  if (is_from_iis(family) || (server && base::starts_with_ignoring_case(*server, "Microsoft-IIS/"))) ++m_iis_marks;
  if (family == PageFamily::Apache || family == PageFamily::Nginx) ++m_foreign_pages;
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

void Observations::add_folder(const model::Record& record, const Seen& seen, const model::Listing* listing) {
  const std::string& path = record.path;
  if (path == "/") {
    m_site_root = seen;
    return;
  }
  const bool has_slash = path.empty() || path.back() == '/';
  const bool is_there = has_slash ? (seen.status == 200 || seen.status == 403)
                                  : (model::is_courtesy_redirect(record.exchange) || seen.status == 200);
  if (path.empty()) m_address_folder = seen;
  if (path == ".") {
    m_bare_address = seen;
    m_bare_address_is_there = is_there;
  }
  if (is_there) pass(path, has_slash ? Asked::Folder : Asked::BareFolder, Passed::Folder);
  if (listing != nullptr) add_listing(path, *listing, seen.exchange);
  // 403 on a folder alone is directory browsing, judged by itself; without a response it is the network's.
  if (!is_there && seen.status != 0) add_symptom({path, has_slash ? Asked::Folder : Asked::BareFolder, seen});
}

void Observations::add_listing(std::string_view folder, const model::Listing& listing, std::uint64_t) {
  m_listed_folders.emplace(folder);
  for (const model::ListingRow& row : listing.rows) {
    const std::string path = std::string(folder) + row.name;
    m_listed_names.insert(hash_of(path));
    m_listed_names_lower.insert(hash_of(base::to_lower(path)));
  }
}

void Observations::add_catalogue(const model::Record& record, const Seen& seen) {
  if (record.problem) {
    m_unreadable.push_back({record.path, *record.problem, seen.exchange});
    return;
  }
  const bool is_page_for_any_name = seen.status == 200 && record.outcome == model::Outcome::Refused;
  if (seen.status == 200 && !is_page_for_any_name) {
    if (record.outcome == model::Outcome::Verified) ++m_readable_catalogues;
    pass(record.path, Asked::File, Passed::File);
    return;
  }
  m_refused_catalogues.push_back(record.path);
  // A name that is merely tried and is not there is no symptom; one that the listing shows is.
  const bool may_not_exist = seen.status == 404 && listed(record.path) != Listed::Yes;
  if (may_not_exist || is_page_for_any_name) return;
  m_catalogue_symptoms.insert(record.path);
  add_symptom({record.path, Asked::File, seen});
}

void Observations::add_entry(const model::Record& record, const Seen& seen) {
  ++m_entries;
  const model::Exchange& exchange = record.exchange;
  const model::Outcome outcome = record.outcome.value_or(model::Outcome::Failed);
  if (exchange.error == model::TransportError::LocalWrite) {
    m_local_failures.push_back({record.path, exchange.error_text, exchange.id});
    return;
  }
  if (outcome == model::Outcome::Refused || outcome == model::Outcome::Failed) {
    // A catalogue that was refused under its own name is counted once.
    if (m_catalogue_symptoms.count(record.path) > 0) return;
    add_symptom({record.path, Asked::File, seen});
    return;
  }
  const bool page_instead = outcome != model::Outcome::Verified && is_page_instead(exchange, record.path);
  const bool from_cache = is_from_cache(exchange);
  // A copy out of a cache proves nothing about the server behind it, nor does somebody else's page.
  if (!from_cache && !page_instead) {
    add_served(record.path);
  }
  if (outcome == model::Outcome::Verified) return;
  Spoiled spoiled;
  spoiled.path = record.path;
  spoiled.outcome = outcome;
  spoiled.length = exchange.body.length;
  if (record.entry) spoiled.expected = record.entry->size;
  spoiled.is_page = page_instead;
  spoiled.is_from_cache = from_cache;
  spoiled.content_encoding = encoding_of(exchange);
  spoiled.exchange = exchange.id;
  m_spoiled.push_back(std::move(spoiled));
}

void Observations::add_confirmation(const model::Record& record) {
  const model::Outcome outcome = record.outcome.value_or(model::Outcome::Failed);
  const auto first = std::find_if(m_symptoms.begin(), m_symptoms.end(), [&](const Symptom& symptom) {
    return symptom.asked == Asked::File && symptom.path == record.path;
  });
  if (first != m_symptoms.end()) {
    const bool differs = first->seen.status != record.exchange.status;
    const auto [alike, fresh] =
        m_taken_back_alike.try_emplace({first->seen.status, base::extension_of(record.path)}, differs);
    if (!fresh) alike->second = alike->second && differs;
  }
  m_confirmations[record.path] = {outcome, record.exchange.status, record.exchange.id};
  if (outcome == model::Outcome::Verified && !is_from_cache(record.exchange)) {
    pass(record.path, Asked::File, Passed::File);
  }
}

void Observations::add_served(std::string_view path) {
  pass(path, Asked::File, Passed::File);
  ++m_served;
  ++m_served_in[std::string(parent_of(path))];
  const std::string extension = base::extension_of(path);
  if (extension.empty()) m_served_kinds.extensionless = true;
  if (!extension.empty() && !is_mapped_by_default(extension)) m_served_kinds.unmapped = true;
  if (is_double_escaped(path)) m_served_kinds.double_escaped = true;
  for (const std::string_view segment : base::split(path, '/')) {
    if (base::equals_ignoring_case(segment, "bin")) m_served_kinds.below_bin = true;
  }
}

void Observations::add_symptom(Symptom symptom) {
  if (symptom.seen.status == 404) {
    for (const std::string_view segment : base::split(symptom.path, '/')) {
      m_spellings.emplace(base::to_lower(segment), segment);
    }
  }
  m_symptoms.push_back(std::move(symptom));
}

void Observations::pass(std::string_view path, Asked asked, Passed passed) {
  for (const Rule& rule : rules()) {
    if (!contradicts(passed, rule.stage, is_root(path))) continue;
    rule.keys(path, asked, [&](std::string_view key) { m_contradicted.insert(hash_of(rule, key)); });
  }
}

bool Observations::is_taken_back(const Symptom& symptom) const {
  if (symptom.asked != Asked::File || m_confirmations.empty()) return false;
  const auto own = m_confirmations.find(symptom.path);
  if (own != m_confirmations.end()) return own->second.status != symptom.seen.status;
  const auto alike = m_taken_back_alike.find({symptom.seen.status, base::extension_of(symptom.path)});
  return alike != m_taken_back_alike.end() && alike->second;
}

bool Observations::is_contradicted(const Rule& rule, std::string_view key) const {
  return m_contradicted.count(hash_of(rule, key)) > 0;
}

Listed Observations::listed(std::string_view path) const {
  const std::string_view bare = !path.empty() && path.back() == '/' ? path.substr(0, path.size() - 1) : path;
  const std::string_view parent = parent_of(bare);
  const std::string folder = parent.empty() ? std::string() : std::string(parent) + "/";
  if (!has_listing(folder)) return Listed::Unknown;
  // Names have no case on Windows (iis.md b.2).
  const bool found = is_iis() ? m_listed_names_lower.count(hash_of(base::to_lower(bare))) > 0
                              : m_listed_names.count(hash_of(bare)) > 0;
  return found ? Listed::Yes : Listed::No;
}

std::uint64_t Observations::served_in(std::string_view folder) const {
  const auto found = m_served_in.find(std::string(folder));
  return found == m_served_in.end() ? 0 : found->second;
}

bool Observations::is_iis() const {
  return m_iis_marks > 0 && m_foreign_pages == 0;
}

}  // namespace webcid::diagnose
