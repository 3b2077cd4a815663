// What a word of the command line is: a place of this machine, an address, or neither.
#include "../../src/cli/local_place.hpp"

#include "catch.hpp"

using webcid::cli::reads_like_path;

TEST_CASE("a mistyped folder is told from an address without its http://") {
  for (const char* const words : {"Cids/typo", ".\\CIDs2", "..\\CIDs", "CIDs\\S000\\SAVSCFXP", "./typo", "a/",
                                  "日本語/x", "typo/srv.example.com", "localhost/SophosUpdate"}) {
    CAPTURE(words);
    CHECK(reads_like_path(words));
  }
  for (const char* const words : {"", "CIDs2", "srv", "srv.example.com", "srv.example.com/SophosUpdate", "10.0.0.1/x",
                                  "srv:8080/SophosUpdate", "[::1]/x", "user@srv/x", "https://srv/SophosUpdate",
                                  "file://srv/x", "http:/srv/x", "ftp:\\\\srv", "/absent", "\\\\srv\\share"}) {
    CAPTURE(words);
    CHECK_FALSE(reads_like_path(words));
  }
}
