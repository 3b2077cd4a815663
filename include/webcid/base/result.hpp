// Result: the value of every call that can fail for a reason the caller must handle.
// Network outcomes are values of their own (model/exchange.hpp), never Errors.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace webcid::base {

// What kind of failure it is decides the exit code (docs/ARCHITECTURE.md, "Exit codes").
enum class ErrorKind {
  Usage,        // the caller asked for something that makes no sense: exit 64
  Malformed,    // untrusted input that breaks its format's rules: exit 2
  LocalIo,      // this machine: cannot read, write or create: exit 74
  Interrupted,  // Ctrl-C: exit 130
  Bug,          // our own broken promise: exit 70
};

struct Error {
  ErrorKind kind = ErrorKind::Bug;
  std::string message;  // one line: where, then what; lower case, no full stop
};

template <class T>
using Result = tl::expected<T, Error>;

// The error arm of a Result: `return base::fail(ErrorKind::LocalIo, "cannot open x: ...")`.
inline tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return tl::make_unexpected(Error{kind, std::move(message)});
}

}  // namespace webcid::base
