#include "weather.hpp"

#include <array>

#include <fmt/format.h>

#include <webcid/base/base64.hpp>
#include <webcid/base/text.hpp>
#include <webcid/base/url.hpp>

namespace webcid::fuzz {
namespace {

using Change = void (*)(Spoken&, Choices&);

template <std::size_t size>
std::string_view one_of(const std::array<std::string_view, size>& all, Choices& choices) {
  return all[choices.among(size)];
}

void other_status(Spoken& answer, Choices& choices) {
  static constexpr std::array<std::string_view, 22> kLines{"HTTP/1.1 200 OK",          "HTTP/1.1 404 Not Found",
                                                           "HTTP/1.1 403 Forbidden",   "HTTP/1.1 401 Unauthorized",
                                                           "HTTP/1.1 407 Proxy",       "HTTP/1.1 302 Found",
                                                           "HTTP/1.1 301 Moved",       "HTTP/1.1 500 Error",
                                                           "HTTP/1.1 503 Unavailable", "HTTP/1.1 429 Slow Down",
                                                           "HTTP/1.1 206 Part",        "HTTP/1.1 304 Same",
                                                           "HTTP/1.1 416 Range",       "HTTP/1.1 204 Nothing",
                                                           "HTTP/1.1 999 Much",        "HTTP/1.1 000 Little",
                                                           "HTTP/1.1 2000 Long",       "HTTP/2 200",
                                                           "HTTP/1.0 200 OK",          "ICY 200 OK",
                                                           "HTTP/1.1 200 \x1b[2J\x07", "\x1b]0;title\x07 garbage"};
  answer.status_line = one_of(kLines, choices);
}

void more_headers(Spoken& answer, Choices& choices) {
  static constexpr std::array<std::string_view, 26> kHeaders{
      "WWW-Authenticate: NTLM\r\n",
      "WWW-Authenticate: Negotiate, NTLM\r\n",
      "WWW-Authenticate: Basic realm=\"a\\\"b\"\r\n",
      "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\", qop=\"auth\"\r\n",
      "WWW-Authenticate: NTLM TlRMTVNTUAACAAAA\r\n",
      "Proxy-Authenticate: Basic\r\n",
      "Location: /\r\n",
      "Location: http://127.0.0.1:1/\r\n",
      "Location: //evil.example/..%2f\r\n",
      "Location: javascript:alert(1)\r\n",
      "Server: \x1b[31mred\r\n",
      "Server: nginx\r\n",
      "Server: <script>alert(1)</script>\r\n",
      "Via: 1.1 proxy\r\nX-Cache: HIT\r\nAge: 99999999999999999999\r\n",
      "Content-Encoding: gzip\r\n",
      "Content-Encoding: br, gzip, gzip\r\n",
      "Content-Type: text/html\r\n",
      "Content-Type: application/octet-stream\r\n",
      "Content-Range: bytes 5-1/*\r\n",
      "Content-Range: bytes 0-18446744073709551615/3\r\n",
      "ETag: \"\x01\x02\"\r\n",
      "Last-Modified: Fri, 31 Feb 9999 99:99:99 GMT\r\n",
      "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n",
      "Set-Cookie: secret=1\r\n",
      "Retry-After: -1\r\n",
      "Connection: close\r\n"};
  for (std::size_t i = 0, count = 1 + choices.among(3); i < count; ++i) answer.headers += one_of(kHeaders, choices);
}

void many_headers(Spoken& answer, Choices& choices) {
  const std::size_t count = std::size_t{1} << choices.among(12);
  for (std::size_t i = 0; i < count; ++i) answer.headers += "X-Filler: 0123456789abcdef0123456789abcdef\r\n";
}

void raw_header(Spoken& answer, Choices& choices) {
  answer.headers += fmt::format("X-{}\r\n", choices.raw(choices.among(64)));
}

void other_length(Spoken& answer, Choices& choices) {
  static constexpr std::array<std::string_view, 9> kLengths{
      "0", "1", "-1", "18446744073709551616", "9223372036854775807", "3, 4", "0x10", " 7 ", "5\r\nContent-Length: 6"};
  answer.length = one_of(kLengths, choices);
}

void chunked(Spoken& answer, Choices& choices) {
  static constexpr std::array<std::string_view, 6> kBodies{"0\r\n\r\n",
                                                           "5\r\nhello\r\n0\r\nX-Trailer: \x1b[1m\r\n\r\n",
                                                           "ffffffffffffffffff\r\nx",
                                                           "-5\r\nhello\r\n",
                                                           "5;ext=\"\r\nhello\r\n0\r\n\r\n",
                                                           "3\r\nabcdef\r\n0\r\n\r\n"};
  answer.is_chunked = true;
  const std::size_t way = choices.among(kBodies.size() + 1);
  answer.body = way < kBodies.size() ? std::string(kBodies[way])
                                     : fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", answer.body.size(), answer.body);
}

void cut_short(Spoken& answer, Choices& choices) {
  answer.cut = choices.among(256) * (1 + choices.among(8));
  answer.then = choices.among(2) == 0 ? test::Then::Close : test::Then::Reset;
}

void hang(Spoken& answer, Choices& choices) {
  answer.cut = choices.among(200);
  answer.then = test::Then::Hang;
}

void raw_body(Spoken& answer, Choices& choices) {
  answer.body = choices.raw(choices.among(256));
  answer.length = std::to_string(answer.body.size());
}

void hostile_listing(Spoken& answer, Choices& choices) {
  static constexpr std::array<std::string_view, 12> kNames{"..%2f..%2fetc", "%2e%2e/",   "con",           "aux.txt/",
                                                           "a%00b",         "a:b",       "%ff%fe",        "CIDs/",
                                                           "%1b%5b2J",      "&lt;b&gt;", "SophosUpdate/", "a%5c..%5cb"};
  answer.body =
      "<html><head><title>srv - /SophosUpdate/</title></head><body><H1>srv - /SophosUpdate/</H1><hr>\n\n<pre>";
  for (std::size_t i = 0, count = 1 + choices.among(8); i < count; ++i) {
    const std::string_view name = one_of(kNames, choices);
    answer.body += fmt::format(" 4/13/2026  2:25 PM        39985 <A HREF=\"/SophosUpdate/{0}\">{0}</A><br>", name);
  }
  answer.body += "</pre><hr></body></html>";
  answer.status_line = "HTTP/1.1 200 OK";
  answer.headers = "Content-Type: text/html\r\nServer: Microsoft-IIS/10.0\r\n";
  answer.length = std::to_string(answer.body.size());
}

void hostile_manifest(Spoken& answer, Choices& choices) {
  static constexpr std::array<std::string_view, 10> kPaths{
      R"(.\a)",   R"(..\..\x)",       R"(C:\x)",  R"(\\srv\x)",  R"(.\manifest.dat)",
      R"(.\con)", R"(.\a\b\c\d\e\f)", R"(.\a:b)", "./a/../../b", R"(.\)"};
  answer.body.clear();
  for (std::size_t i = 0, count = 1 + choices.among(6); i < count; ++i) {
    answer.body += fmt::format("\"{}\" {} da39a3ee5e6b4b0d3255bfef95601890afd80709\r\n", one_of(kPaths, choices),
                               choices.among(3) == 0 ? "18446744073709551615" : "0");
  }
  answer.status_line = "HTTP/1.1 200 OK";
  answer.length = std::to_string(answer.body.size());
}

void interim(Spoken& answer, Choices& choices) {
  std::string before;
  for (std::size_t i = 0, count = 1 + choices.among(40); i < count; ++i) before += "HTTP/1.1 103 Early\r\nA: b\r\n\r\n";
  answer.status_line = before + answer.status_line;
}

void trailing(Spoken& answer, Choices& choices) {
  answer.trailing = choices.among(2) == 0 ? "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx" : "\r\n\r\n\x01garbage";
}

void refuse_logon(Spoken& answer, Choices& choices) {
  static constexpr std::array<std::string_view, 18> kChallenges{
      "Basic realm=\"share\"",
      "Basic",
      "Basic realm=\"a, NTLM",
      "NTLM",
      "NTLM TlRMTVNTUAACAAAAAAAAAAAAAAABAggAQ0hBTExFTkcAAAAAAAAAAA==",
      "NTLM TlRMTVNTUAABAAAA",          // the client's own first message
      "NTLM TlRMTVNTUAACAAAA/////w==",  // a length beyond its end
      "NTLM !!!",
      "Negotiate",
      "Negotiate oYIBAAAA",
      "Negotiate\r\nWWW-Authenticate: NTLM\r\nWWW-Authenticate: Basic realm=\"share\"",
      "Digest realm=\"x\", nonce=\"n\", qop=\"auth\"",
      "Digest realm=\"x\", nonce=\"n\", stale=true",
      "Digest realm=\"x\", nonce=\"n\", algorithm=SHA-256, qop=\"auth-int\"",
      "Digest realm=\"x",
      "Digest nonce=\"\", nonce=\"\\\\\", algorithm=none",
      "Bearer, , ,Basic",
      ", \x01",
  };
  answer.status_line = "HTTP/1.1 401 Unauthorized";
  answer.headers = fmt::format("WWW-Authenticate: {}\r\n", one_of(kChallenges, choices));
  if (choices.among(2) == 1) answer.headers += fmt::format("WWW-Authenticate: {}\r\n", one_of(kChallenges, choices));
}

// Prints what it was sent, in a page and a header.
void echo(Spoken& answer, Choices& choices) {
  const std::string token = answer.heard.substr(answer.heard.find(' ') + 1);
  const std::string account = base::from_base64(token).value_or(token);
  const std::string_view password = std::string_view(account).substr(account.find(':') + 1);
  const std::array<std::string, 6> kSpellings{answer.heard,
                                              base::printable(account),
                                              base::encode_path(account),
                                              base::to_base64(password),
                                              base::to_base64(fmt::format("a{}", password)),
                                              fmt::format("<b>{}</b>", base::printable(std::string(password)))};
  const std::string& spelling = kSpellings[choices.among(kSpellings.size())];
  if (choices.among(2) == 1) answer.status_line = "HTTP/1.1 500 " + spelling;
  answer.headers += fmt::format("X-Sent: {0}\r\nServer: {0}\r\nLocation: http://h.example/?q={0}\r\n", spelling);
  answer.body = fmt::format("<html><title>{0}</title>{0}</html>", spelling);
  answer.length = std::to_string(answer.body.size());
}

constexpr std::array<Change, 15> kChanges{other_status, more_headers,     many_headers, raw_header,   other_length,
                                          chunked,      cut_short,        hang,         raw_body,     hostile_listing,
                                          interim,      hostile_manifest, trailing,     refuse_logon, echo};

}  // namespace

void spoil(Spoken& answer, Choices& choices) {
  kChanges[choices.among(kChanges.size())](answer, choices);
}

std::string bytes_of(const Spoken& answer) {
  std::string out = answer.status_line + "\r\n" + answer.headers;
  if (answer.is_chunked) {
    out += "Transfer-Encoding: chunked\r\n";
  } else if (!answer.length.empty()) {
    out += "Content-Length: " + answer.length + "\r\n";
  }
  out += "\r\n" + answer.body + answer.trailing;
  out.resize(std::min(out.size(), answer.cut));
  return out;
}

}  // namespace webcid::fuzz
