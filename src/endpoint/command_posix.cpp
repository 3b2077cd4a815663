#ifndef _WIN32
#include "command.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace webcid::endpoint {
namespace {

constexpr std::size_t kMaxOutput = 64 * 1024;
using Clock = std::chrono::steady_clock;

struct Pipe {
  int read = -1;
  int write = -1;
  ~Pipe() {
    close_end(read);
    close_end(write);
  }
  static void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

// The program with /dev/null as input and for its complaints; 0 when it cannot be started.
pid_t start(const std::string& program, const std::vector<std::string>& words, int output) {
  std::vector<std::string> texts{program};
  texts.insert(texts.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& text : texts) arguments.push_back(text.data());
  arguments.push_back(nullptr);
  // Nothing of ours is handed on: WEBCID_PASSWORD stands there.
  std::array<char, 7> locale{"LANG=C"};
  std::array<char*, 2> environment{locale.data(), nullptr};

  posix_spawn_file_actions_t actions;
  if (posix_spawn_file_actions_init(&actions) != 0) return 0;
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int error = posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : 0;
}

// Everything until the end; false when it is late or too much.
bool read_all(int from, Clock::time_point latest, std::string& into) {
  std::array<char, 4096> piece{};
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(latest - Clock::now()).count();
    pollfd watched{from, POLLIN, 0};
    const int ready = left > 0 ? ::poll(&watched, 1, static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    const ssize_t count = ::read(from, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count == 0;
    into.append(piece.data(), static_cast<std::size_t>(count));
    if (into.size() > kMaxOutput) return false;
  }
}

// The status of the child, which has printed all it will, or is ended now.
int end_of(pid_t child, Clock::time_point latest) {
  constexpr int kBetween = 5;  // milliseconds; most have ended by the first look
  int status = 0;
  while (Clock::now() < latest) {
    if (::waitpid(child, &status, WNOHANG) == child) return status;
    ::poll(nullptr, 0, kBetween);
  }
  ::kill(child, SIGKILL);
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

std::optional<std::string> output_of(const std::string& program, const std::vector<std::string>& words,
                                     std::chrono::milliseconds longest) {
  Pipe pipe;
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return std::nullopt;
  pipe.read = ends[0];
  pipe.write = ends[1];
  // The child gets a copy of the one end, and would wait for itself with the other.
  for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  const pid_t child = start(program, words, pipe.write);
  if (child == 0) return std::nullopt;
  Pipe::close_end(pipe.write);
  const Clock::time_point latest = Clock::now() + longest;
  std::string out;
  const bool is_whole = read_all(pipe.read, latest, out);
  const int status = end_of(child, is_whole ? latest : Clock::now());
  const bool ended_well = is_whole && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return ended_well ? std::optional<std::string>(std::move(out)) : std::nullopt;
}

}  // namespace webcid::endpoint
#endif
