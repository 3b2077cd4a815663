// What is told is true: on any tree, with any of the faults, in any mode. What cannot be told from outside is told as
// alternatives, one of which is true; what is called certain is.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "catch.hpp"
#include "diagnose_share.hpp"

namespace webcid::diagnose::testing {
namespace {

// Numbers that are the same in every run.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : m_state(seed * 2 + 1) {}
  std::size_t below(std::size_t count) {
    m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(m_state >> 33) % count;
  }
  bool one_in(std::size_t count) { return below(count) == 0; }

 private:
  std::uint64_t m_state;
};

template <std::size_t N>
std::string pick(Dice& dice, const std::array<const char*, N>& words) {
  return words[dice.below(N)];
}

std::string random_path(Dice& dice, std::size_t number) {
  constexpr std::array<const char*, 8> kFolders{"savxp", "linux", "bin", "docs", "binary", "lib", "App_Data", "x+y"};
  constexpr std::array<const char*, 10> kExtensions{".dat", ".txt", ".exe", ".vdb", "",
                                                    ".upd", ".dll", ".6",   ".cs",  ""};
  constexpr std::array<const char*, 4> kNames{"file", "c++", "lib", "定義"};
  std::string path;
  for (std::size_t depth = dice.below(3); depth > 0; --depth) path += pick(dice, kFolders) + "/";
  return fmt::format("{}{}{}{}", path, pick(dice, kNames), number, pick(dice, kExtensions));
}

Share random_share(std::uint64_t seed) {
  Dice dice(seed);
  Share share;
  share.files = {kCatalogue};
  const std::size_t count = 3 + dice.below(40);
  for (std::size_t i = 0; i < count; ++i) share.files.insert(random_path(dice, i));
  share.hidden = {"web.config"};
  share.denied = {".config"};
  share.published = share.files;
  if (dice.one_in(3)) share.has_any_map = false;
  if (dice.one_in(3)) share.has_none_map = false;
  if (dice.one_in(3)) share.double_escapes = false;
  if (dice.one_in(3)) share.hidden.insert("bin");
  if (dice.one_in(6)) share.hidden.insert("docs");
  if (dice.one_in(4)) share.denied.insert(dice.one_in(2) ? ".cs" : ".dat");
  if (dice.one_in(3)) {
    for (auto file = share.files.begin(); file != share.files.end();) {
      file = *file != kCatalogue && dice.one_in(8) ? share.files.erase(file) : std::next(file);
    }
  }
  share.lists = dice.one_in(2);
  share.pages = std::array{ErrorPages::Custom, ErrorPages::Detailed, ErrorPages::OneLine}[dice.below(3)];
  share.options = std::array{OptionsVerb::Works, OptionsVerb::Works, OptionsVerb::Refused, OptionsVerb::WebDav,
                             OptionsVerb::NotFoundWhenMissing}[dice.below(5)];
  share.trace = dice.one_in(2) ? TraceVerb::NotImplemented : TraceVerb::Refused;
  return share;
}

bool is_true(const Share& share, const model::CauseRef& about) {
  const auto every = [&](auto holds) {
    return !about.parameters.empty() && std::all_of(about.parameters.begin(), about.parameters.end(), holds);
  };
  if (about.cause == "iis.mime-map-missing") {
    return every(
        [&](const std::string& extension) { return !share.has_any_map && share.mapped.count(extension) == 0; });
  }
  if (about.cause == "iis.extensionless-not-served") return !share.has_none_map;
  if (about.cause == "iis.double-escaping-refused") return !share.double_escapes;
  if (about.cause == "iis.directory-browsing-off") return !share.lists;
  if (about.cause == "iis.hidden-segment") {
    return every([&](const std::string& segment) { return share.hidden.count(base::to_lower(segment)) > 0; });
  }
  if (about.cause == "iis.extension-denied") {
    return every([&](const std::string& extension) { return share.denied.count(extension) > 0; });
  }
  if (about.cause == "publication.file-missing") {
    return std::any_of(about.parameters.begin(), about.parameters.end(),
                       [&](const std::string& path) { return share.files.count(path) == 0; });
  }
  return false;
}

std::string described(const model::Finding& finding) {
  return fmt::format("{} ({}), or {}", text_of(finding.about), model::name_of(finding.confidence),
                     fmt::join(alternatives_of(finding), " | "));
}

}  // namespace

TEST_CASE("on any tree, with any faults, what is called certain is true") {
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    const Share share = random_share(seed);
    const Run run = diagnose(share);
    for (const model::Finding& finding : run.findings) {
      if (finding.confidence != model::Confidence::Certain) continue;
      INFO("seed " << seed << ": " << described(finding));
      CHECK(is_true(share, finding.about));
    }
  }
}

TEST_CASE("on any tree, with any faults, one of the told explanations is true") {
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    const Share share = random_share(seed);
    const Run run = diagnose(share);
    for (const model::Finding& finding : run.findings) {
      bool any = is_true(share, finding.about);
      for (const model::CauseRef& other : finding.alternatives) any = any || is_true(share, other);
      INFO("seed " << seed << ": " << described(finding));
      CHECK(any);
    }
  }
}

TEST_CASE("on any tree, with any faults, no file fails unexplained and no file is told that arrives") {
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    const Share share = random_share(seed);
    std::uint64_t refused = 0;
    for (const std::string& path : share.entries()) {
      if (share.answer(model::Method::Get, path).status != 200) ++refused;
    }
    const Run run = diagnose(share);
    std::uint64_t told_about = 0;
    for (const model::Finding& finding : run.findings) {
      INFO("seed " << seed << ": " << described(finding));
      CHECK(finding.about.cause != "unexplained");
      for (const std::string& path : finding.affected.examples) {
        CHECK(share.answer(model::Method::Get, path).status != 200);
      }
      CHECK(finding.affected.count <= refused);
      told_about += finding.affected.count;
    }
    INFO("seed " << seed << ": " << fmt::format("{}", fmt::join(told(run), " | ")));
    CHECK(told_about >= refused);
  }
}

}  // namespace webcid::diagnose::testing
