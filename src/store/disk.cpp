#include "disk.hpp"

namespace webcid::store::disk {

Code sync_way(OpenFolder& folder) {
  if (const Code error = sync_folder(folder)) return error;
  for (OpenFolder* at = &folder; at->is_entry_pending; at = at->parent.get()) {
    if (const Code error = sync_folder(*at->parent)) return error;
    at->is_entry_pending = false;
  }
  return 0;
}

}  // namespace webcid::store::disk
