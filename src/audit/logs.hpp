// The log files, read once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/base/cancellation.hpp>
#include <webcid/base/result.hpp>
#include <webcid/model/statement.hpp>

#include "tally.hpp"

namespace webcid::audit {

enum class FileKind : std::uint8_t { ApplicationHost, WebConfig, W3cLog, HttpErrLog };

// By what the file holds, a packed one unpacked; by its name only where a log has no #Fields line. Usage, saying what
// was looked for; LocalIo.
base::Result<FileKind> kind_of(const std::string& file);

// The text of a configuration file as UTF-8, at most 4 MiB and a byte of it.
base::Result<std::string> read_configuration(const std::string& file);

struct LogFacts {
  std::string version;                  // "10.0", of a "#Software" line
  std::uint64_t bytes = 0;              // unpacked
  std::uint64_t lines = 0;              // of requests
  std::vector<model::Statement> notes;  // what could not be read
};

// One pass over the file.
base::Result<LogFacts> read_log(const std::string& file, FileKind kind, Tally& tally, base::Cancellation& cancellation);

}  // namespace webcid::audit
