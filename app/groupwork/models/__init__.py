"""Tables of group work."""

from app.groupwork.models.peer import PeerAssignment, PeerShare, PeerSharing, PeerWindowRow

__all__ = ["PeerAssignment", "PeerShare", "PeerSharing", "PeerWindowRow"]
