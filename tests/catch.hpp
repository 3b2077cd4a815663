// The one include for tests: Catch2 v3 where the system has it, v2 (Debian 12) else.
#pragma once
#ifdef WEBCID_CATCH2_V3
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
