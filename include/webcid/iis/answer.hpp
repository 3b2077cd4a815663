// A request as far as IIS's rules look at it, and the answer that they give.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <webcid/base/clock.hpp>
#include <webcid/model/exchange.hpp>

namespace webcid::iis {

class Tree;

// Ways of logging on to IIS (iis.md h). Anonymous is none of them.
enum class Scheme : std::uint8_t { Basic, Digest, Ntlm, Negotiate };
std::string_view name_of(Scheme scheme);  // as in WWW-Authenticate: "NTLM"

// How far the account that a request carried has come; whoever speaks the authentication schemes finds out.
enum class LogonState : std::uint8_t {
  None,       // the request carried no account
  Continues,  // a scheme of several legs: `token` is the server's next one
  Rejected,   // wrong, unknown or unreadable
  Accepted,
};

struct Logon {
  LogonState state = LogonState::None;
  Scheme scheme = Scheme::Basic;  // of the account; of no meaning when there is none
  std::string user;               // Accepted: the account's name, as the account has it
  // Continues: the value of WWW-Authenticate, "NTLM TlRMTVNT...". Accepted: the last token of Negotiate, or "".
  std::string token;
};

// Whether a request came through TLS.
enum class Transport : std::uint8_t { Plain, Tls };

// What a client has asked for before: dynamicIpSecurity counts it. Nobody counts by default.
struct ClientLoad {
  std::uint32_t concurrent = 1;                                               // requests under way, this one included
  std::function<std::uint32_t(std::chrono::milliseconds)> requests_within{};  // in the last so long, this one included
};

struct Request {
  std::string method;  // as sent
  std::string target;  // as sent: raw bytes of the request line
  std::vector<model::Header> headers;
  Logon logon{};
  base::Time now{};  // for Date, and for the entity tag of a file that has just been written
  std::string client_address = "127.0.0.1";
  Transport transport = Transport::Plain;
  ClientLoad load{};

  std::optional<std::string_view> header(std::string_view name) const;
};

// Which of the server's ways of answering produced the body.
enum class Page : std::uint8_t { HttpSys, Custom, Detailed, OneLine, AspNet, Redirect, Document, Listing, File, Empty };

// What becomes of the connection.
enum class Connection : std::uint8_t {
  Stays,
  Closes,   // after the answer: HTTP.sys's own pages
  Dropped,  // instead of an answer: denyAction AbortRequest
};

// Whoever sends the body compresses it: the rules only say so, and declare no length then.
enum class Coding : std::uint8_t { Identity, Gzip };

// Part of a file of a tree.
struct FileRange {
  const Tree* tree = nullptr;
  std::string path;  // as Node::path
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

struct Answer {
  int status = 0;
  int sub_status = 0;
  std::uint32_t hresult = 0;  // see win32_status_of
  std::string reason;
  Page page = Page::Empty;
  std::vector<model::Header> headers;  // complete, in the order in which IIS sends them; Content-Length included
  std::variant<std::string, FileRange> body;
  std::uint64_t content_length = 0;  // as declared; a HEAD answer declares it and sends nothing
  bool sends_body = true;            // false for HEAD and 304
  Connection connection = Connection::Stays;
  Coding coding = Coding::Identity;
  std::string http_sys_reason{};  // Page::HttpSys: s-reason of the HTTPERR log (iis.md a.1, g.2)
  std::string user{};             // who was logged on: cs-username; "" is anonymous
  std::uint32_t site_id = 0;      // s-siteid; 0 when no site took the request
};

// sc-win32-status of an HRESULT: the Win32 code inside 0x8007xxxx, any other code whole (iis.md g.1).
std::uint32_t win32_status_of(std::uint32_t hresult);

}  // namespace webcid::iis
