// What the logs say of requests that did not get what they asked for. Bounded, however long the logs are.
#pragma once

#include <array>
#include <bitset>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "log_format.hpp"

namespace webcid::audit {

// "2026-01-31 23:59:59", UTC; all zero: never.
class Stamp {
 public:
  static constexpr std::size_t kLength = 19;
  Stamp() = default;
  Stamp(std::string_view date, std::string_view time);
  bool is_never() const { return m_text[0] == 0; }
  std::string text() const { return is_never() ? "" : std::string(m_text.data(), kLength); }
  friend bool operator<(const Stamp& a, const Stamp& b) {
    return std::memcmp(a.m_text.data(), b.m_text.data(), kLength) < 0;
  }

 private:
  std::array<char, kLength> m_text{};
};

// How a kind of refusal shows in a log.
struct LoggedAs {
  int status = 0;
  int sub_status = -1;  // -1: not logged
  std::uint32_t win32 = 0;
  std::string reason;  // HTTPERR's
  friend auto operator<=>(const LoggedAs&, const LoggedAs&) = default;
};

struct Span {
  std::uint64_t count = 0;
  Stamp first;
  Stamp last;
  void add(const Stamp& stamp);
  void add(const Span& other);
};

class Tally {
 public:
  static constexpr std::size_t kMaxPaths = 50000;                // names kept one by one
  static constexpr std::size_t kMaxPathBytes = 8 * 1024 * 1024;  // of them all
  static constexpr std::size_t kMaxKinds = 2000;
  static constexpr std::size_t kMaxClients = 2000;  // of one kind

  struct Kind {
    LoggedAs as;
    Span span;
    std::uint64_t without_path = 0;  // for which there was no room, or no name
    std::map<std::string, std::uint64_t, std::less<>> clients;
    std::uint64_t other_clients = 0;  // requests of clients for which there was no room
  };
  struct Failure {
    std::size_t kind = 0;  // index
    Span span;
  };
  struct Path {
    std::vector<Failure> failures;
    std::uint64_t arrivals = 0;  // after the first failure
    Stamp arrived;               // the last of them
  };

  // `scope`: a path as logged, without its final '/', that counts with all below it; "" is everything.
  // `since`: "2026-01-31 23:59:59" or "".
  Tally(std::string scope, std::string_view since);

  void add(const LoggedRequest& request);

  const std::vector<Kind>& kinds() const { return m_kinds; }
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;  // looked up by views
  };
  using Paths = std::unordered_map<std::string, Path, Hash, std::equal_to<>>;
  const Paths& paths() const { return m_paths; }
  std::uint64_t requests() const { return m_requests; }        // in scope, GET
  std::uint64_t other_verbs() const { return m_other_verbs; }  // in scope, not counted otherwise
  std::uint64_t earlier() const { return m_earlier; }          // than `since`
  const Span& span() const { return m_span; }                  // of all requests in scope

 private:
  bool is_in_scope(std::string_view path) const;
  void add_arrival(const LoggedRequest& request, const Stamp& stamp);
  void add_failure(const LoggedRequest& request, const Stamp& stamp);
  std::size_t kind_of(const LoggedRequest& request);

  std::string m_scope;  // folded
  Stamp m_since;
  std::vector<Kind> m_kinds;
  std::map<LoggedAs, std::size_t> m_index;
  Paths m_paths;
  std::size_t m_path_bytes = 0;
  std::bitset<65536> m_maybe;  // by hash: paths that may be in m_paths
  std::uint64_t m_requests = 0;
  std::uint64_t m_other_verbs = 0;
  std::uint64_t m_earlier = 0;
  Span m_span;
};

// A name as IIS logs it: blanks and control characters are '+' (iis.md g.1).
std::string as_logged(std::string_view path);

}  // namespace webcid::audit
