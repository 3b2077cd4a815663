// Which version of a tree the records of a run show.
#pragma once

#include <webcid/model/evidence.hpp>
#include <webcid/model/report.hpp>

namespace webcid::check {

class Published {
 public:
  // Made of the records alone, so that a saved run tells the same.
  void add(const model::Record& record);
  const model::Publication& publication() const { return m_publication; }

 private:
  void add_catalogue(const model::Record& record);

  model::Publication m_publication;
};

}  // namespace webcid::check
