if(TARGET webcid-testserver AND TARGET webcid)
  # Script, what it shows, seconds it may take.
  foreach(row IN ITEMS
      "scenarios_test|every scenario, the modes and the pairs in turn|600"
      "servers_test|nginx, Apache and the bars on memory|600"
      "acceptance_test|the guide as an acceptance test|300"
      "mime_map_test|the least list of MIME types serves all, and no shorter one does|300"
      "reference_test|what should be there tells missing from refused, and a folder is checked as a share|300"
      "several_test|several addresses and the machines of a name in one report|300"
      "limits_test|a run ends at its limits, and says so|300"
      "quick_test|a part of a tree tells as much as all of it|300"
      "foreign_servers_test|nginx, Apache, HAProxy and squid with faults of their own|300"
      "logon_test|who is logged on is let in by a ticket, and sent nowhere else|300"
      "replay_test|what was recorded is found again from its replay|300"
      "evidence_test|evidence is judged and replayed as the run was, over every scenario|300"
      "secrets_test|no planted secret leaves this machine|300"
      "remedies_test|the printed remedies mend what they were printed for|300")
    string(REPLACE "|" ";" row "${row}")
    list(GET row 0 script)
    list(GET row 1 what)
    list(GET row 2 seconds)
    add_test(NAME "check: ${what}"
      COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/${script}.py $<TARGET_FILE:webcid> $<TARGET_FILE:webcid-testserver>)
    set_tests_properties("check: ${what}" PROPERTIES TIMEOUT ${seconds})
  endforeach()
endif()
