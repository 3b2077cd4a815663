// What poll says of a socket, in the words of libcurl.
#ifndef _WIN32
#include "../../src/net/sockets.hpp"

#include <poll.h>

#include "catch.hpp"

namespace webcid::net {
namespace {

constexpr int kIn = CURL_CSELECT_IN;
constexpr int kOut = CURL_CSELECT_OUT;
constexpr int kBroken = CURL_CSELECT_ERR;

}  // namespace

TEST_CASE("A broken socket is read or written, so that the system can say why") {
  struct Row {
    short wanted;
    short seen;
    int told;
  };
  // The first three are seen between the arrival of a reset and the end of the connection (Linux, tcp_reset()).
  const Row rows[] = {
      {POLLIN, POLLERR, kIn | kBroken},
      {POLLOUT, POLLERR, kOut | kBroken},
      {POLLIN | POLLOUT, POLLERR, kIn | kOut | kBroken},
      {POLLIN, POLLHUP, kIn | kBroken},
      {POLLIN, POLLIN | POLLERR | POLLHUP, kIn | kBroken},
      {POLLIN, POLLNVAL, kIn | kBroken},
      {POLLIN, POLLIN, kIn},
      {POLLOUT, POLLOUT, kOut},
      {POLLIN | POLLOUT, POLLOUT, kOut},
      {POLLIN, 0, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.wanted, row.seen);
    CHECK(ready_bits(row.wanted, row.seen) == row.told);
  }
}

}  // namespace webcid::net
#endif
