if(TARGET webcid-testserver AND TARGET webcid)
  add_test(NAME "cli: reports and where they go"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/reports_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("cli: reports and where they go" PROPERTIES TIMEOUT 300)
endif()
