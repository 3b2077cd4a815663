// Directory listings as IIS, Apache and nginx write them.
#pragma once

#include <cstddef>
#include <string_view>

#include <tl/expected.hpp>

#include <webcid/model/catalogue.hpp>

namespace webcid::catalogue {

inline constexpr std::size_t kMaxListing = std::size_t{64} << 20;  // bytes of one page
inline constexpr std::size_t kMaxListingRows = 1'000'000;

// The rows of a listing of the folder `encoded_folder_path` (the request's path, percent-encoded, "/SophosUpdate/").
// Names come from the links' targets, decoded, never from their texts (those are cut short by nginx and Apache).
// Only direct children are rows: links to the parent, to sort orders and to anywhere else are skipped; a child listed
// twice is one row. web.config stays: a listing is evidence; filtering is the caller's.
// A page that is no listing is a problem. Pages are read as UTF-8, whatever they declare; other bytes survive as bytes.
tl::expected<model::Listing, model::ParseProblem> read_listing(std::string_view html,
                                                               std::string_view encoded_folder_path);

}  // namespace webcid::catalogue
