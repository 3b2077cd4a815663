add_executable(report_samples report_samples.cpp)
target_link_libraries(report_samples PRIVATE webcid_report)
target_include_directories(report_samples PRIVATE ${CMAKE_SOURCE_DIR}/tests)
add_test(NAME "report: rendered reports match the schema"
  COMMAND ${WEBCID_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/report_schema_test.py
          $<TARGET_FILE:report_samples> ${CMAKE_SOURCE_DIR}/docs/report.schema.json)
set_tests_properties("report: rendered reports match the schema" PROPERTIES TIMEOUT 120)
