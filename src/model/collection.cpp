#include <webcid/model/collection.hpp>

#include <algorithm>
#include <array>

#include <webcid/model/names.hpp>

namespace webcid::model {
namespace {

// From the worst on.
constexpr std::array kByWeight{Verdict::Broken, Verdict::Unknown, Verdict::Deviates, Verdict::Healthy};

constexpr NameTable<Aspect, 11> kAspects{{{Aspect::Answer, "answer"},
                                          {Aspect::Verdict, "verdict"},
                                          {Aspect::Server, "server"},
                                          {Aspect::Finding, "finding"},
                                          {Aspect::GuideStep, "guide-step"},
                                          {Aspect::FileCount, "files"},
                                          {Aspect::FailedCount, "failed"},
                                          {Aspect::FileList, "file-list"},
                                          {Aspect::Catalogue, "catalogue"},
                                          {Aspect::CatalogueAge, "catalogue-age"},
                                          {Aspect::NewestFile, "newest-file"}}};

}  // namespace

std::string_view name_of(Aspect aspect) {
  return name_in(kAspects, aspect);
}

Verdict worst_of(std::span<const NamedReport> runs) {
  const auto* const worst = std::find_if(kByWeight.begin(), kByWeight.end(), [runs](Verdict verdict) {
    return std::any_of(runs.begin(), runs.end(), [verdict](const auto& run) { return run.report.verdict == verdict; });
  });
  return worst == kByWeight.end() ? Verdict::Unknown : *worst;
}

}  // namespace webcid::model
