// Which addresses a row of ipSecurity means: RFC 4291 2.2 for IPv6, and Microsoft's "Adding IP Security <add>".
#include "catch.hpp"
#include "iis_fixture.hpp"

using namespace webcid;
using namespace webcid::iis;
using namespace webcid::iis::testing;

namespace {

std::string rows(std::string_view list, std::string_view attributes = "") {
  return location(fmt::format("<security><ipSecurity {}>{}</ipSecurity></security>", attributes, list));
}

std::string answer(const std::string& locations, const char* client) {
  World world;
  world.host.locations = locations;
  world.client = client;
  const Answer given = world.ask("/SophosUpdate/a.txt");
  return fmt::format("{}.{}", given.status, given.sub_status);
}

bool is_denied(std::string_view address, std::string_view mask, const char* client) {
  const std::string subnet = mask.empty() ? std::string() : fmt::format(R"(subnetMask="{}")", mask);
  return answer(rows(fmt::format(R"(<add ipAddress="{}" {} allowed="false"/>)", address, subnet)), client) == "403.503";
}

}  // namespace

TEST_CASE("Every way to write an address means the same one") {
  for (const char* same :
       {"2001:db8:0:0:8:800:200c:417a", "2001:DB8::8:800:200C:417A", "2001:0db8::0008:0800:200c:417a"}) {
    INFO(same);
    CHECK(is_denied(same, "", "2001:db8::8:800:200c:417a"));
    CHECK(is_denied("2001:db8::8:800:200c:417a", "", same));
    CHECK_FALSE(is_denied(same, "", "2001:db8::8:800:200c:417b"));
  }
  CHECK(is_denied("::1", "", "0:0:0:0:0:0:0:1"));
  CHECK(is_denied("::", "", "0:0:0:0:0:0:0:0"));
  CHECK(is_denied("fe80::7", "", "fe80::7%11"));
  CHECK_FALSE(is_denied("10.1.2.3", "", "2001:db8::1"));
  CHECK_FALSE(is_denied("::", "0", "no address"));
}

TEST_CASE("A subnet is a mask or the length of a prefix") {
  CHECK(is_denied("10.1.2.0", "255.255.255.128", "10.1.2.127"));
  CHECK_FALSE(is_denied("10.1.2.0", "255.255.255.128", "10.1.2.128"));
  CHECK(is_denied("10.1.2.0", "25", "10.1.2.127"));
  CHECK_FALSE(is_denied("10.1.2.0", "25", "10.1.2.128"));
  CHECK(is_denied("2001:db8::", "33", "2001:db8:7fff::1"));
  CHECK_FALSE(is_denied("2001:db8::", "33", "2001:db8:8000::1"));
  CHECK(is_denied("2001:db8::9", "128", "2001:db8::9"));
  // What is no mask narrows to the address itself.
  CHECK(is_denied("10.1.2.3", "200", "10.1.2.3"));
  CHECK_FALSE(is_denied("10.1.2.3", "200", "10.1.2.4"));
}

TEST_CASE("The first row that means the client counts") {
  const std::string list =
      R"(<add ipAddress="10.1.2.3" allowed="true"/><add ipAddress="10.1.0.0" subnetMask="255.255.0.0"/>)";
  CHECK(answer(rows(list), "10.1.2.3") == "200.0");
  CHECK(answer(rows(list), "10.1.2.4") == "403.503");
}

TEST_CASE("What is no address is an error of the configuration") {
  for (const char* wrong : {"10.1.2", "10.1.2.3.4", "10.1.2.256", "10.1.2.x", "1::2::3", "1:2:3:4:5:6:7",
                            "1:2:3:4:5:6:7:8:9", "12345::", "g::", "::g", "::12345", "1:2:3:4:5:6:7::8"}) {
    INFO(wrong);
    CHECK(answer(rows(fmt::format(R"(<add ipAddress="{}"/>)", wrong)), "10.9.9.9") == "500.19");
  }
}

TEST_CASE("Rows of names are listed, not followed") {
  StockServer host;
  host.virtual_directories = {{"/SophosUpdate", R"(C:\share)", true}};
  host.locations = rows(R"(<add domainName="evil.example"/>)", R"(enableReverseDns="true")");
  const auto configuration = ServerConfiguration::read(application_host_text(host));
  REQUIRE(configuration);
  const Level level = Level::server(*configuration)
                          .below("Default Web Site", nullptr, Boundary::None)
                          .below("SophosUpdate", nullptr, Boundary::None);
  CHECK(level.rules().ip_security.enable_reverse_dns);
  REQUIRE(level.ignored().size() == 2);
  CHECK(level.ignored()[0].find("system.webServer/security/ipSecurity/@enableReverseDns (line ") == 0);
  CHECK(level.ignored()[1].find("system.webServer/security/ipSecurity/add/@domainName (line ") == 0);
}
