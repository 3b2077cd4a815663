// What a server, or something on the way, can do to an answer: one row each.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "../unit/scripted_server.hpp"
#include "choices.hpp"

namespace webcid::fuzz {

// An answer in its parts, before it is bytes.
struct Spoken {
  std::string status_line;
  std::string headers;  // "Name: value\r\n" each, without Content-Length
  std::string body;
  std::string length;  // of Content-Length; "" sends none
  bool is_chunked = false;
  test::Then then = test::Then::Keep;
  std::string trailing{};               // bytes behind the answer
  std::size_t cut = std::string::npos;  // of all bytes, so many are sent
  std::string heard{};                  // the request's Authorization header
};

// Changes the answer as the choices say, in one way of the table.
void spoil(Spoken& answer, Choices& choices);
std::string bytes_of(const Spoken& answer);

}  // namespace webcid::fuzz
