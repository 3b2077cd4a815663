// What libplist does not look at before it reads.
#pragma once

#include <string_view>

#include <webcid/base/result.hpp>

namespace webcid::endpoint {

// libplist copies an object each time it is referred to, so that a binary list of 300 bytes can become gigabytes, and
// frees what it made by recursion. Malformed when a dictionary or a list is referred to twice or itself, when there are
// more than kMaxNodes of them, and when the tables at the end do not fit the bytes. The writers of Apple do neither:
// only texts, numbers and the like stand there once for all.
base::Result<void> check_binary_list(std::string_view bytes);

// The same of an XML one, where nothing can be referred to: the count of dictionaries and lists, which bounds the
// depth.
base::Result<void> check_xml_list(std::string_view text);

}  // namespace webcid::endpoint
