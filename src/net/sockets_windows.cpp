// There libcurl's own waiting, by WSAEventSelect, is more dependable than WSAPoll.
#ifdef _WIN32
#include "sockets.hpp"

namespace webcid::net {

Sockets::Sockets(CURLM* multi) : m_multi(multi) {}
Sockets::~Sockets() = default;

void Sockets::begin() {
  int running = 0;
  curl_multi_perform(m_multi, &running);
}

void Sockets::wait(std::chrono::milliseconds longest) {
  curl_multi_poll(m_multi, nullptr, 0, static_cast<int>(longest.count()), nullptr);
  begin();
}

}  // namespace webcid::net
#endif
