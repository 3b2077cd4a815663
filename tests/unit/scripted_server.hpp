// A server on loopback that sends exactly the bytes a test scripts, and remembers what it was asked.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

#include "sockets.hpp"

namespace webcid::test {

struct Request {
  int connection = 0;  // from 1, in the order of accepting
  std::string head;    // with the blank line

  std::string line() const { return head.substr(0, head.find("\r\n")); }
  std::string target() const {
    const std::size_t begin = head.find(' ') + 1;
    return head.substr(begin, head.find(' ', begin) - begin);
  }
  std::string header(const std::string& name) const {
    for (const std::string_view each : base::split(head, '\n')) {
      const std::size_t colon = each.find(':');
      if (colon == std::string_view::npos || !base::equals_ignoring_case(each.substr(0, colon), name)) continue;
      return std::string(base::trim(each.substr(colon + 1)));
    }
    return "";
  }
};

enum class Then { Keep, Close, Reset, Hang };

struct Reply {
  std::string bytes;
  Then then = Then::Keep;
};

inline Reply ok(const std::string& body, const std::string& headers = "") {
  return {"HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
          Then::Keep};
}
inline Reply unauthorized(const std::string& challenges) {
  return {"HTTP/1.1 401 Unauthorized\r\n" + challenges + "Content-Length: 6\r\n\r\ndenied", Then::Keep};
}

class ScriptedServer {
 public:
  using Script = std::function<Reply(const Request&)>;

  explicit ScriptedServer(Script script) : m_script(std::move(script)) {
    start_sockets();
    m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(m_listener, 64) != 0) {
      throw std::runtime_error("cannot listen");
    }
    ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &length);
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { accept_all(); });
  }
  ~ScriptedServer() {
    m_stopping = true;
    stop_accepting(m_listener);
    m_acceptor.join();
    {
      const std::lock_guard<std::mutex> lock(m_mutex);
      for (const Socket each : m_open) ::shutdown(each, kBothWays);
    }
    for (std::thread& each : m_connections) each.join();
    end_listening(m_listener);
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::uint16_t port() const { return m_port; }
  base::HttpUrl url(const std::string& path = "/") const {
    base::HttpUrl out;
    out.host = "127.0.0.1";
    out.port = m_port;
    out.path = path;
    return out;
  }
  std::vector<Request> requests() const {
    const std::lock_guard<std::mutex> lock(m_mutex);
    return m_requests;
  }
  int accepted() const { return m_accepted; }
  std::size_t count_with(const std::string& header) const {
    const auto all = requests();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const Request& each) { return !each.header(header).empty(); }));
  }

 private:
  void accept_all() {
    while (!m_stopping) {
      const Socket socket = ::accept(m_listener, nullptr, nullptr);
      if (socket == kNoSocket) continue;
      const int number = ++m_accepted;
      {
        const std::lock_guard<std::mutex> lock(m_mutex);
        m_open.push_back(socket);
      }
      m_connections.emplace_back([this, socket, number] { serve(socket, number); });
    }
  }

  void serve(Socket socket, int number) {
    std::string received;
    Then then = Then::Keep;
    while (then == Then::Keep) {
      std::size_t end = received.find("\r\n\r\n");
      if (end == std::string::npos) {
        char buffer[4096];
        const auto got = ::recv(socket, buffer, sizeof buffer, 0);
        if (got <= 0) break;
        received.append(buffer, static_cast<std::size_t>(got));
        continue;
      }
      Request request{number, received.substr(0, end + 4)};
      received.erase(0, end + 4);
      {
        const std::lock_guard<std::mutex> lock(m_mutex);
        m_requests.push_back(request);
      }
      const Reply reply = m_script(request);
      std::string_view rest = reply.bytes;
      while (!rest.empty()) {
        const auto sent = ::send(socket, rest.data(), static_cast<Length>(rest.size()), kNoSignal);
        if (sent <= 0) break;
        rest.remove_prefix(static_cast<std::size_t>(sent));
      }
      then = reply.then;
    }
    if (then == Then::Hang) {  // until the other side gives up, or the server ends
      char byte = 0;
      while (::recv(socket, &byte, 1, 0) > 0) {
      }
    }
    const std::lock_guard<std::mutex> lock(m_mutex);
    if (then == Then::Reset) {
      const ::linger at_once{1, 0};
      ::setsockopt(socket, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&at_once), sizeof at_once);
    }
    m_open.remove(socket);
    close_socket(socket);
  }

  Script m_script;
  Socket m_listener = kNoSocket;
  std::uint16_t m_port = 0;
  std::atomic<bool> m_stopping{false};
  std::atomic<int> m_accepted{0};
  mutable std::mutex m_mutex;
  std::vector<Request> m_requests;
  std::list<Socket> m_open;
  std::list<std::thread> m_connections;
  std::thread m_acceptor;
};

}  // namespace webcid::test
