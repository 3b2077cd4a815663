// Which of what failed was refused for a time only (causes.tsv: iis.rate-limited).
#include <string>
#include <vector>

#include <diagnose/standing.hpp>

#include "catch.hpp"
#include "diagnose_records.hpp"

namespace webcid::diagnose::testing {
namespace {

using model::Purpose;

struct Request {
  Purpose purpose;
  std::string path;
  int status;  // 0: no response
  model::Method method = model::Method::Get;
};

// What is said of the file after all these requests.
Passing passing(const std::string& path, const std::vector<Request>& requests) {
  model::Target target;
  target.url = "http://srv/share";
  Observations seen(target);
  for (const Request& request : requests) {
    seen.add(answer(request.purpose, request.path, request.status), nullptr, nullptr);
  }
  const Standing standing(seen);
  for (const Symptom& symptom : seen.symptoms()) {
    if (symptom.path == path) return standing.of(symptom);
  }
  FAIL("no symptom " << path);
  return Passing::No;
}

std::vector<Request> two_refused(std::vector<Request> and_then) {
  and_then.insert(and_then.begin(), {{Purpose::File, "a.txt", 403}, {Purpose::File, "b.txt", 403}});
  return and_then;
}

}  // namespace

TEST_CASE("files that are let by when they are asked for again were refused for a time") {
  CHECK(passing("a.txt", two_refused({{Purpose::Confirm, "a.txt", 200}, {Purpose::Confirm, "b.txt", 200}})) ==
        Passing::Limited);
  // One that was asked for again speaks for both.
  CHECK(passing("a.txt", two_refused({{Purpose::Confirm, "b.txt", 200}})) == Passing::Limited);
  CHECK(passing("b.txt", two_refused({{Purpose::Confirm, "a.txt", 200}})) == Passing::Limited);
  CHECK(passing("a.txt", two_refused({{Purpose::Confirm, "a.txt", 200}, {Purpose::Confirm, "b.txt", 403}})) ==
        Passing::OtherAgain);
}

TEST_CASE("to be let by is to get what the site answers to other files, be it another refusal") {
  CHECK(passing("a.txt", two_refused({{Purpose::File, "c.txt", 404},
                                      {Purpose::Confirm, "a.txt", 404},
                                      {Purpose::Confirm, "b.txt", 404}})) == Passing::Limited);
  // What it answers to a folder is no such answer, nor is none at all.
  CHECK(passing("a.txt", two_refused({{Purpose::Folder, "c/", 500},
                                      {Purpose::Confirm, "a.txt", 500},
                                      {Purpose::Confirm, "b.txt", 500}})) == Passing::OtherAgain);
  CHECK(passing("a.txt", two_refused({{Purpose::File, "c.txt", 0},
                                      {Purpose::Confirm, "a.txt", 0},
                                      {Purpose::Confirm, "b.txt", 0}})) == Passing::OtherAgain);
}

TEST_CASE("a file fares as those of its extension did when they were asked again, else as those of its status did") {
  std::vector<Request> requests{
      {Purpose::File, "a.txt", 500}, {Purpose::File, "b.dat", 500}, {Purpose::Confirm, "a.txt", 200}};
  CHECK(passing("b.dat", requests) == Passing::OtherAgain);
  requests.push_back({Purpose::File, "c.dat", 500});
  requests.push_back({Purpose::Confirm, "c.dat", 500});
  CHECK(passing("b.dat", requests) == Passing::No);
}

TEST_CASE("that a file is there in another case is seen whatever else is refused before it") {
  const std::vector<Request> misspelt{{Purpose::File, "Setup.txt", 404},
                                      {Purpose::Probe, "setup.txt", 200, model::Method::Head}};
  CHECK(passing("Setup.txt", misspelt) == Passing::Misspelt);
  for (const Request& before : {Request{Purpose::File, "A.txt", 500}, Request{Purpose::Folder, "A/", 404},
                                Request{Purpose::File, "A.txt", 404}}) {
    std::vector<Request> requests = misspelt;
    requests.insert(requests.begin(), before);
    CHECK(passing("Setup.txt", requests) == Passing::Misspelt);
  }
}

}  // namespace webcid::diagnose::testing
