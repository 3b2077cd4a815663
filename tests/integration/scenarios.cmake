find_program(WEBCID_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(WEBCID_PYTHON NAMES python3 REQUIRED)

if(TARGET webcid-testserver AND TARGET webcid)
  add_test(NAME "check: every scenario in every mode"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/scenarios_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("check: every scenario in every mode" PROPERTIES TIMEOUT 600)
endif()
