# Cross-compiles for 64-bit Windows with Debian's mingw-w64 (g++-mingw-w64-x86-64-posix), everything linked statically.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_SYSTEM_VERSION 10.0)
set(_triple x86_64-w64-mingw32)
# The -posix variant by its full name: the win32 thread model of g++ 12 has no std::thread.
set(CMAKE_C_COMPILER ${_triple}-gcc-posix)
set(CMAKE_CXX_COMPILER ${_triple}-g++-posix)
set(CMAKE_RC_COMPILER ${_triple}-windres)

# The prefix that packaging/windows/build-deps.sh filled: -DMINGW_DEPS, else the environment, else build/windows-deps.
if(NOT MINGW_DEPS)
  if(NOT "$ENV{MINGW_DEPS}" STREQUAL "")
    set(MINGW_DEPS "$ENV{MINGW_DEPS}")
  else()
    get_filename_component(MINGW_DEPS "${CMAKE_CURRENT_LIST_DIR}/../build/windows-deps" ABSOLUTE)
  endif()
endif()
set(MINGW_DEPS "${MINGW_DEPS}" CACHE PATH "prefix of the cross-built static dependencies")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MINGW_DEPS)
# Nothing of the build machine itself may be found but programs.
set(CMAKE_FIND_ROOT_PATH "${MINGW_DEPS}" /usr/${_triple})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# 0x0A00 is Windows 10: what the headers declare and what the program asks for.
set(CMAKE_C_FLAGS_INIT "-D_WIN32_WINNT=0x0A00 -DWINVER=0x0A00 -ffunction-sections -fdata-sections")
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT}")
# Without a time stamp two builds of the same source are the same file.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -Wl,--no-insert-timestamp -Wl,--gc-sections")
set(CMAKE_EXE_LINKER_FLAGS_RELEASE_INIT "-s")

# What was built runs under Wine, when that is installed: tests do.
set(CMAKE_CROSSCOMPILING_EMULATOR "${CMAKE_CURRENT_LIST_DIR}/../packaging/windows/wine-run.sh")

# FindOpenSSL adds ws2_32 and crypt32 to OpenSSL::Crypto only with this.
set(OPENSSL_USE_STATIC_LIBS ON)
set(ZLIB_USE_STATIC_LIBS ON)
