// A file's bytes as a stream, unpacked where it is gzip (RFC 1952).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>

namespace webcid::audit {

// How a stream ended.
enum class Ending : std::uint8_t {
  Whole,
  Broken,  // gzip that is cut off or damaged: what came before was handed over
};

// Hands over the bytes in pieces until `consume` returns false. LocalIo when the file cannot be read. Memory does not
// depend on the file.
base::Result<Ending> read_unpacked(const std::string& file, const std::function<bool(std::string_view)>& consume);

}  // namespace webcid::audit
