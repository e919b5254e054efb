"""The keys of packets: to whose they are encrypted, and by whose they are signed."""

from django.conf import settings

from tipline.portals.agencies.api.operations import Call, operation
from tipline.portals.agencies.api.shapes import Moment, Shape
from tipline.referral.packet.signature import Signer
from tipline.sealing import queries
from tipline.sealing.age import fingerprint_of


class AgencyKeyShape(Shape):
    """The agency's public key; its fingerprint is the SHA-256 of its text."""

    recipient: str
    fingerprint: str
    entered_at: Moment


class Keys(Shape):
    """The key that packets are encrypted to, null without one, and that signs them.

    A packet cannot vouch for itself: keep `signing_key` apart from packets.
    """

    agency_key: AgencyKeyShape | None
    signing_key: str


@operation("GET", "keys", name="keys", group="Downloads", answers=Keys)
def keys(call: Call) -> Keys:
    """Give the agency's public key, and the one by which packets are checked.

    An officer enters the agency's key and takes it back, in the portal, with a passkey
    used just now: whoever has a token alone does not decide who can read packets.
    """
    signing_key = Signer(settings.PACKET_SIGNING_SECRET).public_key
    key = queries.key_of(call.principal)
    if key is None:
        return Keys(agency_key=None, signing_key=signing_key)
    given = AgencyKeyShape(
        recipient=key.recipient,
        fingerprint=fingerprint_of(key.recipient),
        entered_at=key.entered_at,
    )
    return Keys(agency_key=given, signing_key=signing_key)
