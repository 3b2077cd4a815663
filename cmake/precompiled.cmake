# webcid_precompiled(TARGET OWNER HEADER...)
# TARGET takes the standard headers that nearly every source includes, and HEADER..., from a precompiled header, which
# OWNER, a target compiled alike, has made (or makes, where it is TARGET). It saves a third of a build. Every source
# includes what it uses all the same: builds with ccache, with another compiler, for Windows, with a sanitizer, and those
# of clang-tidy, have no such header.
function(webcid_precompiled target owner)
  if(CMAKE_DISABLE_PRECOMPILE_HEADERS OR WIN32 OR WEBCID_SANITIZE OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  if(target STREQUAL owner)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <sstream> <string> <string_view>
      <unordered_map> <utility> <variant> <vector> <fmt/format.h> ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
  # g++ 12 forgets in a precompiled header what is the system's, and may take a line of <string> for a mistake of ours.
  target_compile_options(${target} PRIVATE -Wno-error=array-bounds -Wno-error=stringop-overread
    -Wno-error=stringop-overflow -Wno-error=restrict)
endfunction()
