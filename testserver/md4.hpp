// MD4 (RFC 1320), which Windows makes of a password. OpenSSL 3 has it only in its legacy provider, which a system may
// lack. Good for nothing but this.
#pragma once

#include <string>
#include <string_view>

namespace webcid::testserver {

std::string md4(std::string_view bytes);  // 16 bytes

}  // namespace webcid::testserver
