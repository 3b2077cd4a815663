#include <filesystem>
#include <optional>
#include <regex>
#include <string>

#include <webcid/base/file.hpp>
#include <webcid/store/lock.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"

#ifndef _WIN32
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#endif

using namespace webcid;
using store::Folder;
using store::LastRun;
using store::Lock;
using test::TemporaryFolder;

TEST_CASE("a second update of a folder is refused, and told who has it since when") {
  const TemporaryFolder temporary;
  const Folder folder = Folder::create(temporary.path()).value();
  std::optional<Lock> lock = Lock::acquire(folder).value();
  const auto refused = Lock::acquire(Folder::create(temporary.path()).value());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::LocalIo);
  const std::string said = refused.error().message;
  CHECK(said.find("cannot update " + base::from_native(temporary.path()) + ": process ") == 0);
  CHECK(std::regex_search(said, std::regex("process [0-9]+ has been updating it since 20..-..-..T..:..:..Z$")));
  lock.reset();
  const auto next = Lock::acquire(folder);
  REQUIRE(next);
  CHECK(next->last_run() == LastRun::Ended);
}

TEST_CASE("a lock file that somebody else filled is not repeated in a message") {
  const TemporaryFolder temporary;
  const Folder folder = Folder::create(temporary.path()).value();
  const Lock lock = Lock::acquire(folder).value();
  const auto file = temporary.path() / ".webcid" / "lock";
  for (const char* text : {"", "process x\nsince y\n", "process 1\nsince \x1B[2J\n", "process 1\n"}) {
    std::filesystem::resize_file(file, 0);
    std::FILE* out = std::fopen(file.string().c_str(), "r+b");
    REQUIRE(out != nullptr);
    std::fputs(text, out);
    std::fclose(out);
    CHECK(Lock::acquire(folder).error().message ==
          "cannot update " + base::from_native(temporary.path()) + ": another process is updating it");
  }
}

#ifndef _WIN32  // where a lock is given up for the moment of the exchange
TEST_CASE("a lock that is extended to another tree holds there, also when the first is gone") {
  const TemporaryFolder temporary;
  const Folder one = Folder::create(temporary.path() / "one").value();
  const Folder other = Folder::create(temporary.path() / "other").value();
  {
    const Lock lock = Lock::acquire(one).value();
    REQUIRE(lock.extend_to(other));
    REQUIRE(lock.extend_to(other));
    CHECK_FALSE(Lock::acquire(other));
    std::filesystem::remove_all(temporary.path() / "one");
    CHECK_FALSE(Lock::acquire(other));
  }
  CHECK(Lock::acquire(other));
}
#endif

#ifndef _WIN32
TEST_CASE("a killed run gives its lock free and is known to have been killed") {
  const TemporaryFolder temporary;
  const Folder folder = Folder::create(temporary.path()).value();
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const auto lock = Lock::acquire(folder);
    const char answer = lock ? 'y' : 'n';
    if (::write(ready[1], &answer, 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char answer = 0;
  REQUIRE(::read(ready[0], &answer, 1) == 1);
  CHECK(answer == 'y');
  const auto refused = Lock::acquire(folder);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("process " + std::to_string(child) + " has been") != std::string::npos);
  REQUIRE(::kill(child, SIGKILL) == 0);
  REQUIRE(::waitpid(child, nullptr, 0) == child);
  ::close(ready[0]);
  ::close(ready[1]);
  {
    const auto lock = Lock::acquire(folder);
    REQUIRE(lock);
    CHECK(lock->last_run() == LastRun::Killed);
  }
  CHECK(Lock::acquire(folder)->last_run() == LastRun::Ended);
}

TEST_CASE("a lock that is a link, or in a folder that is one, is refused") {
  const TemporaryFolder temporary;
  const TemporaryFolder outside;
  const Folder folder = Folder::create(temporary.path()).value();
  std::filesystem::create_directory_symlink(outside.path(), temporary.path() / ".webcid");
  CHECK_FALSE(Lock::acquire(folder));
  CHECK(outside.names().empty());
  std::filesystem::remove(temporary.path() / ".webcid");
  std::filesystem::create_directory(temporary.path() / ".webcid");
  std::filesystem::create_symlink(outside.path() / "x", temporary.path() / ".webcid" / "lock");
  CHECK_FALSE(Lock::acquire(folder));
  CHECK(outside.names().empty());
}
#endif
