#include "../../src/report/treemap.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "catch.hpp"

using webcid::report::Area;
using webcid::report::squarified;

namespace {

bool overlap(const Area& a, const Area& b) {
  constexpr double kHair = 1e-6;
  return a.x + a.width > b.x + kHair && b.x + b.width > a.x + kHair && a.y + a.height > b.y + kHair &&
         b.y + b.height > a.y + kHair;
}

}  // namespace

TEST_CASE("areas are as the weights, lie within the whole and never overlap") {
  const std::vector<double> weights{600, 600, 400, 300, 200, 200, 100, 1, 0.01};
  const Area whole{10, 20, 600, 400};
  const auto areas = squarified(weights, whole);
  REQUIRE(areas.size() == weights.size());
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (std::size_t i = 0; i < areas.size(); ++i) {
    CHECK(std::abs(areas[i].size() - weights[i] / total * whole.size()) < 1e-6 * whole.size());
    CHECK(areas[i].x >= whole.x - 1e-6);
    CHECK(areas[i].y >= whole.y - 1e-6);
    CHECK(areas[i].x + areas[i].width <= whole.x + whole.width + 1e-6);
    CHECK(areas[i].y + areas[i].height <= whole.y + whole.height + 1e-6);
    for (std::size_t j = 0; j < i; ++j) CHECK(!overlap(areas[i], areas[j]));
  }
}

// The example of the paper: 6 x 4 and these weights give no area longer than three times its width.
TEST_CASE("areas are close to squares") {
  for (const Area& area : squarified(std::vector<double>{6, 6, 4, 3, 2, 2, 1}, {0, 0, 6, 4})) {
    CHECK(std::max(area.width / area.height, area.height / area.width) < 3);
  }
}

TEST_CASE("nothing to share out gives empty areas") {
  CHECK(squarified({}, {0, 0, 10, 10}).empty());
  const std::vector<double> weights{0, 0};
  for (const Area& area : squarified(weights, {0, 0, 10, 10})) CHECK(area.size() == 0);
}
