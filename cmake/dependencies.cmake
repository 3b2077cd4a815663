# Every third-party library, found once. Which house may use which is held by tests/integration/architecture_test.py.
if(MINGW_DEPS AND NOT EXISTS "${MINGW_DEPS}/lib")
  message(FATAL_ERROR "No libraries for Windows in ${MINGW_DEPS}: run packaging/windows/build-deps.sh ${MINGW_DEPS}")
endif()
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
if(WIN32)
  # libxml2's own package file, not CMake's module: only that one knows that a static library needs LIBXML_STATIC.
  find_package(LibXml2 REQUIRED CONFIG)
else()
  find_package(LibXml2 REQUIRED)
endif()
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt 9 REQUIRED)
add_library(webcid_fmt INTERFACE)
# One way to link {fmt} for everybody: header-only for Windows, so that only the headers matter there.
target_link_libraries(webcid_fmt INTERFACE $<IF:$<BOOL:${WIN32}>,fmt::fmt-header-only,fmt::fmt>)
# Headers only, and so without its own package file, which links a library.
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)
add_library(tomlplusplus INTERFACE)
target_include_directories(tomlplusplus SYSTEM INTERFACE ${TOMLPLUSPLUS_INCLUDE_DIR})
find_package(Threads REQUIRED)
find_path(TL_EXPECTED_INCLUDE_DIR tl/expected.hpp REQUIRED)
add_library(tl_expected INTERFACE)
target_include_directories(tl_expected SYSTEM INTERFACE ${TL_EXPECTED_INCLUDE_DIR})
find_package(pugixml REQUIRED)
# Logs of a server are read compressed too; the test server compresses bodies as IIS does.
find_package(ZLIB REQUIRED)
# Property lists of macOS. No package file for CMake comes with it.
find_path(LIBPLIST_INCLUDE_DIR plist/plist.h REQUIRED)
find_library(LIBPLIST_LIBRARY NAMES plist-2.0 plist REQUIRED)
add_library(libplist INTERFACE)
target_include_directories(libplist SYSTEM INTERFACE ${LIBPLIST_INCLUDE_DIR})
target_link_libraries(libplist INTERFACE ${LIBPLIST_LIBRARY})
if(WEBCID_TESTSERVER)
  # 1.74, Debian 12's default, fails on our coroutines; headers only, so no component is asked for.
  find_package(Boost 1.81 REQUIRED)
  # Of the test server alone: TLS.
  find_package(OpenSSL REQUIRED COMPONENTS SSL)
endif()
