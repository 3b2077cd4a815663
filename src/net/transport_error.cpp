#include "transport_error.hpp"

#ifdef _WIN32
#include <winsock2.h>
#endif

#include <array>
#include <cerrno>

namespace webcid::net {
namespace {

using model::TransportError;

struct SystemRow {
  int number;
  TransportError error;
};

#ifdef _WIN32
constexpr std::array<SystemRow, 8> kSystemTable = {{{WSAECONNREFUSED, TransportError::Refused},
                                                    {WSAEHOSTUNREACH, TransportError::Unreachable},
                                                    {WSAENETUNREACH, TransportError::Unreachable},
                                                    {WSAENETDOWN, TransportError::Unreachable},
                                                    {WSAETIMEDOUT, TransportError::ConnectTimeout},
                                                    {WSAECONNRESET, TransportError::Reset},
                                                    {WSAECONNABORTED, TransportError::Reset},
                                                    {WSAENETRESET, TransportError::Reset}}};
#else
constexpr std::array<SystemRow, 9> kSystemTable = {{{ECONNREFUSED, TransportError::Refused},
                                                    {EHOSTUNREACH, TransportError::Unreachable},
                                                    {ENETUNREACH, TransportError::Unreachable},
                                                    {ENETDOWN, TransportError::Unreachable},
                                                    {ETIMEDOUT, TransportError::ConnectTimeout},
                                                    {ECONNRESET, TransportError::Reset},
                                                    {ECONNABORTED, TransportError::Reset},
                                                    {ENETRESET, TransportError::Reset},
                                                    {EPIPE, TransportError::Reset}}};
#endif

TransportError error_of_system(int number) {
  for (const SystemRow& row : kSystemTable) {
    if (row.number == number) return row.error;
  }
  return TransportError::Other;
}

TransportError error_after_connect(const TransferEnd& end) {
  const TransportError error = error_of_system(end.system_error);
  // A connection that was up and timed out in the kernel gave no sign of life: that is a stall.
  if (error == TransportError::ConnectTimeout) return TransportError::Stalled;
  if (error != TransportError::Other) return error;
  return end.code == CURLE_RECV_ERROR && end.chunked ? TransportError::BadEncoding : TransportError::Other;
}

TransportError error_of_success(const TransferEnd& end) {
  if (end.head_complete) return TransportError::None;
  return end.status_seen ? TransportError::CutShort : TransportError::NotHttp;
}

}  // namespace

bool has_system_error(CURLcode code, std::string_view text) {
  if (code == CURLE_COULDNT_CONNECT) return true;
  if (code == CURLE_SEND_ERROR) return true;
  return code == CURLE_RECV_ERROR && text.substr(0, 12) == "Recv failure";
}

TransportError transport_error_of(const TransferEnd& end) {
  switch (end.code) {
    case CURLE_OK:
      return error_of_success(end);
    case CURLE_COULDNT_RESOLVE_HOST:
      return TransportError::NameUnresolved;
    case CURLE_COULDNT_RESOLVE_PROXY:
      return TransportError::ProxyUnresolved;
    case CURLE_COULDNT_CONNECT:
      return end.through_proxy ? TransportError::ProxyUnreachable : error_of_system(end.system_error);
    case CURLE_OPERATION_TIMEDOUT:
      if (end.request_sent) return TransportError::Stalled;
      return end.through_proxy ? TransportError::ProxyUnreachable : TransportError::ConnectTimeout;
    case CURLE_GOT_NOTHING:
      return end.status_seen ? TransportError::CutShort : TransportError::EmptyReply;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return TransportError::NotHttp;
    case CURLE_PARTIAL_FILE:
      return TransportError::CutShort;
    case CURLE_BAD_CONTENT_ENCODING:
      return TransportError::BadEncoding;
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return error_after_connect(end);
    default:
      break;
  }
  // The library's own limit for one header line is larger than ours for all; it calls that lack of memory (7.x).
  const bool in_head = end.request_sent && !end.head_complete;
  if (in_head && (end.code == CURLE_OUT_OF_MEMORY || static_cast<int>(end.code) == 100)) {
    return TransportError::HeadersTooLarge;
  }
  return TransportError::Other;
}

}  // namespace webcid::net
