#include "fields.hpp"

#include <fmt/format.h>

#include <webcid/base/base64.hpp>
#include <webcid/base/text.hpp>

namespace webcid::evidence {
namespace {

const Json kNull;
const Json kNoObject = Json::object();
const Json kNoArray = Json::array();

constexpr std::size_t kMaxExcerpt = 120;

std::string excerpt_of(const Json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  if (value.is_string()) {
    const std::string shown = base::printable(value.get_ref<const std::string&>().substr(0, kMaxExcerpt));
    return fmt::format("\"{}\"", shown);
  }
  return value.dump();
}

}  // namespace

void put_bytes(Json& object, const std::string& key, std::string_view bytes) {
  if (base::is_utf8(bytes)) {
    object[key] = std::string(bytes);
    return;
  }
  object[key] = base::printable(bytes);
  object[key + "_base64"] = base::to_base64(bytes);
}

void Failure::set(const std::string& field, std::string_view why) {
  if (!m_message) m_message = fmt::format("{}: {}", field, why);
}

void Failure::set(const std::string& field, std::string_view why, const Json& value) {
  if (!m_message) m_message = fmt::format("{}: {}, not {}", field, why, excerpt_of(value));
}

Fields::Fields(const Json& object, std::string path, Failure& failure)
    : m_object(&object), m_path(std::move(path)), m_failure(failure) {
  if (!object.is_object()) {
    m_failure.set(m_path, "must be an object", object);
    m_object = &kNoObject;
  }
}

std::string Fields::name(const char* key) const {
  return m_path.empty() ? key : fmt::format("{}.{}", m_path, key);
}

const Json& Fields::at(const char* key) const {
  const auto found = m_object->find(key);
  return found == m_object->end() ? kNull : *found;
}

bool Fields::has(const char* key) const {
  return !at(key).is_null();
}

Fields Fields::object(const char* key) const {
  const Json& value = at(key);
  if (value.is_null()) m_failure.set(name(key), "is missing");
  return {value.is_null() ? kNoObject : value, name(key), m_failure};
}

const Json& Fields::array(const char* key, std::size_t max) const {
  const Json& value = at(key);
  if (!value.is_array()) {
    m_failure.set(name(key), "must be an array", value);
    return kNoArray;
  }
  if (value.size() > max) {
    m_failure.set(name(key), fmt::format("has more than {} elements", max));
    return kNoArray;
  }
  return value;
}

std::string Fields::text(const char* key) const {
  const Json& value = at(key);
  if (value.is_string()) return value.get<std::string>();
  m_failure.set(name(key), "must be a text", value);
  return "";
}

std::string Fields::bytes(const char* key) const {
  const std::string encoded_key = std::string(key) + "_base64";
  if (!has(encoded_key.c_str())) return text(key);
  const std::string encoded = text(encoded_key.c_str());
  auto decoded = base::from_base64(encoded);
  if (!decoded) m_failure.set(name(encoded_key.c_str()), "must be base64", Json(encoded));
  return decoded.value_or("");
}

bool Fields::flag(const char* key) const {
  const Json& value = at(key);
  if (value.is_boolean()) return value.get<bool>();
  m_failure.set(name(key), "must be true or false", value);
  return false;
}

std::uint64_t Fields::number(const char* key) const {
  const Json& value = at(key);
  if (value.is_number_unsigned()) return value.get<std::uint64_t>();
  m_failure.set(name(key), "must be a number from 0 on", value);
  return 0;
}

int Fields::integer(const char* key, int least) const {
  const Json& value = at(key);
  constexpr int kMost = std::numeric_limits<int>::max();
  if (value.is_number_unsigned() && value.get<std::uint64_t>() <= static_cast<std::uint64_t>(kMost)) {
    if (const int number = value.get<int>(); number >= least) return number;
  } else if (value.is_number_integer() && !value.is_number_unsigned()) {
    const auto number = value.get<std::int64_t>();
    if (number >= least && number <= kMost) return static_cast<int>(number);
  }
  m_failure.set(name(key), fmt::format("must be a whole number, {} or more", least), value);
  return least > 0 ? least : 0;
}

double Fields::real(const char* key) const {
  const Json& value = at(key);
  if (value.is_number()) return value.get<double>();
  m_failure.set(name(key), "must be a number", value);
  return 0;
}

}  // namespace webcid::evidence
