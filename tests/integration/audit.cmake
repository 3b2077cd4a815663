if(TARGET webcid-testserver)
  add_test(NAME "audit: predicts what check meets, in every scenario and version"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/audit_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("audit: predicts what check meets, in every scenario and version" PROPERTIES TIMEOUT 600)
  add_test(NAME "audit: what the server's files name is certain"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/server_facts_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("audit: what the server's files name is certain" PROPERTIES TIMEOUT 300)
endif()
