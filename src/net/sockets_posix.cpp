// With curl_multi_socket_action the library looks only at sockets that are ready; curl_multi_perform would ask the
// system about each connection every time that one of them has something.
#ifndef _WIN32
#include <poll.h>

#include <algorithm>

#include "sockets.hpp"

namespace webcid::net {

// A reset is an error before it is anything else: for a moment the system reports POLLERR alone. The library then reads
// no socket and knows no errno; as something to read, or to write, it is met where the system says what it was.
int ready_bits(short wanted, short seen) {
  const bool is_broken = (seen & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  const int ready = is_broken ? seen | wanted : seen;
  const bool reads = (ready & POLLIN) != 0;
  const bool writes = (ready & POLLOUT) != 0;
  return (reads ? CURL_CSELECT_IN : 0) | (writes ? CURL_CSELECT_OUT : 0) | (is_broken ? CURL_CSELECT_ERR : 0);
}

Sockets::Sockets(CURLM* multi) : m_multi(multi) {
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Sockets::on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Sockets::on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
}

// The library still closes connections afterwards, and would tell.
Sockets::~Sockets() {
  curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, nullptr);
  curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, nullptr);
}

int Sockets::on_socket(CURL* /*handle*/, curl_socket_t socket, int what, void* self, void* /*of_socket*/) {
  auto& wanted = static_cast<Sockets*>(self)->m_wanted;
  const auto known = std::find_if(wanted.begin(), wanted.end(), [&](const pollfd& each) { return each.fd == socket; });
  if (what == CURL_POLL_REMOVE) {
    if (known != wanted.end()) wanted.erase(known);
    return 0;
  }
  const bool reads = what == CURL_POLL_IN || what == CURL_POLL_INOUT;
  const bool writes = what == CURL_POLL_OUT || what == CURL_POLL_INOUT;
  const auto events = static_cast<short>((reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
  if (known != wanted.end()) {
    known->events = events;
  } else {
    wanted.push_back({socket, events, 0});
  }
  return 0;
}

int Sockets::on_timer(CURLM* /*multi*/, long milliseconds, void* self) {
  auto& due = static_cast<Sockets*>(self)->m_due;
  due.reset();
  if (milliseconds >= 0) due = Clock::now() + std::chrono::milliseconds(milliseconds);
  return 0;
}

void Sockets::begin() {
  if (!m_due || *m_due > Clock::now()) return;
  m_due.reset();
  int running = 0;
  curl_multi_socket_action(m_multi, CURL_SOCKET_TIMEOUT, 0, &running);
}

void Sockets::wait(std::chrono::milliseconds longest) {
  auto wait = longest;
  if (m_due) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*m_due - Clock::now());
    wait = std::clamp(left, std::chrono::milliseconds(0), longest);
  }
  m_ready = m_wanted;  // what the library does below changes what is wanted
  if (::poll(m_ready.data(), static_cast<nfds_t>(m_ready.size()), static_cast<int>(wait.count())) < 0) return;
  int running = 0;
  for (const pollfd& each : m_ready) {
    if (each.revents == 0) continue;
    curl_multi_socket_action(m_multi, each.fd, ready_bits(each.events, each.revents), &running);
  }
}

}  // namespace webcid::net
#endif
