// How listings spell what is asked for in another case.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <webcid/model/catalogue.hpp>

namespace webcid::diagnose {

class Spellings {
 public:
  // Keeps every folder's name, and of files those that fail. `folder` ends with '/' unless it is the root.
  void add(std::string_view folder, const model::Listing& listing,
           const std::function<bool(std::string_view lower_path)>& is_failing);

  // The path as listings show it, where that differs in case only; "" when it does not, or nothing is known.
  std::string of(std::string_view path) const;
  // The size that the listing shows for a file that fails.
  std::optional<std::uint64_t> size_of(std::string_view path) const;

 private:
  struct Row {
    std::string path;
    std::optional<std::uint64_t> size;
  };
  std::map<std::string, Row, std::less<>> m_files;            // by lower-case path
  std::map<std::string, std::string, std::less<>> m_folders;  // the same, without the final '/'
};

// ASCII letters of the name in the other case; the folders before it stay.
std::string with_other_name_case(std::string path);

}  // namespace webcid::diagnose
