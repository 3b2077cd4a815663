"""Every case of a server that means harm, by the kind of what it does."""
import hostile_accounts  # noqa: F401
import hostile_lists  # noqa: F401
import hostile_parts  # noqa: F401
import hostile_places  # noqa: F401
import hostile_wire  # noqa: F401
from hostile_peer import CASES, Ledger, Peer

__all__ = ["CASES", "Ledger", "Peer"]
