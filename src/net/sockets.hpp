// What a loop waits for: the sockets and timers of a libcurl multi handle.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <optional>
#ifndef _WIN32
#include <vector>
#endif

#ifndef _WIN32
struct pollfd;
#endif

namespace webcid::net {

#ifndef _WIN32
// What the library is told (CURL_CSELECT_*) of a socket of which poll, asked for `wanted`, has `seen` these events.
int ready_bits(short wanted, short seen);
#endif

class Sockets {
 public:
  // `multi` must outlive it.
  explicit Sockets(CURLM* multi);
  ~Sockets();
  Sockets(const Sockets&) = delete;
  Sockets& operator=(const Sockets&) = delete;

  // Lets the library work on what is due: above all, send the requests that were just added.
  void begin();
  // Waits, no longer than so, until a socket is ready or something is due, and lets the library work on the ready ones.
  void wait(std::chrono::milliseconds longest);

 private:
  CURLM* m_multi;
#ifndef _WIN32
  using Clock = std::chrono::steady_clock;
  static int on_socket(CURL* handle, curl_socket_t socket, int what, void* self, void* of_socket);
  static int on_timer(CURLM* multi, long milliseconds, void* self);

  std::vector<pollfd> m_wanted;
  std::vector<pollfd> m_ready;
  std::optional<Clock::time_point> m_due;
#endif
};

}  // namespace webcid::net
