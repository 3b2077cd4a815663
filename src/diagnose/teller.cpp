#include "teller.hpp"

#include "access.hpp"

namespace webcid::diagnose {

Teller teller_of(const Symptom& symptom, const Observations& seen) {
  return is_about_access(symptom, seen) ? Teller::Access : Teller::Rules;
}

}  // namespace webcid::diagnose
