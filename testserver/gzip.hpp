// Bodies compressed while they are read (RFC 1952).
#pragma once

#include <cstdint>
#include <memory>

#include "testserver/content_tree.hpp"

namespace webcid::testserver {

// The bytes of `inner` from `offset` on, `length` of them, as one gzip member. To be read from its beginning to its
// end, once: any other offset gives nothing. Ends early when `inner` does, without a trailer.
std::unique_ptr<Content> gzip_content(std::shared_ptr<Content> inner, std::uint64_t offset, std::uint64_t length);

// How many bytes `content` gives when read from its beginning to its end.
std::uint64_t length_of(Content& content);

}  // namespace webcid::testserver
