#include <vector>

#include "../../src/store/patience.hpp"
#include "catch.hpp"

using namespace webcid;
using namespace std::chrono_literals;
using store::Hindrance;
using store::Patience;

namespace {

constexpr unsigned long kHeld = 32, kDenied = 5, kFull = 112;  // winerror.h

Hindrance hindrance_of(unsigned long error) {
  if (error == kHeld) return Hindrance::Held;
  return error == kDenied ? Hindrance::Denied : Hindrance::None;
}

struct Tried {
  unsigned long error = 0;
  int attempts = 0;
  std::vector<std::chrono::milliseconds> waits;
  std::chrono::milliseconds waited() const {
    std::chrono::milliseconds sum{0};
    for (const auto wait : waits) sum += wait;
    return sum;
  }
};

// The first `count` attempts fail with `error`.
Tried try_against(unsigned long error, int count, const base::Cancellation& cancellation = {}) {
  Tried out;
  out.error = store::persist([&] { return out.attempts++ < count ? error : 0UL; }, hindrance_of, cancellation,
                             [&](std::chrono::milliseconds wait) { out.waits.push_back(wait); });
  return out;
}

}  // namespace

TEST_CASE("what works is done once, and what fails for good is not tried again") {
  CHECK((try_against(0, 0).attempts == 1 && try_against(0, 0).waits.empty()));
  const Tried full = try_against(kFull, 1000);
  CHECK((full.error == kFull && full.attempts == 1 && full.waits.empty()));
}

TEST_CASE("a file that is let go is renamed over after ever longer waits") {
  const Tried tried = try_against(kHeld, 7);
  CHECK(tried.error == 0);
  CHECK(tried.attempts == 8);
  CHECK(tried.waits == std::vector<std::chrono::milliseconds>{10ms, 20ms, 40ms, 80ms, 160ms, 250ms, 250ms});
}

TEST_CASE("a file that stays open is waited for three seconds, one without rights not for long") {
  const Tried held = try_against(kHeld, 1000);
  CHECK((held.error == kHeld && held.waited() == 3000ms));
  const Tried denied = try_against(kDenied, 1000);
  CHECK((denied.error == kDenied && denied.waited() == 150ms));
}

TEST_CASE("both hindrances together are waited for no longer than one") {
  Patience patience;
  std::chrono::milliseconds waited{0};
  for (bool is_held = false;; is_held = !is_held) {
    const auto wait = patience.next(is_held ? Hindrance::Held : Hindrance::Denied);
    if (!wait) break;
    waited += *wait;
  }
  CHECK(waited <= Patience::kLongestHeld);
  CHECK_FALSE(Patience().next(Hindrance::None));
}

TEST_CASE("Ctrl-C ends the waiting") {
  base::Cancellation cancellation;
  int attempts = 0;
  const auto error = store::persist(
      [&] {
        ++attempts;
        return kHeld;
      },
      hindrance_of, cancellation, [&](std::chrono::milliseconds) { cancellation.request(); });
  CHECK((error == kHeld && attempts == 2));
}
