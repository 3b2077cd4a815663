if(TARGET webcid-testserver AND TARGET webcid)
  add_test(NAME "cli: an endpoint's update settings"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/endpoint_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("cli: an endpoint's update settings" PROPERTIES TIMEOUT 300)
endif()
