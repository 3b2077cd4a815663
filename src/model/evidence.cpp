#include <webcid/model/evidence.hpp>

#include <webcid/model/names.hpp>

namespace webcid::model {
namespace {

constexpr NameTable<Purpose, 5> kPurposes{{{Purpose::Folder, "folder"},
                                           {Purpose::Catalogue, "catalogue"},
                                           {Purpose::File, "file"},
                                           {Purpose::Confirm, "confirm"},
                                           {Purpose::Probe, "probe"}}};

constexpr NameTable<Manner, 7> kManners{{{Manner::Usual, "usual"},
                                         {Manner::NoCache, "no-cache"},
                                         {Manner::OtherAgent, "other-agent"},
                                         {Manner::Tls, "tls"},
                                         {Manner::Direct, "direct"},
                                         {Manner::OtherAddress, "other-address"},
                                         {Manner::Part, "part"}}};

constexpr NameTable<Outcome, 7> kOutcomes{{{Outcome::Verified, "verified"},
                                           {Outcome::WrongSize, "wrong-size"},
                                           {Outcome::WrongHash, "wrong-hash"},
                                           {Outcome::Truncated, "truncated"},
                                           {Outcome::Refused, "refused"},
                                           {Outcome::Failed, "failed"},
                                           {Outcome::Skipped, "skipped"}}};

constexpr NameTable<ReferenceKind, 2> kReferenceKinds{
    {{ReferenceKind::Folder, "folder"}, {ReferenceKind::List, "list"}}};

}  // namespace

std::string_view name_of(Purpose purpose) {
  return name_in(kPurposes, purpose);
}
std::optional<Purpose> purpose_named(std::string_view name) {
  return value_in(kPurposes, name);
}
std::string_view name_of(Manner manner) {
  return name_in(kManners, manner);
}
std::optional<Manner> manner_named(std::string_view name) {
  return value_in(kManners, name);
}
std::string_view name_of(Outcome outcome) {
  return name_in(kOutcomes, outcome);
}
std::optional<Outcome> outcome_named(std::string_view name) {
  return value_in(kOutcomes, name);
}
std::string_view name_of(ReferenceKind kind) {
  return name_in(kReferenceKinds, kind);
}
std::optional<ReferenceKind> reference_kind_named(std::string_view name) {
  return value_in(kReferenceKinds, name);
}

}  // namespace webcid::model
