// One Hasher, kept as long as entries have the same set of algorithms, as a catalogue's nearly always have.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/digest/hasher.hpp>
#include <webcid/model/catalogue.hpp>

namespace webcid::update {

class HasherShelf {
 public:
  // Ready for a new stream, with the algorithms that `digests` name.
  base::Result<digest::Hasher*> take(std::span<const model::Digest> digests) {
    if (m_hasher && is_same(digests)) {
      m_hasher->reset();
      return &*m_hasher;
    }
    m_algorithms = digest::algorithms_of(digests);
    auto hasher = digest::Hasher::create(m_algorithms);
    if (!hasher) return tl::make_unexpected(std::move(hasher.error()));
    m_hasher = std::move(*hasher);
    return &*m_hasher;
  }

 private:
  bool is_same(std::span<const model::Digest> digests) const {
    if (digests.size() != m_algorithms.size()) return digest::algorithms_of(digests) == m_algorithms;
    for (std::size_t i = 0; i < digests.size(); ++i) {
      if (digests[i].algorithm != m_algorithms[i]) return false;
    }
    return true;
  }

  std::vector<model::DigestAlgorithm> m_algorithms;
  std::optional<digest::Hasher> m_hasher;
};

}  // namespace webcid::update
