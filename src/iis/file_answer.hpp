// What the static file handler says about an existing, mapped file: whole, part, unchanged or a failed condition.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <webcid/iis/answer.hpp>
#include <webcid/iis/tree.hpp>

namespace webcid::iis {

enum class FileReply : std::uint8_t { Whole, Part, NotModified, PreconditionFailed, RangeNotSatisfiable };

struct FileDecision {
  FileReply reply = FileReply::Whole;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

// The entity tag of a file: the bytes of its FILETIME in hexadecimal, then the configuration's generation
// (iis.md i; the order of the bytes as in the laboratory's "c570f4a02733dd1:0"). Weak while the file is so new that
// another change within the same second could go unseen.
std::string entity_tag(base::Time modified, base::Time now);

FileDecision decide(const Request& request, const Node& file);

}  // namespace webcid::iis
