// A request as far as IIS's rules look at it, and the answer that they give.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/model/exchange.hpp>

namespace webcid::iis {

// What became of the account that a request carried; whoever speaks the authentication scheme finds out.
enum class Credentials : std::uint8_t { None, Rejected, Accepted };

struct Request {
  std::string method;  // as sent
  std::string target;  // as sent: raw bytes of the request line
  std::vector<model::Header> headers;
  Credentials credentials = Credentials::None;
  base::Time now{};  // for Date, and for the entity tag of a file that has just been written

  std::optional<std::string_view> header(std::string_view name) const;
};

// Which of the server's ways of answering produced the body.
enum class Page : std::uint8_t { HttpSys, Custom, Detailed, OneLine, Redirect, Document, Listing, File, Empty };

// Part of a file of the tree.
struct FileRange {
  std::string path;  // as Node::path
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct Answer {
  int status = 0;
  int sub_status = 0;
  std::uint32_t hresult = 0;  // the low 16 bits are sc-win32-status
  std::string reason;
  Page page = Page::Empty;
  std::vector<model::Header> headers;  // complete, in the order in which IIS sends them; Content-Length included
  std::variant<std::string, FileRange> body;
  std::uint64_t content_length = 0;  // as declared; a HEAD answer declares it and sends nothing
  bool sends_body = true;            // false for HEAD and 304
  bool closes = false;               // HTTP.sys ends the connection after its own error pages
};

}  // namespace webcid::iis
