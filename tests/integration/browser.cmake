if(TARGET webcid-testserver AND TARGET webcid)
  add_test(NAME "report: what the page knows of each command's run"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/html_report_test.py $<TARGET_FILE:webcid>
            $<TARGET_FILE:webcid-testserver>)
  set_tests_properties("report: what the page knows of each command's run" PROPERTIES TIMEOUT 120)
  add_test(NAME "report: the page in a real browser"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/browser_test.py $<TARGET_FILE:webcid>
            $<TARGET_FILE:webcid-testserver> $<TARGET_FILE:report_samples>)
  # A browser wants a core of its own: beside other tests its time-outs would be theirs.
  set_tests_properties("report: the page in a real browser" PROPERTIES TIMEOUT 400 SKIP_RETURN_CODE 77 PROCESSORS 2)
endif()
