if(TARGET webcid-testserver)
  # Script, what it shows, seconds it may take.
  foreach(row IN ITEMS
      "probe_tables_test|the published probe tables|300"
      "testserver_test|over real sockets|300"
      "faults_test|what each fault puts on the wire|300"
      "nodes_test|several machines behind one name|120"
      "iis_logs_test|logs as IIS writes them|120")
    string(REPLACE "|" ";" row "${row}")
    list(GET row 0 script)
    list(GET row 1 what)
    list(GET row 2 seconds)
    add_test(NAME "testserver: ${what}"
      COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/${script}.py $<TARGET_FILE:webcid-testserver>)
    set_tests_properties("testserver: ${what}" PROPERTIES TIMEOUT ${seconds})
  endforeach()
  add_test(NAME "testserver: ten thousand malformed requests"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_SOURCE_DIR}/tests/soak/malformed_requests.py $<TARGET_FILE:webcid-testserver> 10000)
  set_tests_properties("testserver: ten thousand malformed requests" PROPERTIES TIMEOUT 300)
  add_test(NAME "testserver: the scenarios and their list"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/scenario_list_test.py $<TARGET_FILE:webcid-testserver>
            ${CMAKE_SOURCE_DIR})
  set_tests_properties("testserver: the scenarios and their list" PROPERTIES TIMEOUT 120)
endif()
