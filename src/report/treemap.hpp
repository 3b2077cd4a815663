// Rectangles whose areas are as weights, close to squares.
// Source: M. Bruls, K. Huizing, J. van Wijk: Squarified Treemaps, 2000.
#pragma once

#include <span>
#include <vector>

namespace webcid::report {

struct Area {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  double size() const { return width * height; }
};

// One area for each weight, in their order, that together fill `whole`. Weights are positive and fall.
std::vector<Area> squarified(std::span<const double> weights, Area whole);

}  // namespace webcid::report
