#include <fstream>

#include <webcid/base/unreadable.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"

#ifdef _WIN32
#include <windows.h>
#else
#include <cerrno>
#endif

using namespace webcid;
using base::Unreadable;

TEST_CASE("the system's numbers tell who keeps a file from being read") {
  CHECK(base::unreadable_by(0) == Unreadable::No);
#ifdef _WIN32
  CHECK(base::unreadable_by(ERROR_SHARING_VIOLATION) == Unreadable::InUse);
  CHECK(base::unreadable_by(ERROR_LOCK_VIOLATION) == Unreadable::InUse);
  CHECK(base::unreadable_by(ERROR_ACCESS_DENIED) == Unreadable::Denied);
  CHECK(base::unreadable_by(ERROR_PATH_NOT_FOUND) == Unreadable::Missing);
  CHECK(base::unreadable_by(ERROR_CRC) == Unreadable::Other);
#else
  CHECK(base::unreadable_by(EBUSY) == Unreadable::InUse);
  CHECK(base::unreadable_by(ETXTBSY) == Unreadable::InUse);
  CHECK(base::unreadable_by(EACCES) == Unreadable::Denied);
  CHECK(base::unreadable_by(EPERM) == Unreadable::Denied);
  CHECK(base::unreadable_by(ENOENT) == Unreadable::Missing);
  CHECK(base::unreadable_by(EIO) == Unreadable::Other);
#endif
}

TEST_CASE("a file is tried, and one that is not there is missing") {
  const test::TemporaryFolder folder;
  std::ofstream(folder.path() / "a") << "a";
  CHECK(base::why_unreadable(folder.path() / "a") == Unreadable::No);
  CHECK(base::why_unreadable(folder.path() / "b") == Unreadable::Missing);
  CHECK(base::why_unreadable(folder.path() / "a" / "b") == Unreadable::Missing);
}
