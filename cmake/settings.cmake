# Compiler settings for our own targets only: third-party code never sees them.
add_library(webcid_settings INTERFACE)
target_include_directories(webcid_settings INTERFACE ${CMAKE_SOURCE_DIR}/include)
target_compile_definitions(webcid_settings INTERFACE WEBCID_VERSION="${PROJECT_VERSION}")
if(MSVC)
  # Never tried: see docs/BUILDING_WINDOWS.md. Sources are UTF-8, and so are the texts in them.
  target_compile_options(webcid_settings INTERFACE /W4 /utf-8 /permissive- /Zc:__cplusplus /EHsc)
else()
  target_compile_options(webcid_settings INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion
    -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -Wpedantic)
endif()
# g++ 12 at -O3 takes "x" + std::string for an overlapping copy: https://gcc.gnu.org/PR105651, mended in 13.
set(gcc12_release $<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>,$<CONFIG:Release>>)
target_compile_options(webcid_settings INTERFACE $<${gcc12_release}:-Wno-restrict>)
if(WEBCID_WERROR)
  target_compile_options(webcid_settings INTERFACE $<IF:$<CXX_COMPILER_ID:MSVC>,/WX,-Werror>)
endif()
# What makes a mistake in memory end the program rather than serve somebody (docs/THREATS.md); hardening_test.py and
# windows_programs_test.py look whether it is in what was built. The sanitizers bring their own.
if(NOT MSVC AND NOT WEBCID_SANITIZE)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  include(CheckPIESupported)
  check_pie_supported(LANGUAGES CXX)
  target_compile_options(webcid_settings INTERFACE -fstack-protector-strong
    $<$<CONFIG:RelWithDebInfo,Release>:-D_FORTIFY_SOURCE=2>)
  if(MINGW)
    add_link_options(-Wl,--dynamicbase,--high-entropy-va,--nxcompat)
  else()
    target_compile_options(webcid_settings INTERFACE -fstack-clash-protection)
    add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
  endif()
endif()
if(WEBCID_FUZZ)
  # Every house tells libFuzzer which of its branches were taken.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(WEBCID_SANITIZE)
  # Globally, so that objects of every house agree on the instrumentation.
  add_compile_options(-fsanitize=${WEBCID_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${WEBCID_SANITIZE})
endif()
if(WEBCID_COVERAGE)
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
endif()
if(WIN32)
  target_compile_definitions(webcid_settings INTERFACE UNICODE _UNICODE NOMINMAX WIN32_LEAN_AND_MEAN)
endif()

# These only make builds faster; none is needed.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  # ccache remembers nothing that was compiled with a precompiled header, unless it is told to be sloppy.
  set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON)
endif()
