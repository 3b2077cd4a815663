#include "arrival.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/update/download.hpp>

namespace webcid::update {
namespace {

constexpr int kPartialContent = 206;
constexpr int kNotModified = 304;
constexpr int kRangeNotSatisfiable = 416;

}  // namespace

void Arrival::expect(const model::Entry& entry, store::FolderWriter* keep, const store::Partials* partials) {
  m_entry = &entry;
  m_keep = keep;
  m_file.reset();
  m_partial.reset();
  m_local_error.reset();
  m_continued_at = 0;
  m_is_held = false;
  m_is_continued = false;
  m_starts_anew = false;
  m_asks_for_rest = false;
  set_up_hasher();
  m_partials = keep == nullptr ? nullptr : partials;
  if (m_partials == nullptr || m_local_error) return;
  // Where the catalogue has no sizes, the answer says how large a file is.
  const bool is_large = entry.size ? *entry.size >= store::kPartialFrom : m_partials->may_have(entry.path);
  if (is_large) begin_partial();
  m_asks_for_rest = missing().has_value();
}

bool Arrival::begin_partial() {
  auto partial = m_partials->begin(*m_entry);
  if (!partial) return refuse(std::move(partial.error()));
  m_partial = std::move(*partial);
  return true;
}

void Arrival::set_up_hasher() {
  auto hasher = m_shelf.take(m_entry->digests);
  m_hasher = hasher ? *hasher : nullptr;
  // The system's cryptographic library lacks the algorithm (a FIPS build without MD5): ours, not the server's.
  if (!hasher) m_local_error = std::move(hasher.error());
}

std::optional<net::ByteRange> Arrival::missing() const {
  if (!m_partial || m_partial->length() == 0 || m_partial->length() > m_entry->size.value_or(UINT64_MAX)) {
    return std::nullopt;
  }
  return net::ByteRange{m_partial->length(), std::nullopt, m_partial->entity_tag()};
}

bool Arrival::begin(const model::Exchange& head) {
  if (m_local_error) return false;
  const bool is_large = head.status == 200 && head.body.declared.value_or(0) >= store::kPartialFrom;
  if (m_partials != nullptr && !m_partial && is_large && !begin_partial()) return false;
  if (m_partial) return begin_large(head);
  if (m_keep == nullptr || head.status != 200) return true;
  auto file = m_keep->begin(m_entry->path);
  if (!file) return refuse(std::move(file.error()));
  m_file = std::move(*file);
  return true;
}

bool Arrival::begin_large(const model::Exchange& head) {
  // RFC 9110, 14.4: an answer that begins anywhere else is no rest of what is there.
  const std::string begins = fmt::format("bytes {}-", m_partial->length());
  const bool is_rest = head.status == kPartialContent &&
                       base::starts_with_ignoring_case(head.header("Content-Range").value_or(""), begins);
  if (is_rest) return take_up();
  if (head.status == kPartialContent) {
    m_starts_anew = m_asks_for_rest;
    m_partial->discard();
    m_partial.reset();
    return true;  // what comes goes nowhere
  }
  if (auto fresh = m_partial->restart(head.header("ETag").value_or("")); !fresh)
    return refuse(std::move(fresh.error()));
  return true;
}

// The digest goes over what is there, too.
bool Arrival::take_up() {
  m_continued_at = m_partial->length();
  m_is_continued = true;
  auto read = m_partial->replay([this](std::string_view piece) {
    m_hasher->update(piece);
    return true;
  });
  return read ? true : refuse(std::move(read.error()));
}

bool Arrival::accept(std::string_view piece) {
  m_hasher->update(piece);
  m_observer.on_bytes(piece.size());
  if (auto written = write(piece); !written) return refuse(std::move(written.error()));
  return true;
}

base::Result<void> Arrival::write(std::string_view piece) {
  if (m_partial) return m_partial->write(piece);
  return m_file ? m_file->write(piece) : base::Result<void>{};
}

base::Result<void> Arrival::publish(store::Durability durability) {
  if (m_partial) return m_partial->publish(*m_keep, durability);
  return m_file ? m_file->commit(durability) : base::Result<void>{};
}

bool Arrival::refuse(base::Error error) {
  m_local_error = std::move(error);
  return false;
}

// There is no rest to be had: all is there already, if the digest says so.
bool Arrival::is_whole_already(const model::Exchange& answer) {
  const bool is_asked = answer.status == kRangeNotSatisfiable && m_partial && m_partial->length() > 0;
  return is_asked && !m_entry->digests.empty() && take_up() && digest::agree(m_entry->digests, m_hasher->finish());
}

model::Outcome Arrival::end(model::Exchange& answer, store::Durability durability) {
  if (is_whole_already(answer)) {
    if (auto published = publish(durability); !published) refuse(std::move(published.error()));
    return close(answer, model::Outcome::Verified);
  }
  if (m_is_held && answer.status == kNotModified && answer.error == model::TransportError::None) {
    return close(answer, model::Outcome::Verified);
  }
  if (m_hasher != nullptr) answer.body.digests = m_hasher->finish();
  model::Outcome outcome = judge_arrival(*m_entry, answer, answer.body.digests, m_is_continued ? m_continued_at : 0);
  if (outcome == model::Outcome::Verified && !m_local_error) {
    if (auto published = publish(durability); !published) refuse(std::move(published.error()));
  }
  const bool is_unfit = outcome == model::Outcome::WrongHash || outcome == model::Outcome::WrongSize ||
                        answer.status == kRangeNotSatisfiable;
  // A server that says 416, or sends a part, when the whole was asked for would be asked for ever.
  m_starts_anew = m_starts_anew || (is_unfit && m_partial && m_asks_for_rest);
  return close(answer, outcome);
}

model::Outcome Arrival::close(model::Exchange& answer, model::Outcome outcome) {
  let_go(outcome);
  if (!m_local_error) return outcome;
  answer.error = model::TransportError::LocalWrite;
  answer.error_text = m_local_error->message;
  return model::Outcome::Failed;
}

// Of a large file what is not wrong waits for the next attempt.
void Arrival::let_go(model::Outcome outcome) {
  const bool is_unfinished = outcome == model::Outcome::Truncated || outcome == model::Outcome::Failed ||
                             outcome == model::Outcome::Skipped || outcome == model::Outcome::Refused;
  const bool is_published = outcome == model::Outcome::Verified && !m_local_error;
  if (m_partial && !is_published && (!is_unfinished || m_starts_anew)) m_partial->discard();
  m_partial.reset();
  m_file.reset();
}

}  // namespace webcid::update
