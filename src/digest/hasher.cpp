#include <openssl/evp.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <webcid/digest/hasher.hpp>

namespace webcid::digest {
namespace {

struct AlgorithmName {
  model::DigestAlgorithm algorithm;
  const char* library_name;  // as EVP_MD-MD5(7) and its like name it
};
constexpr AlgorithmName kNames[] = {
    {model::DigestAlgorithm::Md5, "MD5"},         {model::DigestAlgorithm::Sha1, "SHA1"},
    {model::DigestAlgorithm::Sha256, "SHA2-256"}, {model::DigestAlgorithm::Sha384, "SHA2-384"},
    {model::DigestAlgorithm::Sha512, "SHA2-512"},
};

const char* library_name(model::DigestAlgorithm algorithm) {
  for (const AlgorithmName& row : kNames)
    if (row.algorithm == algorithm) return row.library_name;
  return "";
}

struct FreeMd {
  void operator()(EVP_MD* md) const { EVP_MD_free(md); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// After a successful fetch and initialisation the library has no reason left to fail: a broken invariant.
void expect(int ok, const char* call) {
  if (ok != 1) throw std::logic_error(std::string(call) + " failed");
}

}  // namespace

struct Hasher::Context {
  model::DigestAlgorithm algorithm;
  std::unique_ptr<EVP_MD, FreeMd> md;
  std::unique_ptr<EVP_MD_CTX, FreeContext> context;
};

Hasher::Hasher(std::vector<Context> contexts) : m_contexts(std::move(contexts)) {}
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

base::Result<Hasher> Hasher::create(std::span<const model::DigestAlgorithm> algorithms) {
  std::vector<Context> contexts;
  for (const model::DigestAlgorithm algorithm : algorithms) {
    const auto same = [&](const Context& context) { return context.algorithm == algorithm; };
    if (std::any_of(contexts.begin(), contexts.end(), same)) continue;
    // Fetched explicitly: EVP_sha256() would look the implementation up again at each initialisation (EVP_MD_fetch(3)).
    Context context{algorithm, {}, {}};
    context.md.reset(EVP_MD_fetch(nullptr, library_name(algorithm), nullptr));
    context.context.reset(EVP_MD_CTX_new());
    if (!context.md || !context.context || EVP_DigestInit_ex2(context.context.get(), context.md.get(), nullptr) != 1) {
      return base::fail(base::ErrorKind::Bug,
                        fmt::format("the cryptographic library of this machine has no {}", model::name_of(algorithm)));
    }
    contexts.push_back(std::move(context));
  }
  return Hasher(std::move(contexts));
}

void Hasher::update(std::string_view bytes) {
  for (const Context& context : m_contexts) {
    expect(EVP_DigestUpdate(context.context.get(), bytes.data(), bytes.size()), "EVP_DigestUpdate");
  }
}

std::vector<model::Digest> Hasher::finish() {
  std::vector<model::Digest> digests;
  digests.reserve(m_contexts.size());
  for (const Context& context : m_contexts) {
    model::Digest digest;
    digest.algorithm = context.algorithm;
    static_assert(sizeof digest.bytes >= EVP_MAX_MD_SIZE);
    expect(EVP_DigestFinal_ex(context.context.get(), digest.bytes.data(), nullptr), "EVP_DigestFinal_ex");
    digests.push_back(digest);
  }
  return digests;
}

void Hasher::reset() {
  for (const Context& context : m_contexts) {
    expect(EVP_DigestInit_ex2(context.context.get(), context.md.get(), nullptr), "EVP_DigestInit_ex2");
  }
}

base::Result<model::Digest> hash_text(std::string_view text, model::DigestAlgorithm algorithm) {
  auto hasher = Hasher::create({&algorithm, 1});
  if (!hasher) return tl::make_unexpected(hasher.error());
  hasher->update(text);
  return hasher->finish().front();
}

std::vector<model::DigestAlgorithm> algorithms_of(std::span<const model::Digest> digests) {
  std::vector<model::DigestAlgorithm> algorithms;
  for (const model::Digest& digest : digests) {
    if (std::find(algorithms.begin(), algorithms.end(), digest.algorithm) == algorithms.end())
      algorithms.push_back(digest.algorithm);
  }
  return algorithms;
}

bool agree(std::span<const model::Digest> expected, std::span<const model::Digest> computed) {
  for (const model::Digest& one : expected) {
    for (const model::Digest& other : computed) {
      if (one.algorithm == other.algorithm && one != other) return false;
    }
  }
  return true;
}

}  // namespace webcid::digest
