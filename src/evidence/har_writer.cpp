#include <webcid/evidence/har_writer.hpp>

#include <string>
#include <utility>

#include "record_json.hpp"

namespace webcid::evidence {
namespace {

// Nothing in it is ill-formed UTF-8; should it be, a replacement character is better than no evidence.
std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool is_kept_whole(const model::Record& record) {
  const bool by_purpose = record.purpose == model::Purpose::Folder || record.purpose == model::Purpose::Catalogue ||
                          record.purpose == model::Purpose::Probe;
  return by_purpose || record.exchange.status >= 400;
}

}  // namespace

HarWriter::HarWriter(Output output) : m_output(std::move(output)) {}

base::Result<void> HarWriter::begin(const model::Target& target, std::string_view tool_version, base::Time started) {
  Json creator = Json::object();
  creator["name"] = "webcid";
  creator["version"] = tool_version;
  return m_output("{\"log\":{\"version\":\"1.2\",\n\"creator\":" + text_of(creator) +
                  ",\n\"_webcid\":" + text_of(json_of_run(target, tool_version, started)) + ",\n\"entries\":[");
}

base::Result<void> HarWriter::add(const model::Record& record) {
  const std::uint64_t size = record.exchange.body.kept.size();
  std::uint64_t keep = kKeptPrefix;
  if (size > kKeptPrefix && is_kept_whole(record) && size <= m_whole_left) {
    keep = size;
    m_whole_left -= size;
  }
  if (size > keep) ++m_shortened;
  const std::string separator = std::exchange(m_has_entry, true) ? ",\n" : "\n";
  return m_output(separator + text_of(json_of_record(record, static_cast<std::size_t>(keep))));
}

base::Result<void> HarWriter::end(model::Completion completion) {
  completion.shortened = m_shortened;
  return m_output("\n],\"_webcid_end\":" + text_of(json_of_completion(completion)) + "}}\n");
}

}  // namespace webcid::evidence
