if(TARGET webcid-testserver)
  add_test(NAME "testserver: the published probe tables"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/probe_tables_test.py $<TARGET_FILE:webcid-testserver>)
  add_test(NAME "testserver: over real sockets"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/testserver_test.py $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("testserver: over real sockets" PROPERTIES TIMEOUT 300)
endif()
