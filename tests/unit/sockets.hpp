// Sockets of both systems, as far as a test's server needs them.
#pragma once

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <stdexcept>

namespace webcid::test {

#ifdef _WIN32
using Socket = SOCKET;
using Length = int;  // of what is sent
inline constexpr Socket kNoSocket = INVALID_SOCKET;
inline constexpr int kBothWays = SD_BOTH;
inline constexpr int kNoSignal = 0;
inline void start_sockets() {
  WSADATA data{};
  static const int failed = ::WSAStartup(MAKEWORD(2, 2), &data);
  if (failed != 0) throw std::runtime_error("no Winsock");
}
inline void close_socket(Socket socket) {
  ::closesocket(socket);
}
// A thread that waits in accept() returns from it.
inline void stop_accepting(Socket listener) {
  ::closesocket(listener);
}
inline void end_listening(Socket /*closed already*/) {}
#else
using Socket = int;
using Length = std::size_t;
inline constexpr Socket kNoSocket = -1;
inline constexpr int kBothWays = SHUT_RDWR;
inline constexpr int kNoSignal = MSG_NOSIGNAL;
inline void start_sockets() {}
inline void close_socket(Socket socket) {
  ::close(socket);
}
inline void stop_accepting(Socket listener) {
  ::shutdown(listener, SHUT_RDWR);
}
inline void end_listening(Socket listener) {
  ::close(listener);
}
#endif

}  // namespace webcid::test
