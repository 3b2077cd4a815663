// Typed, bounded access to the fields of untrusted JSON. The first failure is kept; reads after it give defaults.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/base/result.hpp>

#include "record_json.hpp"

namespace webcid::evidence {

// Writes bytes: as text where they are UTF-8, else made printable, with the exact bytes beside it in `<key>_base64`.
void put_bytes(Json& object, const std::string& key, std::string_view bytes);

class Failure {
 public:
  void set(const std::string& field, std::string_view why);
  void set(const std::string& field, std::string_view why, const Json& value);
  bool happened() const { return m_message.has_value(); }
  base::Error error() const { return {base::ErrorKind::Malformed, m_message.value_or("")}; }

 private:
  std::optional<std::string> m_message;
};

// One JSON object at `path` ("response.content"). Must not outlive what it was made from.
class Fields {
 public:
  Fields(const Json& object, std::string path, Failure& failure);

  bool has(const char* key) const;  // there, and not null
  Fields object(const char* key) const;
  const Json& array(const char* key, std::size_t max) const;

  std::string text(const char* key) const;
  std::string bytes(const char* key) const;  // what put_bytes wrote
  bool flag(const char* key) const;
  std::uint64_t number(const char* key) const;
  int integer(const char* key, int least = std::numeric_limits<int>::min()) const;
  double real(const char* key) const;

  std::string name(const char* key) const;  // path.key
  Failure& failure() const { return m_failure; }

 private:
  const Json& at(const char* key) const;

  const Json* m_object;
  std::string m_path;
  Failure& m_failure;
};

}  // namespace webcid::evidence
