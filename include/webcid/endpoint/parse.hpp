// Readers of the files an endpoint keeps its update settings in. Pure: bytes in, settings or an error out. Hostile
// input costs no more than its size: no reader recurses deeper than kMaxNodes, copies more than it was given, or keeps
// a value of a key that could hold a password or a user name.
#pragma once

#include <cstddef>
#include <string_view>

#include <webcid/base/result.hpp>
#include <webcid/model/endpoint_settings.hpp>

namespace webcid::endpoint {

inline constexpr std::size_t kMaxBytes = 1024 * 1024;  // of a file, or of what a command prints
inline constexpr std::size_t kMaxAddress = 2048;       // bytes of an address
inline constexpr std::size_t kMaxAddresses = 8;        // of one location; more are left out
inline constexpr std::size_t kMaxNodes = 256;          // dictionaries and lists of a property list

// Each fills everything but `origin` and what only the machine itself knows. Malformed, in one line without a file's
// name, where the text is not of that format or says nothing of updates.

// Windows: INI. UTF-8, UTF-16 with a byte order mark, or any code page: values stay bytes. The names of its keys are
// not public: of each section whose name contains "Primary" or "Secondary" it takes the values that look like
// addresses.
base::Result<model::EndpointSettings> parse_iconn(std::string_view bytes);

// macOS: property list, XML or binary.
base::Result<model::EndpointSettings> parse_preferences(std::string_view bytes);

// Linux: "Key: value" or "Key=value" lines.
base::Result<model::EndpointSettings> parse_savconfig(std::string_view bytes);

// Any of them: which one is told by the content.
base::Result<model::EndpointSettings> parse(std::string_view bytes);

}  // namespace webcid::endpoint
