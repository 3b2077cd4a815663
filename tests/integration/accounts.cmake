if(TARGET webcid-testserver)
  add_test(NAME "testserver: accounts, with curl"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/accounts_test.py $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("testserver: accounts, with curl" PROPERTIES TIMEOUT 300)
endif()
