// The kinds of faults: one table of what each is called, where it strikes and what a scenario file may say about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace webcid::testserver {

enum class FaultKind : std::uint8_t {
  // On the disk: the catalogue says otherwise.
  Missing,
  Alter,
  Resize,
  Hidden,
  Acl,
  // Of the whole tree.
  Rotate,
  CaseSensitive,
  // Of a connection, before a request.
  NotHttp,
  TlsPort,
  // Of a transfer.
  Empty,
  TruncateAfter,
  WrongLength,
  BadChunk,
  Gzip,
  RangeIgnored,
  RangeShifted,
  Reset,
  CloseEarly,
  Stall,
  Slow,
  // IIS or HTTP.sys answers otherwise than the configuration says.
  CatchAll,
  Redirect,
  StaleIis,
  Locked,
  RateLimit,
  ConnectionLimit,
  PoolStopped,
  OtherServer,
  // Something between the client and IIS answers.
  Stale,
  Rewritten,
  BlockPage,
  Portal,
  UpstreamFailed,
  AuthProxy,
};

enum class FaultPlace : std::uint8_t {
  File,        // of the disk
  Tree,        // how the whole tree is seen
  Connection,  // before a request
  Answer,      // to one request
};

// Which requests a fault without `paths` and `every` meets.
enum class FaultReach : std::uint8_t { Share, Everywhere };

// What `times` and `after` count.
enum class FaultCount : std::uint8_t { EachPath, Together };

// How a kind shows itself where it can in several ways.
enum class FaultForm : std::uint8_t {
  Usual,
  Honest,
  HeaderOnly,
  BodyOnly,
  Bytes,
  Header,
  Answer,
  Reset,
  Redirect,
  MetaRefresh,
  Ssh,
  Smtp,
};

// What brings the fault about: with nothing to bring it about it does not happen.
enum class FaultOrigin : std::uint8_t {
  Itself,
  Compression,  // the copies that IIS's static compression keeps (KB 817442): none where it is off (urlCompression)
};

struct FaultFormRow {
  FaultForm form;
  std::string_view name;
};

struct FaultKindRow {
  FaultKind kind;
  std::string_view name;  // in scenario files
  FaultPlace place;
  std::string_view what;
  std::vector<std::string_view> members;  // that it takes beside "kind"
  FaultReach reach = FaultReach::Share;
  FaultCount count = FaultCount::EachPath;
  std::vector<int> statuses{};        // that it can answer with, the usual one first
  std::vector<FaultFormRow> forms{};  // the usual one first
  std::uint32_t times = 0;            // unless the scenario says otherwise
};
const std::vector<FaultKindRow>& fault_kinds();
// The row of a kind; of two names for one kind the first.
const FaultKindRow& row_of(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::Missing;
  // Which paths below the share: any of these patterns ('*' any text, '?' one byte, case ignored); none: every path.
  std::vector<std::string> paths{};
  // Of the files that match, in the tree's order: number `from`, then every `every`th. 0: all of them. Catalogues and
  // cidsync.upd are never chosen by number.
  std::uint32_t every = 0;
  std::uint32_t from = 0;
  std::int64_t bytes = 0;         // see the table
  std::uint32_t times = 0;        // only so many requests; 0: always
  std::uint32_t after = 0;        // so many requests pass first
  std::uint32_t nth = 0;          // then each nth; 0: each
  std::uint32_t connections = 0;  // only while more than so many are open; 0: always
  int status = 0;                 // 0: the kind's or the product's usual one
  std::string product{};          // whose page: gateway_pages.hpp; "": the kind's usual one
  FaultForm form = FaultForm::Usual;
  FaultOrigin origin = FaultOrigin::Itself;
  std::string user{};      // whom the file's permissions keep out; "*": everybody
  std::string location{};  // "{host}" and "{path}" are put in
};

}  // namespace webcid::testserver
