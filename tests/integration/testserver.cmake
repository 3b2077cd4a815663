if(TARGET webcid-testserver)
  # Script, what it shows.
  foreach(row IN ITEMS
      "probe_tables_test|the published probe tables"
      "testserver_test|over real sockets"
      "faults_test|what each fault puts on the wire")
    string(REPLACE "|" ";" row "${row}")
    list(GET row 0 script)
    list(GET row 1 what)
    add_test(NAME "testserver: ${what}"
      COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/${script}.py $<TARGET_FILE:webcid-testserver>)
    set_tests_properties("testserver: ${what}" PROPERTIES TIMEOUT 300)
  endforeach()
endif()
