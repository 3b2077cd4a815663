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

}  // namespace

std::chrono::milliseconds pause_after(const model::Exchange& answer, int pauses) {
  const auto asked = base::parse_unsigned(base::trim(answer.header("Retry-After").value_or("")));
  const auto own = kFirstPause * (1 << std::min(pauses, kMostDoublings));
  if (!asked) return std::min<std::chrono::milliseconds>(own, kLongestPause);
  const auto seconds = std::min<std::uint64_t>(*asked, static_cast<std::uint64_t>(kLongestPause.count()));
  return std::max<std::chrono::milliseconds>(kFirstPause, std::chrono::seconds(seconds));
}

Walk::Walk(std::span<const model::Entry> entries, const DownloadOptions& options, Observer& observer,
           std::size_t threads)
    : m_entries(entries), m_options(options), m_observer(observer), m_limits(entries), m_under_way_of(threads) {}

bool Walk::is_stopped() const {
  return m_unanswered >= kMostUnanswered || m_limits.is_limited();
}

std::size_t Walk::left() const {
  return m_again.size() + (m_options.chosen ? m_options.chosen->size() : m_entries.size()) - m_next;
}

// The last entries are shared out evenly: a thread with more than its part of a few large ones would still work on them
// when the others have nothing left to do.
bool Walk::has_share(std::size_t thread) const {
  const std::size_t threads = m_under_way_of.size();
  return m_under_way_of[thread] < (m_under_way + left() + threads - 1) / threads;
}

void Walk::take_turn(Turn& turn) {
  if (!m_again.empty()) {
    turn = m_again.back();
    m_again.pop_back();
    return;
  }
  turn = {};
  turn.index = m_options.chosen ? (*m_options.chosen)[m_next] : m_next;
  ++m_next;
}

net::Pull Walk::next(Turn& turn, std::size_t thread) {
  const std::lock_guard<std::mutex> lock(m_mutex);
  if (const auto check = m_limits.to_check()) {
    if (m_under_way > 0) return net::Pull::Later;  // one at a time, or it would be the crowd that is refused
    turn = {*check, 1, true, 0};
    m_observer.on_activity({"activity-limit", {m_entries[*check].path.text()}, std::nullopt});
  } else if (is_stopped()) {
    return net::Pull::End;
  } else {
    if (m_pauses > 0 && Clock::now() < m_paused_until) return net::Pull::Later;
    if (left() == 0) return net::Pull::End;  // what is under way is tried again by the thread that it fails for
    if (!has_share(thread)) return net::Pull::Later;
    take_turn(turn);
    tell(turn);
  }
  turn.thread = thread;
  ++m_under_way;
  ++m_under_way_of[thread];
  return net::Pull::Item;
}

Walk::Next Walk::done(const Turn& turn, const model::Exchange& answer, Repeat repeat) {
  const std::lock_guard<std::mutex> lock(m_mutex);
  --m_under_way;
  --m_under_way_of[turn.thread];
  if (turn.is_check) {
    m_limits.checked(answer);
    if (m_limits.is_limited()) {
      m_observer.on_note({"stopped-refused", {fmt::format("{}", m_limits.refused_status())}, std::nullopt});
    }
    return Next::Over;
  }
  if (repeat == Repeat::AtOnce) {
    m_again.push_back({turn.index, turn.attempt + 1, false, 0});
    return Next::Again;
  }
  // As many pauses without a whole answer in between, and it is the server that does not come back.
  if (may_pass(answer) && turn.attempt <= m_options.retries && m_pauses <= m_options.retries) {
    back_off(answer);
    m_again.push_back({turn.index, turn.attempt + 1, false, 0});
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

// Nobody reads faster than this.
void Walk::tell(const Turn& turn) {
  constexpr std::chrono::milliseconds kReadable{50};
  const auto now = Clock::now();
  if (now - m_told < kReadable) return;
  m_told = now;
  m_observer.on_activity({"activity-fetching", {entry(turn).path.text()}, std::nullopt});
}

void Walk::back_off(const model::Exchange& answer) {
  const auto now = Clock::now();
  if (m_pauses > 0 && now < m_paused_until) return;  // of the same spell
  m_paused_until = now + pause_after(answer, m_pauses++);
}

}  // namespace webcid::update
