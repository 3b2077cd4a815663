// Digests of a stream of bytes, several algorithms in one pass.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/model/catalogue.hpp>

namespace webcid::digest {

// Fetches its algorithms once and keeps its contexts: after create(), update(), finish() and reset() allocate nothing
// but the vector that finish() returns. One Hasher serves one stream at a time; give each thread its own.
class Hasher {
 public:
  // Bug when the system's cryptographic library does not offer one of the algorithms (a FIPS build without MD5).
  // An algorithm asked for twice is computed once; none at all is allowed and computes nothing.
  static base::Result<Hasher> create(std::span<const model::DigestAlgorithm> algorithms);

  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  ~Hasher();

  void update(std::string_view bytes);
  // One digest for each algorithm, in the order asked for. Afterwards only reset() and the destructor make sense.
  std::vector<model::Digest> finish();
  // Ready for another stream with the same algorithms.
  void reset();

 private:
  struct Context;
  explicit Hasher(std::vector<Context> contexts);
  std::vector<Context> m_contexts;
};

// The digest of a whole text.
base::Result<model::Digest> hash_text(std::string_view text, model::DigestAlgorithm algorithm);

// The algorithms that `digests` name, in their order, each once: what a Hasher needs to check them.
std::vector<model::DigestAlgorithm> algorithms_of(std::span<const model::Digest> digests);

// True when every digest of `expected` that has a counterpart of the same algorithm in `computed` equals it.
bool agree(std::span<const model::Digest> expected, std::span<const model::Digest> computed);

}  // namespace webcid::digest
