// A file of which one byte differs.
#pragma once

#include <cstdint>
#include <memory>

#include "testserver/content_tree.hpp"

namespace webcid::testserver {

// `inner` with one bit of the byte at `position` turned round.
std::unique_ptr<Content> altered_content(std::unique_ptr<Content> inner, std::uint64_t position);

}  // namespace webcid::testserver
