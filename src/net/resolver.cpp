#include "resolver.hpp"

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#endif

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include <webcid/base/file.hpp>
#include <webcid/base/text.hpp>

namespace webcid::net {
namespace {

int native_family(AddressFamily family) {
  switch (family) {
    case AddressFamily::V4:
      return AF_INET;
    case AddressFamily::V6:
      return AF_INET6;
    case AddressFamily::Any:
      break;
  }
  return AF_UNSPEC;
}

std::string resolver_message(int code) {
#ifdef _WIN32
  return base::printable(gai_strerrorA(code));
#else
  return base::printable(gai_strerror(code));
#endif
}

Lookup ask_resolver(const std::string& host, AddressFamily family) {
  Lookup out;
  addrinfo hints{};
  hints.ai_family = native_family(family);
  hints.ai_socktype = SOCK_STREAM;
#ifdef AI_IDN
  hints.ai_flags = AI_IDN;
#endif
  addrinfo* found = nullptr;
  out.code = getaddrinfo(host.c_str(), nullptr, &hints, &found);
#ifdef EAI_SYSTEM
  if (out.code == EAI_SYSTEM) out.system_error = errno;
#endif
  if (out.code != 0) {
    out.text = out.system_error != 0 ? base::system_message(out.system_error) : resolver_message(out.code);
    return out;
  }
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    std::array<char, 256> text{};
    const auto length = static_cast<socklen_t>(each->ai_addrlen);
    if (getnameinfo(each->ai_addr, length, text.data(), static_cast<socklen_t>(text.size()), nullptr, 0,
                    NI_NUMERICHOST) != 0) {
      continue;
    }
    std::string address = text.data();
    if (!family_of(address)) continue;  // a link-local one with its zone: no update server has that
    if (std::find(out.addresses.begin(), out.addresses.end(), address) == out.addresses.end()) {
      out.addresses.push_back(std::move(address));
    }
  }
  freeaddrinfo(found);
  if (out.addresses.empty()) out.text = "the name has no usable address";
  return out;
}

struct Pending {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<Lookup> answer;
};

}  // namespace

Lookup look_up(const std::string& host, AddressFamily family, std::chrono::milliseconds timeout,
               const base::Cancellation& cancellation) {
  constexpr std::chrono::milliseconds kSlice{50};
  auto pending = std::make_shared<Pending>();
  try {
    std::thread([pending, host, family] {
      Lookup answer = ask_resolver(host, family);
      const std::lock_guard<std::mutex> lock(pending->mutex);
      pending->answer = std::move(answer);
      pending->changed.notify_one();
    }).detach();
  } catch (const std::system_error&) {
    return ask_resolver(host, family);  // no thread to be had: better slow than not at all
  }
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  std::unique_lock<std::mutex> lock(pending->mutex);
  Lookup out;
  while (!pending->answer) {
    if (cancellation.requested()) {
      out.end = LookupEnd::Cancelled;
      out.text = "interrupted";
      return out;
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      out.end = LookupEnd::TimedOut;
      out.text = fmt::format("no answer from the resolver within {} ms", timeout.count());
      return out;
    }
    pending->changed.wait_for(lock, kSlice);
  }
  return std::move(*pending->answer);
}

std::optional<AddressFamily> family_of(std::string_view address) {
  // What comes behind a NUL would not be looked at.
  if (address.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string text(address);
  in6_addr scratch{};
  if (inet_pton(AF_INET, text.c_str(), &scratch) == 1) return AddressFamily::V4;
  if (inet_pton(AF_INET6, text.c_str(), &scratch) == 1) return AddressFamily::V6;
  return std::nullopt;
}

std::optional<std::string> numeric_address(std::string_view text) {
  const auto family = family_of(text);
  if (!family) return std::nullopt;
  const int native = native_family(*family);
  in6_addr address{};
  std::array<char, INET6_ADDRSTRLEN> usual{};
  if (inet_pton(native, std::string(text).c_str(), &address) != 1) return std::nullopt;
  if (inet_ntop(native, &address, usual.data(), usual.size()) == nullptr) return std::nullopt;
  return usual.data();
}

std::string with_port(std::string_view address, std::uint16_t port) {
  const bool v6 = address.find(':') != std::string_view::npos;
  return v6 ? fmt::format("[{}]:{}", address, port) : fmt::format("{}:{}", address, port);
}

}  // namespace webcid::net
