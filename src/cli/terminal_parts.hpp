// What terminal.cpp and its halves for each system have in common.
#pragma once

#include <cstddef>
#include <string>

#include <webcid/base/result.hpp>

#include "terminal.hpp"

namespace webcid::cli {

inline constexpr std::size_t kMaxPassword = 1024;  // bytes

base::Result<void> cannot_write(Stream stream, const std::string& why);
tl::unexpected<base::Error> cannot_read_input(const std::string& why);
tl::unexpected<base::Error> interrupted_input();

}  // namespace webcid::cli
