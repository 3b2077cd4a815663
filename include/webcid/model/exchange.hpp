// One request and all that came back, or the transport error. Nothing is collapsed: the transport error, the system's
// error number, the status, the header block and the body's facts stand side by side, and nobody judges here.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/model/catalogue.hpp>

namespace webcid::model {

enum class Method : std::uint8_t { Get, Head, Options, Trace };
std::string_view name_of(Method method);  // "GET", ...
std::optional<Method> method_named(std::string_view name);

// What ended the exchange below HTTP. `None` means a complete response arrived.
enum class TransportError : std::uint8_t {
  None,
  NameUnresolved,    // the resolver knows no such name
  Refused,           // connection refused
  Unreachable,       // no route to host or network
  ConnectTimeout,    // no answer to the connection attempt
  Stalled,           // connected, then nothing or too little within the time-out
  Reset,             // connection reset
  EmptyReply,        // closed before any byte of an answer
  NotHttp,           // an answer that is no HTTP
  CutShort,          // closed before the declared end of the body
  BadEncoding,       // broken chunk or transfer coding
  HeadersTooLarge,   // more header bytes than we accept
  BodyTooLarge,      // more body bytes than we accept
  ProxyUnresolved,   // the proxy's name is unknown
  ProxyUnreachable,  // the proxy does not answer
  Cancelled,         // Ctrl-C, or a limit of this run
  LocalWrite,        // this machine could not store what arrived
  Other,
};
std::string_view name_of(TransportError error);  // "refused", "cut-short", ... as evidence names them
std::optional<TransportError> transport_error_named(std::string_view name);

struct Header {
  std::string name;   // as sent
  std::string value;  // as sent, outer blanks removed
  friend bool operator==(const Header&, const Header&) = default;
};

// The facts about a response body. The bytes themselves are kept as far as the fetch asked for.
struct Body {
  std::uint64_t length = 0;               // bytes received, transfer coding removed
  std::optional<std::uint64_t> declared;  // Content-Length, when there was one
  std::string kept;                       // the first bytes, as many as the fetch asked to keep
  std::vector<Digest> digests;            // of all bytes received, those that were computed
};

struct Timings {  // milliseconds from the start; negative: did not happen
  double name_resolved = -1;
  double connected = -1;
  double first_byte = -1;
  double finished = -1;
};

// One HTTP message pair. A request that libcurl answers a challenge for yields several, told apart by `leg`.
struct Exchange {
  std::uint64_t id = 0;  // from 1, in the order in which exchanges ended; unique in a run
  int leg = 0;           // 0 for the first request, 1.. for those that answer a challenge on the same connection
  int attempt = 1;       // 1 for the first try of this request, 2.. for retries
  Method method = Method::Get;
  std::string url;                      // without credentials
  std::string address;                  // "192.0.2.1:80" that was connected to or tried; empty when none was
  std::string proxy;                    // "host:port", empty without
  std::vector<Header> request_headers;  // secrets already replaced
  bool carried_credentials = false;

  TransportError error = TransportError::None;
  int library_error = 0;  // the transport library's code, for our own debugging
  int system_error = 0;   // errno of the failed call, 0 when unknown
  std::string error_text;

  int status = 0;  // 0 when no status line arrived
  std::string reason;
  std::string http_version;  // "HTTP/1.1"
  std::vector<Header> headers;
  Body body;

  base::Time started{};
  Timings timings;

  // The value of the first header called `name` (ASCII case ignored); nothing when absent.
  std::optional<std::string_view> header(std::string_view name) const;
  bool has_response() const { return status != 0; }
};

// Whether this is IIS's courtesy redirect of an existing folder: 301, Location equal to the request but for a final
// '/'.
bool is_courtesy_redirect(const Exchange& exchange);

}  // namespace webcid::model
