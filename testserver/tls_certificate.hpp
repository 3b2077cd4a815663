// A certificate for the run, made at its start: nothing on disk, trusted by nobody who does not look away.
#pragma once

#include <string>

#include <webcid/base/result.hpp>

namespace webcid::testserver {

struct Certificate {
  std::string chain_pem;
  std::string key_pem;
};

// Self-signed, P-256, for `address` and localhost, valid for a day before and a year after now.
// Bug when OpenSSL refuses.
base::Result<Certificate> self_signed_certificate(const std::string& address);

}  // namespace webcid::testserver
