#include "testserver/tls_certificate.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

namespace webcid::testserver {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using X509Pointer = std::unique_ptr<X509, Deleter<X509_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;

constexpr long kDay = 24L * 60L * 60L;

bool add_extension(X509* certificate, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

X509Pointer make(EVP_PKEY* key, const std::string& address) {
  X509Pointer certificate(X509_new());
  if (!certificate) return nullptr;
  X509* x = certificate.get();
  X509_NAME* name = X509_get_subject_name(x);
  const auto* host = reinterpret_cast<const unsigned char*>("localhost");
  const bool is_made = X509_set_version(x, X509_VERSION_3) == 1 && ASN1_INTEGER_set(X509_get_serialNumber(x), 1) == 1 &&
                       X509_gmtime_adj(X509_getm_notBefore(x), -kDay) != nullptr &&
                       X509_gmtime_adj(X509_getm_notAfter(x), 365 * kDay) != nullptr &&
                       X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0) == 1 &&
                       X509_set_issuer_name(x, name) == 1 && X509_set_pubkey(x, key) == 1 &&
                       add_extension(x, NID_subject_alt_name, fmt::format("DNS:localhost,IP:{}", address)) &&
                       X509_sign(x, key, EVP_sha256()) > 0;
  return is_made ? std::move(certificate) : nullptr;
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

base::Result<Certificate> self_signed_certificate(const std::string& address) {
  const Key key(EVP_EC_gen("P-256"));
  const X509Pointer certificate = key ? make(key.get(), address) : nullptr;
  const Bio chain(BIO_new(BIO_s_mem()));
  const Bio secret(BIO_new(BIO_s_mem()));
  if (!certificate || !chain || !secret || PEM_write_bio_X509(chain.get(), certificate.get()) != 1 ||
      PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return base::fail(base::ErrorKind::Bug, "OpenSSL makes no certificate");
  }
  return Certificate{text_of(chain.get()), text_of(secret.get())};
}

}  // namespace webcid::testserver
