#include "teller.hpp"

namespace webcid::diagnose {

Teller teller_of(const Symptom&, const Observations&) {
  return Teller::Rules;
}

}  // namespace webcid::diagnose
