#include <webcid/base/base64.hpp>

#include "catch.hpp"

using namespace webcid::base;

TEST_CASE("Base64 is that of RFC 4648, section 10") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    INFO(text);
    CHECK(to_base64(bytes) == text);
    CHECK(from_base64(text) == std::string(bytes));
  }
}

TEST_CASE("Nothing but what to_base64 writes is read") {
  for (const char* text :
       {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "====", "Z===", "Zm9v\n", "Zm 9", "Zm-_", "Zg==Zg=="}) {
    INFO(text);
    CHECK_FALSE(from_base64(text));
  }
}
