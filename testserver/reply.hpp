// What goes over the wire for one connection and for one request.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include <webcid/iis/answer.hpp>

#include "testserver/content_tree.hpp"

namespace webcid::testserver {

// How a connection begins.
struct Greeting {
  enum class Kind : std::uint8_t {
    Http,
    Banner,   // `banner`, then the end
    TlsOnly,  // what does not begin as TLS does gets an alert, then the end
  };
  Kind kind = Kind::Http;
  std::string banner{};
};

// How the server deviates from sending the answer as it is.
struct Delivery {
  enum class Before : std::uint8_t { Answer, Reset, Close, Stall };
  enum class After : std::uint8_t { Close, Reset, Stall };
  enum class Framing : std::uint8_t {
    Length,
    Chunked,
    BrokenChunk,  // chunked until `body_limit`, then a line that is no chunk's size
  };
  Before before = Before::Answer;
  Framing framing = Framing::Length;
  std::optional<std::uint64_t> body_limit{};  // the connection ends after so many bytes of the body
  After after = After::Close;                 // how it ends there
  std::string instead{};                      // these bytes and the end in place of an answer, unless empty
  std::uint64_t bytes_per_second = 0;         // 0: as fast as it goes
};

// As long as the content gives bytes.
constexpr std::uint64_t kUnknownLength = std::numeric_limits<std::uint64_t>::max();

struct Reply {
  iis::Answer answer{};
  // The body: `length` bytes from `offset` on, of the content or, when it is null, of the answer's text.
  std::unique_ptr<Content> content{};
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  Delivery delivery{};
};

// Whether the content gave what it should.
enum class Supply : std::uint8_t { Full, Short };

// Takes the next piece of the body off the reply and appends it to what is to be written, framed, with what ends it.
Supply append_piece(Reply& reply, std::string& out);

}  // namespace webcid::testserver
