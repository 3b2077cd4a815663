#include "system_log.hpp"

#ifdef _WIN32

namespace webcid::cli {

base::Result<void> check_system_log() {
  return base::fail(base::ErrorKind::Usage, "--syslog: Windows has none; --report json=FILE writes a file");
}

void write_system_log(model::Verdict /*verdict*/, std::string_view /*line*/) {}

}  // namespace webcid::cli

#else

#include <sys/socket.h>
#include <sys/syslog.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include <fmt/format.h>

#include <webcid/base/file.hpp>

namespace webcid::cli {
namespace {

struct Priority {
  model::Verdict verdict;
  int level;
};
constexpr std::array<Priority, 4> kPriorities{{{model::Verdict::Healthy, LOG_INFO},
                                               {model::Verdict::Deviates, LOG_WARNING},
                                               {model::Verdict::Broken, LOG_ERR},
                                               {model::Verdict::Unknown, LOG_WARNING}}};

}  // namespace

base::Result<void> check_system_log() {
  constexpr std::string_view kPath = _PATH_LOG;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, kPath.data(), kPath.size());
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const bool connected =
      socket >= 0 && ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  const int error = errno;
  if (socket >= 0) ::close(socket);
  // Somebody listens there, though for a stream: syslog(3) takes that as well.
  if (connected || error == EPROTOTYPE) return {};
  return base::fail(base::ErrorKind::LocalIo,
                    fmt::format("--syslog: nothing takes messages at {}: {}", kPath, base::system_message(error)));
}

void write_system_log(model::Verdict verdict, std::string_view line) {
  int level = LOG_WARNING;
  for (const Priority& row : kPriorities) {
    if (row.verdict == verdict) level = row.level;
  }
  ::openlog("webcid", LOG_PID, LOG_USER);
  ::syslog(level, "%s", std::string(line).c_str());
  ::closelog();
}

}  // namespace webcid::cli

#endif
