// What a run of webcid recorded (`--save-evidence`), as requests and the answers that they got.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <webcid/base/result.hpp>
#include <webcid/base/url.hpp>
#include <webcid/model/evidence.hpp>

namespace webcid::testserver {

// A body as far as it was kept; what was not kept is made up from the seed.
struct RecordedBody {
  std::string kept;
  std::uint64_t length = 0;  // bytes that arrived
  std::uint64_t seed = 0;

  bool is_whole() const { return kept.size() == length; }
};

enum class CacheWish : std::uint8_t { Any, NoCache };
enum class Credentials : std::uint8_t { None, Carried };

// What tells one request from another.
struct RecordedRequest {
  std::string method;
  std::string target;  // path and query as they were sent
  std::string range;
  std::string user_agent;
  std::string accept_encoding;
  CacheWish cache = CacheWish::Any;
  Credentials credentials = Credentials::None;
};

struct RecordedExchange {
  RecordedRequest request;
  std::string address;  // that answered, or was tried: "192.0.2.1:80"
  model::TransportError error = model::TransportError::None;
  int status = 0;
  std::string reason;
  std::vector<model::Header> headers;
  std::optional<std::uint64_t> declared;
  std::shared_ptr<const RecordedBody> body;
  // What the run made of it.
  model::Purpose purpose = model::Purpose::Probe;
  std::vector<model::Digest> computed;  // of the body
  std::optional<model::Entry> entry;
  std::optional<model::Outcome> outcome;
};

struct RecordedRun {
  model::Target target;
  base::HttpUrl url;                        // of the target
  std::vector<RecordedExchange> exchanges;  // in the order in which they ended
  // The run stopped early because the server had begun to refuse (a limit): how it refused last.
  std::optional<RecordedExchange> last_refusal;
  std::vector<std::string> notes;  // what cannot be given again, for people
};

// Which of the addresses that a name stood for are given again.
enum class Machines : std::uint8_t { MostTelling, Every };

// Reads evidence. Malformed for what is none, LocalIo for what cannot be read; either names the file.
base::Result<RecordedRun> read_recorded_run(const std::string& path, Machines machines);

// Makes up the bytes that were not kept and writes the digests in the catalogues accordingly, so that each entry fares
// as it did. Usage when that would mean more bytes than a server can go through at its start.
base::Result<void> make_up_bodies(RecordedRun& run);

// The same for each address of the name, in the run's order: with what was asked there. To be called once the bodies
// are made up, so that all machines have the same files where they had the same.
std::vector<RecordedRun> by_address(const RecordedRun& run);

}  // namespace webcid::testserver
