// The file of `--config`: TOML, read by toml++. CLI11's own reader takes "DOM\user" for an escape, anything for a key,
// and cannot say in which line something is wrong.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/result.hpp>

namespace webcid::cli {

enum class SettingKind { Text, Number, Truth, List };

struct Setting {
  std::string section;  // "check" of [check]; empty before the first section
  std::string key;
  SettingKind kind = SettingKind::Text;
  std::vector<std::string> values;  // one, but of a list
  std::size_t line = 0;
};

// More than any real one has, and little enough to be read at once.
inline constexpr std::size_t kMaxConfigBytes = 65536;

// In the file's order. Usage "NAME:LINE: what is wrong"; a line's contents are not repeated, they may be a secret.
base::Result<std::vector<Setting>> parse_config(std::string_view name, std::string_view text);

// The value as it is written in such a file.
std::string quoted_setting(std::string_view text);

}  // namespace webcid::cli
