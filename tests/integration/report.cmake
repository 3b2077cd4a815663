add_executable(report_samples report_samples.cpp)
target_link_libraries(report_samples PRIVATE webcid_report webcid_diagnose webcid_store)
target_include_directories(report_samples PRIVATE ${CMAKE_SOURCE_DIR}/tests)
add_test(NAME "report: rendered reports match the schema"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/report_schema_test.py
          $<TARGET_FILE:report_samples> ${CMAKE_SOURCE_DIR}/docs/report.schema.json)
set_tests_properties("report: rendered reports match the schema" PROPERTIES TIMEOUT 120)
add_test(NAME "report: what reads the other formats takes them"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/report_formats_test.py
          $<TARGET_FILE:report_samples> ${CMAKE_SOURCE_DIR}/docs/junit.xsd)
set_tests_properties("report: what reads the other formats takes them" PROPERTIES TIMEOUT 120)
if(TARGET webcid)
  add_test(NAME "report: alerts and examples for fleets"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/fleet_test.py $<TARGET_FILE:webcid> $<TARGET_FILE:report_samples>)
  set_tests_properties("report: alerts and examples for fleets" PROPERTIES TIMEOUT 120)
endif()
if(TARGET webcid-testserver AND TARGET webcid)
  add_test(NAME "evidence: saved runs are HAR 1.2"
    COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/har_schema_test.py $<TARGET_FILE:webcid>
            $<TARGET_FILE:webcid-testserver> ${CMAKE_SOURCE_DIR}/tests/samples/har-1.2.schema.json)
  set_tests_properties("evidence: saved runs are HAR 1.2" PROPERTIES TIMEOUT 120)
endif()
