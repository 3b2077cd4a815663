// Settings of endpoints, as far as their forms are public: healthy ones, of which each test changes one thing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace webcid::endpoint::samples {

// PLANTED stands wherever a password or a user name can. The names of its keys are not public: these are made up, but
// for the words that tell what they are.
inline constexpr std::string_view kIconn =
    "[Global]\r\n"
    "Version=1\r\n"
    "[PPI.WebConfig_Primary]\r\n"
    "ServerType=1\r\n"
    "ConnectionAddress=http://srv.example/SophosUpdate\r\n"
    "UserName=PLANTED-user\r\n"
    "UserPassword=PLANTED-password\r\n"
    "ProxyType=1\r\n"
    "ProxyAddress=proxy.example\r\n"
    "ProxyPortNumber=8080\r\n"
    "ProxyUserName=PLANTED-proxy-user\r\n"
    "ProxyUserPassword=PLANTED-proxy-password\r\n"
    "[PPI.WebConfig_Secondary]\r\n"
    "ConnectionAddress=\\\\srv2.example\\SophosUpdate\r\n";

// As `savconfig -v` prints it: tabs, further values below the first, secrets masked. Here they are not.
inline constexpr std::string_view kSavconfig =
    "\tEmailServer: localhost:25\n"
    "\tExclusionEncodings: UTF-8\n"
    "\t                    EUC-JP\n"
    "\tPrimaryUpdateSourcePath: http://srv.example/SophosUpdate\n"
    "\tPrimaryUpdateUsername: PLANTED-user\n"
    "\tPrimaryUpdatePassword: PLANTED-password\n"
    "\tUpdatePeriodMinutes: 60\n";

inline std::string xml_list(std::string_view inside) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
         "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
         "<plist version=\"1.0\">\n" +
         std::string(inside) + "</plist>\n";
}

inline constexpr std::string_view kPreferences =
    "<dict>\n"
    "<key>PrimaryServerType</key><integer>1</integer>\n"
    "<key>PrimaryServerURL</key><string>http://srv.example/SophosUpdate</string>\n"
    "<key>PrimaryServerUserName</key><string>PLANTED-user</string>\n"
    "<key>PrimaryServerPassword</key><string>PLANTED-password</string>\n"
    "<key>PrimaryServerProxy</key><integer>1</integer>\n"
    "<key>PrimaryServerProxyURL</key><string>proxy.example</string>\n"
    "<key>PrimaryServerProxyPort</key><integer>8080</integer>\n"
    "<key>PrimaryServerProxyUserName</key><string>PLANTED-proxy-user</string>\n"
    "<key>PrimaryServerProxyPassword</key><string>PLANTED-proxy-password</string>\n"
    "<key>SecondaryServer</key><true/>\n"
    "<key>SecondaryServerType</key><integer>1</integer>\n"
    "<key>SecondaryServerURL</key><string>http://srv2.example/SophosUpdate</string>\n"
    "<key>SecondaryServerUserName</key><string>AAA=</string>\n"
    "</dict>\n";

// `text` with the first `from` replaced.
inline std::string with(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  const auto at = out.find(from);
  return at == std::string::npos ? "no such part: " + std::string(from) : out.replace(at, from.size(), to);
}

// A binary property list by CFBinaryPList.c: objects one behind the other, one byte for a reference, two for an offset.
inline std::string binary_list(const std::vector<std::string>& objects) {
  std::string out = "bplist00";
  std::string table;
  for (const std::string& object : objects) {
    table += static_cast<char>(out.size() >> 8U);
    table += static_cast<char>(out.size() & 0xFFU);
    out += object;
  }
  const auto number = [](std::size_t value) {
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) bytes[7 - i] = static_cast<char>(value >> (8 * i) & 0xFFU);
    return bytes;
  };
  const std::size_t begin = out.size();
  return out + table + std::string(6, '\0') + "\x02\x01" + number(objects.size()) + number(0) + number(begin);
}

inline std::string binary_text(std::string_view text) {
  return text.size() < 15 ? static_cast<char>(0x50 + text.size()) + std::string(text)
                          : std::string("\x5F\x10") + static_cast<char>(text.size()) + std::string(text);
}

// {"PrimaryServerURL": address, "PrimaryServerType": 1}
inline std::string binary_preferences(std::string_view address) {
  return binary_list({std::string("\xD2\x01\x02\x03\x04"), binary_text("PrimaryServerURL"),
                      binary_text("PrimaryServerType"), binary_text(address), std::string("\x10\x01", 2)});
}

inline std::string utf16(std::string_view ascii, bool is_little) {
  std::string out = is_little ? "\xff\xfe" : "\xfe\xff";
  for (const char c : ascii) {
    if (!is_little) out += '\0';
    out += c;
    if (is_little) out += '\0';
  }
  return out;
}

}  // namespace webcid::endpoint::samples
