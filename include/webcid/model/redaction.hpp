// What a record must never hold, in one table: used when an exchange is recorded, and again when evidence is written.
#pragma once

#include <string>
#include <string_view>

namespace webcid::model {

inline constexpr std::string_view kRedacted = "[redacted]";

// True for headers whose whole value is a secret: Authorization, Proxy-Authorization, Cookie, Set-Cookie and the like.
bool is_secret_header(std::string_view name);

// The value of a header, fit for a record: secrets become "[redacted]", of a challenge (WWW-Authenticate,
// Proxy-Authenticate) only the tokens, nonces and opaques do, and a URL loses its user and password.
// Recording twice changes nothing more.
std::string recorded_value(std::string_view name, std::string_view value);

// A URL, fit for a record: without user and password.
std::string recorded_url(std::string_view url);

// Text that may quote request headers line by line (a TRACE answer, a debug page), fit for a record.
std::string recorded_header_lines(std::string_view text);

}  // namespace webcid::model
