// A listing page reduced to what tells listings apart: its title, its heading, and its links with the text around them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace webcid::catalogue {

// What a link stands in: listings are preformatted, tables or lists.
enum class Frame : unsigned char { None, Preformatted, Table, List };

struct Link {
  std::string target;  // the href as written, entities decoded
  std::string before;  // text between the last line break or link and this one
  std::string text;
  std::string after;  // text up to the next link
  Frame frame = Frame::None;
};

struct ListingPage {
  std::string title;       // blanks at the ends removed
  std::string heading;     // the first h1 or h2
  bool has_frame = false;  // anything preformatted, a table or a list
  std::vector<Link> links;
};

// The page `html` (libxml2's HTML parser, as a stream); the message when it is not even that.
tl::expected<ListingPage, std::string> parse_listing_page(std::string_view html);

}  // namespace webcid::catalogue
