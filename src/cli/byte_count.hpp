// Numbers of bytes as options take them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace webcid::cli {

// 10, 10k, 2M, 1G, 3T: bytes, in powers of 1024; nothing for what is none of that, or more than 2^50.
std::optional<std::uint64_t> parse_bytes(std::string_view text);

}  // namespace webcid::cli
