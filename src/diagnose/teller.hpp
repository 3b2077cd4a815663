// Who tells a refusal: each is told once, by whoever knows most about its kind of answer.
#pragma once

#include <cstdint>

#include "observations.hpp"

namespace webcid::diagnose {

enum class Teller : std::uint8_t {
  Connection,   // no response at all (share.cpp)
  Gateway,      // something between answers in the server's place (gateways.cpp)
  HttpSys,      // the kernel's part of IIS answers before any site (http_sys.cpp)
  Access,       // IIS refuses whoever asks, or sends away: 401, 403, 500, redirects (access.cpp)
  WrongServer,  // the address leads to a server that has nothing of it (wrong_server.cpp)
  Rules,        // everything else: rules about names, files that are not there (rules.cpp, absences.cpp)
};

Teller teller_of(const Symptom& symptom, const Observations& seen);

}  // namespace webcid::diagnose
