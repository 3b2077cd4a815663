// Refusals that depend on who asks and how, not on what is asked for: 401, 403, 500 and redirects, for the whole share
// or for all of a folder. Each cause is a row of predictions; probes strike rows out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <webcid/model/report.hpp>

#include "observations.hpp"

namespace webcid::diagnose {

// How much of the share answers so.
enum class Reach : std::uint8_t { Share, Folder, File };

// Requests refused alike, and the largest part of the share in which nothing succeeds.
struct Scope {
  Reach reach = Reach::Share;
  std::string path;                     // "" for the whole share, "savxp/" for a folder, else the file's
  Seen answer;                          // of the first refusal
  std::vector<std::string_view> files;  // refused entries; they live in Observations

  // A made-up name inside it; for a single file the file itself.
  std::string made_up() const;
  // What answers otherwise once the refusal is gone, whether or not listings are on: a folder without its final slash.
  std::string unlisted() const;
};

// What a probe that varies one thing is expected to show, if a cause holds.
enum class Expected : std::uint8_t {
  Open,    // says nothing
  Same,    // refused as before
  Passes,  // no longer refused
};

// What it showed.
enum class Shown : std::uint8_t {
  NotAsked,
  Void,  // blocked, unanswered, or an answer of another kind: no evidence
  Same,
  Passes,
};

enum class Challenged : std::uint8_t { Either, Yes, No };
enum class Account : std::uint8_t { Either, Sent, NotSent };

struct AccessRule {
  std::string_view cause;
  int status = 0;                   // kRedirect: any redirect
  std::array<int, 4> sub_statuses;  // that name it when visible; -1: unused
  Challenged challenged = Challenged::Either;
  Account account = Account::Either;
  Expected verb = Expected::Open;  // OPTIONS or TRACE on a made-up name
  Expected tls = Expected::Open;   // HEAD over TLS
  // Another User-Agent. What it is expected to pass is never assumed without having seen it.
  Expected agent = Expected::Open;
  Expected name = Expected::Open;  // OPTIONS on the name of the address' folder below a made-up one
  Expected type = Expected::Open;  // OPTIONS on made-up names of other types
};

inline constexpr int kRedirect = 300;

// What is left of the table for one scope, and what struck the rest out.
struct AccessReading {
  std::vector<const AccessRule*> possible;  // in the order of the table: the first is the likeliest
  Shown verb = Shown::NotAsked;
  Shown tls = Shown::NotAsked;
  Shown agent = Shown::NotAsked;
  const Seen* agent_answer = nullptr;
  Shown name = Shown::NotAsked;
  const Seen* name_answer = nullptr;
  Shown type = Shown::NotAsked;
  const Seen* type_answer = nullptr;
  const char* type_path = "";
  const Seen* verb_answer = nullptr;
  const Seen* tls_answer = nullptr;
  model::Method verb_method = model::Method::Options;
  bool is_named = false;  // a page says the sub-status
  bool is_split = false;  // a probe struck rows out
};

// Whether Access tells this refusal (teller.hpp).
bool is_about_access(const Symptom& symptom, const Observations& seen);
// Every scope, the share first, then by path.
std::vector<Scope> access_scopes(const Observations& seen);
// Whether nothing of the share can be seen for its refusals.
bool is_share_refused(const Observations& seen);

// Whether the 404 of everything may come from a rule about the client rather than from a missing alias: nothing is
// there, and request filtering's verbs, which a missing alias lets pass, are refused.
bool may_be_hidden(const Observations& seen);
// The made-up name at the root of the site: how its verbs fare tells the share's refusals from the site's.
inline constexpr const char* kMadeUpAtRoot = "/zz-webcid-probe.txt";

// Made-up names of types that a list of allowed extensions would have.
inline constexpr std::array<const char*, 2> kMadeUpTypes{"zz-webcid-probe.exe", "zz-webcid-probe.xml"};

// A made-up place at the root of the site in which a folder has this name.
std::string elsewhere(std::string_view name);

AccessReading read_access(const Scope& scope, const Observations& seen);

}  // namespace webcid::diagnose
