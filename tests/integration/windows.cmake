# Programs for Windows that were built here: what is tried of them under Wine, beside the unit tests.
if(NOT (WIN32 AND CMAKE_CROSSCOMPILING))
  return()
endif()
set(WEBCID_NATIVE ${CMAKE_SOURCE_DIR}/build/release CACHE PATH "the programs of this system, to compare with")
# Tests start programs by their path: for each one a script that runs it.
foreach(program IN ITEMS webcid webcid-testserver)
  set(${program} ${CMAKE_BINARY_DIR}/under-wine/${program})
  file(GENERATE OUTPUT ${${program}}
    CONTENT "#!/bin/sh\nexec '${CMAKE_CROSSCOMPILING_EMULATOR}' '$<TARGET_FILE:${program}>' \"$@\"\n"
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endforeach()
set(native ${WEBCID_NATIVE}/webcid ${WEBCID_NATIVE}/webcid-testserver)

# What another program on the machine does to webcid.exe.
add_executable(windows_neighbour ${CMAKE_CURRENT_LIST_DIR}/windows_neighbour.cpp)
target_link_options(windows_neighbour PRIVATE -municode)
add_test(NAME "windows: webcid.exe behaves as a program of Windows should"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/windows_behaviour_test.py
          ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:webcid> $<TARGET_FILE:windows_neighbour> ${native})
set_tests_properties("windows: webcid.exe behaves as a program of Windows should" PROPERTIES TIMEOUT 900)

add_test(NAME "windows: what the programs need and say of themselves"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/windows_programs_test.py
          ${CMAKE_OBJDUMP} $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
add_test(NAME "windows: every scenario gives the report of this system"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/windows_reports_test.py
          ${native} ${webcid} ${webcid-testserver})
add_test(NAME "windows: every scenario, the modes and the pairs in turn, the server of this system"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/scenarios_test.py ${webcid} ${WEBCID_NATIVE}/webcid-testserver)
add_test(NAME "windows: every scenario, the modes and the pairs in turn, the server of Windows"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/scenarios_test.py ${webcid} ${webcid-testserver})
add_test(NAME "windows: logging on, with an account and as who is logged on"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/windows_logon_test.py ${webcid} ${native})
add_test(NAME "windows: the proxy of Windows' settings and PAC files"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/windows_proxy_test.py ${webcid} ${native})
set_tests_properties(
  "windows: logging on, with an account and as who is logged on"
  "windows: the proxy of Windows' settings and PAC files"
  PROPERTIES TIMEOUT 600)
set_tests_properties(
  "windows: every scenario gives the report of this system"
  "windows: every scenario, the modes and the pairs in turn, the server of this system"
  "windows: every scenario, the modes and the pairs in turn, the server of Windows"
  PROPERTIES TIMEOUT 1800)
