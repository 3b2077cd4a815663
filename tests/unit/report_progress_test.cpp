#include <webcid/report/progress.hpp>

#include <string>

#include <webcid/base/text.hpp>

#include "catch.hpp"

using webcid::causes::Language;
using webcid::report::Progress;
using webcid::report::render_progress;

namespace {

Progress halfway() {
  Progress progress;
  progress.files_done = 1204;
  progress.files_total = 9123;
  progress.bytes_done = 81'300'000;
  progress.bytes_total = 812'400'000;
  progress.bytes_per_second = 12'100'000;
  progress.activity = {"listed-but-refused", {"usr/bin/ls", "404"}, {}};
  return progress;
}

}  // namespace

TEST_CASE("a wide terminal shows the whole progress") {
  CHECK(render_progress(halfway(), 200, Language::English) ==
        "1,204/9,123 files  81.3 MB/812.4 MB  12.1 MB/s  about 61 s left  "
        "usr/bin/ls is in the listing of its folder, yet a GET gets 404");
  CHECK(render_progress(halfway(), 200, Language::Japanese) ==
        "1,204/9,123 ファイル  81.3 MB/812.4 MB  12.1 MB/秒  残り約 61 秒  "
        "usr/bin/ls はフォルダーの一覧に表示されるのに、GET すると 404 が返る");
}

TEST_CASE("a narrow terminal loses the least important parts first") {
  CHECK(render_progress(halfway(), 80, Language::English) ==
        "1,204/9,123 files  81.3 MB/812.4 MB  12.1 MB/s  about 61 s left  usr/bin/ls i...");
  CHECK(render_progress(halfway(), 70, Language::English) ==
        "1,204/9,123 files  81.3 MB/812.4 MB  12.1 MB/s  about 61 s left");
  CHECK(render_progress(halfway(), 40, Language::English) == "1,204/9,123 files  81.3 MB/812.4 MB");
  CHECK(render_progress(halfway(), 10, Language::English) == "1,204/9...");
  CHECK(render_progress(halfway(), 0, Language::English).empty());
}

TEST_CASE("no width is ever exceeded, in either language") {
  Progress progress = halfway();
  progress.failed = 3;
  for (std::size_t width = 0; width < 150; ++width) {
    CHECK(webcid::base::display_width(render_progress(progress, width, Language::English)) <= width);
    CHECK(webcid::base::display_width(render_progress(progress, width, Language::Japanese)) <= width);
  }
}

TEST_CASE("before the catalogue is read there are no totals and no time left") {
  Progress progress;
  progress.files_done = 3;
  progress.bytes_done = 999;
  CHECK(render_progress(progress, 80, Language::English) == "3 files  999 B");
}

TEST_CASE("failures show at once, a long time left in minutes, and a stalled rate foretells nothing") {
  Progress progress = halfway();
  progress.activity = {};
  progress.failed = 2;
  progress.bytes_per_second = 1'000'000;
  CHECK(render_progress(progress, 200, Language::English) ==
        "1,204/9,123 files  2 failed  81.3 MB/812.4 MB  1.0 MB/s  about 13 min left");
  progress.bytes_per_second = 0;
  CHECK(render_progress(progress, 200, Language::English) == "1,204/9,123 files  2 failed  81.3 MB/812.4 MB");
}

TEST_CASE("what is going on is made printable") {
  Progress progress;
  progress.activity = {"unknown-activity", {"a\x1b\r\n\xff"}, {}};
  const std::string line = render_progress(progress, 200, Language::English);
  CHECK(line == "0 files  0 B  unknown-activity(a\\x1b\\x0d\\x0a\\xff)");
}
