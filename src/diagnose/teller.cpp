#include "teller.hpp"

#include "access.hpp"
#include "gateways.hpp"
#include "http_sys.hpp"
#include "wrong_server.hpp"

namespace webcid::diagnose {

Teller teller_of(const Symptom& symptom, const Observations& seen) {
  if (is_from_gateway(symptom.seen, seen)) return Teller::Gateway;
  if (is_from_http_sys(symptom.seen, seen)) return Teller::HttpSys;
  if (is_wrong_server(seen)) return Teller::WrongServer;
  return is_about_access(symptom, seen) ? Teller::Access : Teller::Rules;
}

}  // namespace webcid::diagnose
