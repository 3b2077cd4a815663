#include "walk.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <webcid/base/text.hpp>
#include <webcid/update/discovery.hpp>

namespace webcid::update {
namespace {

constexpr std::chrono::milliseconds kFirstPause{500};
constexpr int kMostDoublings = 5;
constexpr std::chrono::seconds kLongestPause{60};

// Whether the same request may fare better a little later.
bool may_pass(const model::Exchange& answer) {
  using model::TransportError;
  constexpr std::array kPassing{
      TransportError::Refused,  TransportError::Unreachable, TransportError::ConnectTimeout,
      TransportError::Stalled,  TransportError::Reset,       TransportError::EmptyReply,
      TransportError::CutShort, TransportError::BadEncoding, TransportError::ProxyUnreachable};
  // RFC 9110, 15.5.9 and 15.6; RFC 6585, 4.
  constexpr std::array kPassingStatus{408, 429, 500, 502, 503, 504};
  if (answer.error != TransportError::None) {
    return std::find(kPassing.begin(), kPassing.end(), answer.error) != kPassing.end();
  }
  return std::find(kPassingStatus.begin(), kPassingStatus.end(), answer.status) != kPassingStatus.end();
}

// As the server asks (seconds only: a date would need its clock), else twice as long as the time before.
std::chrono::milliseconds pause_after(const model::Exchange& answer, int pauses) {
  const auto asked = base::parse_unsigned(base::trim(answer.header("Retry-After").value_or("")));
  const auto own = kFirstPause * (1 << std::min(pauses, kMostDoublings));
  if (!asked) return std::min<std::chrono::milliseconds>(own, kLongestPause);
  const auto seconds = std::min<std::uint64_t>(*asked, static_cast<std::uint64_t>(kLongestPause.count()));
  return std::max<std::chrono::milliseconds>(kFirstPause, std::chrono::seconds(seconds));
}

}  // namespace

Walk::Walk(std::span<const model::Entry> entries, const DownloadOptions& options, Observer& observer)
    : m_entries(entries), m_options(options), m_observer(observer), m_limits(entries) {}

bool Walk::is_stopped() const {
  return m_unanswered >= kMostUnanswered || m_limits.is_limited();
}

bool Walk::take_turn(Turn& turn) {
  if (!m_again.empty()) {
    turn = m_again.back();
    m_again.pop_back();
    return true;
  }
  const std::size_t count = m_options.chosen ? m_options.chosen->size() : m_entries.size();
  if (m_next == count) return false;
  turn = {};
  turn.index = m_options.chosen ? (*m_options.chosen)[m_next] : m_next;
  ++m_next;
  return true;
}

net::Pull Walk::next(Turn& turn) {
  const std::lock_guard<std::mutex> lock(m_mutex);
  if (const auto check = m_limits.to_check()) {
    if (m_under_way > 0) return net::Pull::Later;  // one at a time, or it would be the crowd that is refused
    turn = {*check, 1, true};
    m_observer.on_activity({"activity-limit", {m_entries[*check].path.text()}, std::nullopt});
  } else if (is_stopped()) {
    return net::Pull::End;
  } else {
    if (m_pauses > 0 && Clock::now() < m_paused_until) return net::Pull::Later;
    if (!take_turn(turn)) return net::Pull::End;  // what is under way is tried again by the thread that it fails for
    m_observer.on_activity({"activity-fetching", {entry(turn).path.text()}, std::nullopt});
  }
  ++m_under_way;
  return net::Pull::Item;
}

Walk::Next Walk::done(const Turn& turn, const model::Exchange& answer, Repeat repeat) {
  const std::lock_guard<std::mutex> lock(m_mutex);
  --m_under_way;
  if (turn.is_check) {
    m_limits.checked(answer);
    if (m_limits.is_limited()) {
      m_observer.on_note({"stopped-refused", {fmt::format("{}", m_limits.refused_status())}, std::nullopt});
    }
    return Next::Over;
  }
  if (repeat == Repeat::AtOnce) {
    m_again.push_back({turn.index, turn.attempt + 1, false});
    return Next::Again;
  }
  // As many pauses without a whole answer in between, and it is the server that does not come back.
  if (may_pass(answer) && turn.attempt <= m_options.retries && m_pauses <= m_options.retries) {
    back_off(answer);
    m_again.push_back({turn.index, turn.attempt + 1, false});
    return Next::Again;
  }
  if (answer.status == 200 && answer.error == model::TransportError::None) m_pauses = 0;
  m_unanswered = answer.has_response() ? 0 : m_unanswered + 1;
  if (m_unanswered == kMostUnanswered) {
    m_observer.on_note({"stopped-unanswered", {fmt::format("{}", kMostUnanswered)}, std::nullopt});
  }
  m_limits.saw(answer, turn.index);
  return Next::Over;
}

void Walk::back_off(const model::Exchange& answer) {
  const auto now = Clock::now();
  if (m_pauses > 0 && now < m_paused_until) return;  // of the same spell
  m_paused_until = now + pause_after(answer, m_pauses++);
}

}  // namespace webcid::update
