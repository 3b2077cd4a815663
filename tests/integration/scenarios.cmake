if(TARGET webcid-testserver AND TARGET webcid)
  add_test(NAME "check: every scenario in every mode"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/scenarios_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("check: every scenario in every mode" PROPERTIES TIMEOUT 600)
endif()

if(TARGET webcid-testserver AND TARGET webcid)
  add_test(NAME "check: nginx, Apache and the bars on memory"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/servers_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("check: nginx, Apache and the bars on memory" PROPERTIES TIMEOUT 600)
endif()
