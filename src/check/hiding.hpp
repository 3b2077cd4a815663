// What an answer quotes of this run's secrets, taken out before anybody sees the record.
#pragma once

#include <webcid/model/catalogue.hpp>
#include <webcid/model/evidence.hpp>
#include <webcid/model/secrets.hpp>

namespace webcid::check {

// Headers, texts and the body, but for a body of names: what a listing (`listing`) or a catalogue names is fetched by
// that name, and a server that prints passwords prints no catalogue.
void hide_secrets(model::Record& record, const model::Listing* listing, const model::Secrets& secrets);

}  // namespace webcid::check
