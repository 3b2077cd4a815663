#include "treemap.hpp"

#include <algorithm>
#include <numeric>

namespace webcid::report {
namespace {

// How far the worst of a row of areas is from a square; `side` is the row's length.
double worst_ratio(double smallest, double largest, double sum, double side) {
  const double thickness = sum / side;
  return std::max(largest / (thickness * thickness), thickness * thickness / smallest);
}

}  // namespace

std::vector<Area> squarified(std::span<const double> weights, Area whole) {
  std::vector<Area> out;
  out.reserve(weights.size());
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (total <= 0 || whole.size() <= 0) {
    out.resize(weights.size());
    return out;
  }
  const double scale = whole.size() / total;
  Area rest = whole;
  for (std::size_t first = 0; first < weights.size();) {
    const bool is_upright = rest.width >= rest.height;  // the row stands at the left, else lies at the top
    const double side = std::max(is_upright ? rest.height : rest.width, 1e-9);
    std::size_t end = first + 1;
    double sum = weights[first] * scale;
    double worst = worst_ratio(sum, sum, sum, side);
    for (; end < weights.size(); ++end) {
      const double next = weights[end] * scale;
      const double wider = worst_ratio(next, weights[first] * scale, sum + next, side);
      if (wider > worst) break;
      worst = wider;
      sum += next;
    }
    const double thickness = sum / side;
    double along = 0;
    for (std::size_t i = first; i < end; ++i) {
      const double length = weights[i] * scale / std::max(thickness, 1e-9);
      out.push_back(is_upright ? Area{rest.x, rest.y + along, thickness, length}
                               : Area{rest.x + along, rest.y, length, thickness});
      along += length;
    }
    if (is_upright) {
      rest.x += thickness;
      rest.width = std::max(0.0, rest.width - thickness);
    } else {
      rest.y += thickness;
      rest.height = std::max(0.0, rest.height - thickness);
    }
    first = end;
  }
  return out;
}

}  // namespace webcid::report
