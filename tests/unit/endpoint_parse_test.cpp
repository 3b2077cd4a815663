#include <webcid/endpoint/parse.hpp>

#include "catch.hpp"
#include "endpoint_samples.hpp"

namespace webcid::endpoint {
namespace {

using model::Setting;
using namespace samples;

std::string error_of(const base::Result<model::EndpointSettings>& result) {
  return result ? "none" : result.error().message;
}

// The primary address that is in use, or what is wrong.
std::string primary_of(std::string_view bytes) {
  const auto settings = parse(bytes);
  if (!settings) return "error: " + settings.error().message;
  return settings->primary.addresses.empty() ? "none" : settings->primary.addresses.front().text;
}

}  // namespace

TEST_CASE("iconn.cfg says both addresses, the proxy, and that there are accounts") {
  const auto settings = parse(kIconn);
  REQUIRE(settings);
  CHECK(settings->kind == model::SettingsKind::Iconn);
  const model::UpdateSource& first = settings->primary;
  CHECK(first.addresses ==
        std::vector<Setting>{{"http://srv.example/SophosUpdate", "[PPI.WebConfig_Primary] ConnectionAddress"}});
  CHECK(first.proxy == Setting{"proxy.example:8080", "[PPI.WebConfig_Primary] ProxyAddress"});
  CHECK(first.publisher == model::Publisher::Site);
  CHECK(first.has_account);
  CHECK(first.proxy_has_account);
  const model::UpdateSource& second = settings->secondary;
  CHECK(second.addresses ==
        std::vector<Setting>{{R"(\\srv2.example\SophosUpdate)", "[PPI.WebConfig_Secondary] ConnectionAddress"}});
  CHECK_FALSE(second.proxy);
  CHECK_FALSE(second.has_account);
}

TEST_CASE("iconn.cfg may be UTF-8, UTF-16 or in a code page") {
  const std::string good = "http://srv.example/SophosUpdate";
  CHECK(primary_of("\xef\xbb\xbf" + std::string(kIconn)) == good);
  CHECK(primary_of(utf16(kIconn, true)) == good);
  CHECK(primary_of(utf16(kIconn, false)) == good);
  // A comment in code page 932, and an address in 1252.
  CHECK(primary_of("; \x90\xdd\x92\xe8\n" + std::string(kIconn)) == good);
  CHECK(primary_of(with(kIconn, "/SophosUpdate", "/Upd\xe4te")) == "http://srv.example/Upd\xe4te");
  CHECK(primary_of(utf16(kIconn, true).substr(2)) ==
        "error: a NUL character in it: no text, or UTF-16 without its mark");
}

TEST_CASE("iconn.cfg gives the values that look like addresses, whatever their keys are called") {
  CHECK(primary_of("[primary]\nx = http://srv/a\n") == "http://srv/a");
  CHECK(primary_of("[My.PRIMARY.Server]\nx=\\\\srv\\share\n") == R"(\\srv\share)");
  CHECK(primary_of("[Primary]\nx=\"https://srv/a\"\n") == "https://srv/a");
  CHECK(primary_of("[Primary]\nAddress=srv/SophosUpdate\n") == "srv/SophosUpdate");
  CHECK(primary_of("[Primary]\nAddress=\nOther=http://srv/a\n") == "http://srv/a");
  CHECK(primary_of("[Primary]\nAddress=\n").empty());
  CHECK(primary_of("[Primary]\nType=1\n") == "none");
  CHECK(primary_of("[Primary]\nAddress=http://user:PLANTED@srv/a\n") == "http://***@srv/a");
}

TEST_CASE("iconn.cfg with an address twice shows both, the first in use") {
  const auto settings = parse("[Primary]\nA=http://one/\nB=http://two/\n");
  REQUIRE(settings);
  CHECK(settings->primary.addresses ==
        std::vector<Setting>{{"http://one/", "[Primary] A"}, {"http://two/", "[Primary] B"}});
}

TEST_CASE("a proxy that is switched off is none") {
  const auto settings = parse(with(kIconn, "ProxyType=1", "ProxyType=0"));
  REQUIRE(settings);
  CHECK_FALSE(settings->primary.proxy);
  CHECK_FALSE(settings->primary.proxy_has_account);
}

TEST_CASE("a proxy is shown without its account and scheme") {
  const auto proxy_of = [](std::string_view value) {
    const auto settings = parse(with(kIconn, "ProxyAddress=proxy.example", "ProxyAddress=" + std::string(value)));
    return settings && settings->primary.proxy ? settings->primary.proxy->text : "none";
  };
  CHECK(proxy_of("http://proxy.example/") == "proxy.example:8080");
  CHECK(proxy_of("proxy.example:3128") == "proxy.example:3128");
  CHECK(proxy_of("user:PLANTED@proxy.example") == "proxy.example:8080");
  CHECK(proxy_of("http://user:PLANTED@proxy.example:3128") == "proxy.example:3128");
  CHECK(proxy_of("[2001:db8::1]") == "[2001:db8::1]:8080");
  CHECK(proxy_of("") == "none");
}

TEST_CASE("com.sophos.sau.plist says both addresses, the proxy, and that there are accounts") {
  const auto settings = parse(xml_list(kPreferences));
  REQUIRE(settings);
  CHECK(settings->kind == model::SettingsKind::Preferences);
  CHECK(settings->primary.addresses == std::vector<Setting>{{"http://srv.example/SophosUpdate", "PrimaryServerURL"}});
  CHECK(settings->primary.proxy == Setting{"proxy.example:8080", "PrimaryServerProxyURL"});
  CHECK(settings->primary.has_account);
  CHECK(settings->primary.proxy_has_account);
  CHECK(settings->secondary.addresses ==
        std::vector<Setting>{{"http://srv2.example/SophosUpdate", "SecondaryServerURL"}});
  // What an empty name looks like there.
  CHECK_FALSE(settings->secondary.has_account);
  CHECK_FALSE(settings->last_update);
}

TEST_CASE("types and switches of com.sophos.sau.plist count") {
  const auto vendor =
      parse(xml_list(with(with(kPreferences, "<integer>1", "<integer>0"), "http://srv.example/SophosUpdate", "")));
  REQUIRE(vendor);
  CHECK(vendor->primary.publisher == model::Publisher::Vendor);
  CHECK(vendor->primary.addresses.empty());
  const auto alone = parse(xml_list(with(kPreferences, "<true/>", "<false/>")));
  REQUIRE(alone);
  CHECK_FALSE(alone->secondary.is_configured);
  const auto direct = parse(xml_list(with(kPreferences, "Proxy</key><integer>1", "Proxy</key><integer>0")));
  REQUIRE(direct);
  CHECK_FALSE(direct->primary.proxy);
  const auto dated =
      parse(xml_list(with(kPreferences, "<dict>", "<dict><key>LastUpdated</key><string>today</string>")));
  REQUIRE(dated);
  CHECK(dated->last_update == Setting{"today", "LastUpdated"});
}

TEST_CASE("com.sophos.sau.plist may be binary, as the system keeps it") {
  const auto settings = parse(binary_preferences("http://srv/SophosUpdate"));
  REQUIRE(settings);
  CHECK(settings->primary.addresses == std::vector<Setting>{{"http://srv/SophosUpdate", "PrimaryServerURL"}});
  CHECK(settings->primary.publisher == model::Publisher::Site);
}

TEST_CASE("what savconfig prints says the address and that there is an account") {
  const auto settings = parse(kSavconfig);
  REQUIRE(settings);
  CHECK(settings->kind == model::SettingsKind::Savconfig);
  CHECK(settings->primary.addresses ==
        std::vector<Setting>{{"http://srv.example/SophosUpdate", "PrimaryUpdateSourcePath"}});
  CHECK(settings->primary.has_account);
  CHECK_FALSE(settings->primary.proxy);
  CHECK_FALSE(settings->secondary.is_configured);
  CHECK(primary_of("PrimaryUpdateSourcePath=http://srv/a\n") == "http://srv/a");
  CHECK(primary_of("PrimaryUpdateSourcePath:\n").empty());
  const auto vendor = parse("PrimaryUpdateSourcePath: sophos:\n");
  REQUIRE(vendor);
  CHECK(vendor->primary.publisher == model::Publisher::Vendor);
}

TEST_CASE("what is none of the three says what was expected") {
  const std::string expected =
      "no update settings in it: expected iconn.cfg, com.sophos.sau.plist, or what savconfig -v prints";
  CHECK(error_of(parse("")) == expected);
  CHECK(error_of(parse("hello: world\n")) == expected);
  CHECK(error_of(parse("<html></html>")) == expected);
  CHECK(error_of(parse("[Logging]\nLevel=1\n")) == "no section named Primary or Secondary in it");
  CHECK(error_of(parse(xml_list("<dict><key>A</key><string>b</string></dict>"))) ==
        "no setting named PrimaryServer... in it");
  CHECK(error_of(parse(xml_list("<array></array>"))) == "a property list that is no dictionary");
}

}  // namespace webcid::endpoint
