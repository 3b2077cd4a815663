// What a record must never hold, in one table: used when an exchange is recorded, and again when evidence is written.
#pragma once

#include <string>
#include <string_view>

namespace webcid::model {

inline constexpr std::string_view kRedacted = "[redacted]";

// True for headers whose whole value is a secret: Authorization, Cookie, and whatever is called a token, a session and
// the like.
bool is_secret_header(std::string_view name);

// The value of a header, fit for a record: secrets become "[redacted]"; of a challenge (WWW-Authenticate,
// Proxy-Authenticate) only the tokens, nonces and opaques do, of Set-Cookie all but the cookie's name, of a URL user,
// password and what recorded_queries leaves out. Recording twice changes nothing more.
std::string recorded_value(std::string_view name, std::string_view value);

// A URL, fit for a record: without user and password.
std::string recorded_url(std::string_view url);

// Text with URLs in it (a page, a Location), fit for a record: values in queries become "[redacted]", but for plain
// words and for addresses under a name that promises no secret: they tell portals and block pages apart.
std::string recorded_queries(std::string_view text);

// Text that may quote request headers line by line (a TRACE answer, a debug page), fit for a record.
std::string recorded_header_lines(std::string_view text);

}  // namespace webcid::model
