"""Where an address is: by what people said, then by data, and what hides behind it."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from tipline.foundation.policy.principal import Principal
from tipline.referral import corrections
from tipline.referral.geolocation import Geolocator, Place
from tipline.referral.models import PlaceCorrection
from tipline.referral.networks import Network, NetworkFinder, NetworkKind


@dataclass(frozen=True, slots=True)
class LocationData:
    """What is known of addresses, from files."""

    places: Geolocator
    networks: NetworkFinder

    @classmethod
    @cache
    def open(cls, places: Path | None, networks: Path | None) -> "LocationData":
        """Open both once in a process; None is the shipped extract.

        Raises:
            MalformedGeodataError: a file is missing, or is no such database.
        """
        return cls(Geolocator.open(places), NetworkFinder.open(networks))


@dataclass(frozen=True, kw_only=True)
class Locator:
    """Places addresses for one report, at one time.

    A person's correction of a network answers before all data. What stands in a
    hosting, VPN or Tor network keeps its place, and is marked.
    """

    reader: Principal
    at: datetime
    data: LocationData

    def place_of(self, ip: str) -> Place | None:
        """Give the place of an address; without a country if only its network is known.

        None if nothing is known of it.
        """
        owner = self.data.networks.owner_of(ip)
        corrected = corrections.covering(self.reader, ip, at=self.at)
        if corrected is not None:
            return replace(_corrected(corrected), owner=owner)
        place = self.data.places.place_of(ip)
        network = self.data.networks.network_of(ip)
        said = network or owner
        if place is None and said is not None:
            place = Place("", None, said.source, self.at.date())
        return place and replace(place, network=network, owner=owner)


def _corrected(said: PlaceCorrection) -> Place:
    source = f"correction {said.pk} of {said.network}"
    hides = NetworkKind(said.kind) if said.kind else None
    network = Network(hides, str(said.network), source) if hides else None
    return Place(said.country, said.state or None, source, said.made_at.date(), network)
