// Damaged input must give a catalogue or a problem with a position inside the text, never a crash.
#include <cstdint>
#include <string>
#include <vector>

#include <webcid/catalogue/listing.hpp>
#include <webcid/catalogue/read.hpp>

#include "catalogue_text.hpp"

using namespace webcid;
using namespace webcid::test;

namespace {

// xorshift64: the same mutations in every run.
class Dice {
 public:
  std::size_t roll(std::size_t sides) {
    m_state ^= m_state << 13U;
    m_state ^= m_state >> 7U;
    m_state ^= m_state << 17U;
    return static_cast<std::size_t>(m_state % sides);
  }

 private:
  std::uint64_t m_state = 88172645463325252ULL;
};

std::string mutated(std::string text, Dice& dice) {
  constexpr std::string_view kSpicy = "\"\\/.#<>{}[]():, \n\r*=-%&;\x00\xFF\xE6";
  for (std::size_t left = 1 + dice.roll(4); left > 0 && !text.empty(); --left) {
    const std::size_t at = dice.roll(text.size());
    switch (dice.roll(5)) {
      case 0:
        text[at] = static_cast<char>(dice.roll(256));
        break;
      case 1:
        text[at] = kSpicy[dice.roll(kSpicy.size())];
        break;
      case 2:
        text.erase(at, 1 + dice.roll(20));
        break;
      case 3:
        text.insert(at, text.substr(dice.roll(text.size()), dice.roll(60)));
        break;
      default:
        text.resize(at);
        break;
    }
  }
  return text;
}

const std::vector<std::string> kSeeds{
    "\".\\a\\b c\" 5 " + kSha1 + "\r\n#sha256 " + kSha256 +
        "\r\n-----BEGIN SIGNATURE-----\nAA\n-----END SIGNATURE-----\n",
    kMd5 + "  a\n\\" + kSha256 + " *b\\\\c\nSHA1 (d e) = " + kSha1 + "\n",
    R"({"schema":"webcid-catalogue/1","files":[{"path":"a\u00e9\"","size":5,"x":[{}],"md5":")" + kMd5 + "\"}]}",
    "<html><head><title>srv - /cid/</title></head><body><H1>srv - /cid/</H1><hr>\n\n<pre><A HREF=\"/\">[To Parent "
    "Directory]</A><br><br> 4/13/2026  2:25 PM        39985 <A HREF=\"/cid/a%20b\">a b</A><br></pre><hr></body></html>",
    "<html>\r\n<head><title>Index of /cid/</title></head>\r\n<body>\r\n<h1>Index of /cid/</h1><hr><pre><a "
    "href=\"../\">../</a>\r\n<a href=\"a&amp;b\">a&amp;b</a>  23-Nov-2026 16:37  5\r\n</pre><hr></body></html>",
};

template <class Result>
void check_position(const Result& result, const std::string& text) {
  if (result) return;
  const bool inside = result.error().line >= 1 && result.error().column >= 1 &&
                      result.error().line + result.error().column <= text.size() + 2;
  if (!inside || result.error().excerpt.size() > 120 || result.error().message.empty()) {
    CAPTURE(text);
    FAIL(shown(result.error()));
  }
}

}  // namespace

TEST_CASE("no damage to a catalogue or listing crashes its reader") {
  Dice dice;
  for (int round = 0; round < 4'000; ++round) {
    for (const std::string& seed : kSeeds) {
      const std::string text = mutated(seed, dice);
      check_position(catalogue::read_manifest(text), text);
      check_position(catalogue::read_checksum_list(text), text);
      check_position(catalogue::read_json(text), text);
      check_position(catalogue::read_any(text), text);
      check_position(catalogue::read_listing(text, "/cid/"), text);
    }
  }
  SUCCEED();
}
