#include <webcid/model/secrets.hpp>

#include <string>
#include <string_view>

#include <webcid/base/base64.hpp>

#include "catch.hpp"

using webcid::base::to_base64;
using webcid::model::Secrets;

namespace {

constexpr const char* kAddress = "http://update.example/SophosUpdate";

Secrets an_account() {
  Secrets secrets;
  secrets.add_account("CORP\\Updater77", "horse+battery:\"staple\"", kAddress);
  return secrets;
}

std::string hidden(const Secrets& secrets, std::string text) {
  secrets.hide(text);
  return text;
}

}  // namespace

TEST_CASE("a password is found in every spelling that pages and headers use") {
  const Secrets secrets = an_account();
  for (const char* text : {
           "horse+battery:\"staple\"",                      // as it is
           "horse%2Bbattery%3A%22staple%22",                // RFC 3986, 2.1
           "horse%2bbattery%3a%22staple%22",                // in lower case
           "horse+battery%3A%22staple%22",                  // as much as a path needs
           "horse+battery:&quot;staple&quot;",              // HTML
           "horse&#43;battery&#58;&#34;staple&#x22;",       // HTML by number
           "horse+battery:\\\"staple\\\"",                  // JSON
           "horse\\u002bbattery\\u003A\\u0022staple\\x22",  // JSON by number
       }) {
    CHECK(hidden(secrets, std::string("a ") + text + " b") == "a [redacted] b");
  }
  CHECK(hidden(secrets, "horse battery staple") == "horse battery staple");
}

TEST_CASE("a character that begins escapes may be itself or one of them") {
  Secrets secrets;
  secrets.add_account("planted", "50%&\\more", kAddress);
  secrets.add_account("planted", "ends-in-%", kAddress);
  for (const char* text :
       {"50%&\\more", "50%25%26%5Cmore", "50%&amp;\\more", "50%&\\\\more", "ends-in-%", "ends-in-%25"}) {
    CHECK(hidden(secrets, text) == "[redacted]");
  }
}

TEST_CASE("an account is found in base64, wherever in a longer text it begins") {
  const Secrets secrets = an_account();
  const std::string password = "horse+battery:\"staple\"";
  const std::string wide("h\0o\0r\0s\0e\0+\0b\0a\0t\0t\0e\0r\0y\0:\0\"\0s\0t\0a\0p\0l\0e\0\"\0", 44);
  for (const char* before : {"", "x", "xy", "xyz", "CORP\\Updater77:"}) {
    for (const std::string& secret : {password, wide}) {
      const std::string whole = to_base64(before + secret + "tail");
      const std::string rest = hidden(secrets, whole);
      CHECK(rest.find("[redacted]") != std::string::npos);
      // What is left of it on either side is less than one byte of the secret.
      const std::size_t mark = rest.find("[redacted]");
      CHECK(whole.size() - (rest.size() - 10) >= secret.size() * 8 / 6 - 2);
      CHECK(mark <= (std::string_view(before).size() * 8 + 5) / 6);
    }
  }
  const std::string name("U\0p\0d\0a\0t\0e\0r\0007\0007\0", 18);
  CHECK(hidden(secrets, to_base64("NTLMSSP" + name)).find("[redacted]") != std::string::npos);
}

TEST_CASE("a short word is a secret by itself only, and what the address says is none") {
  Secrets secrets;
  secrets.add_account("SophosUpdate", "data", kAddress);
  CHECK(hidden(secrets, "metadata/data.dat?database") == "metadata/[redacted].dat?database");
  CHECK(hidden(secrets, "%20data%20") == "%20[redacted]%20");
  CHECK(hidden(secrets, "/SophosUpdate/") == "/SophosUpdate/");
  Secrets tiny;
  tiny.add_account("ab", "abc", kAddress);
  CHECK(hidden(tiny, "abc ab") == "abc ab");
}

TEST_CASE("a header that was sent is found by its token and by its secret parameters") {
  Secrets secrets;
  secrets.add_authorization(
      "Digest username=\"Updater77\", nonce=\"n\", response=\"0123456789abcdef\", cnonce=\"c0c0c0c0c0\"");
  secrets.add_authorization("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  secrets.add_authorization("Negotiate");
  CHECK(hidden(secrets, "response=0123456789abcdef,cnonce=c0c0c0c0c0,u=Updater77") ==
        "response=[redacted],cnonce=[redacted],u=[redacted]");
  for (const char* padding : {"", "==", "%3D%3D"}) {
    CHECK(hidden(secrets, std::string("auth=QWxhZGRpbjpvcGVuIHNlc2FtZQ") + padding + " x") == "auth=[redacted] x");
  }
}

TEST_CASE("without secrets nothing changes, and once is enough") {
  CHECK(Secrets().empty());
  std::string text = "%41 &amp; \\u0041";
  CHECK_FALSE(Secrets().hide(text));
  Secrets secrets = an_account();
  CHECK_FALSE(secrets.empty());
  std::string once = hidden(secrets, "horse+battery:\"staple\" Updater77");
  CHECK(once == "[redacted] [redacted]");
  CHECK_FALSE(secrets.hide(once));
  secrets.clear();
  CHECK(secrets.empty());
  CHECK(hidden(secrets, "Updater77") == "Updater77");
}

TEST_CASE("a beginning of a secret at the end of a text is none") {
  const Secrets secrets = an_account();
  for (const char* text :
       {"horse+battery", "horse%", "horse%2", "horse&", "horse&#", "horse&#x2", "horse\\", "horse\\u00", "%", "&"}) {
    CHECK(hidden(secrets, text) == text);
  }
}
