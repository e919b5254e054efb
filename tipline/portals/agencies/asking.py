"""Who asks: requests of this portal come from an officer, as the policy demands."""

from django.http import HttpRequest

from tipline.foundation.policy.principal import Principal
from tipline.referral.assembly import Officer


class OfficerRequest(HttpRequest):
    """A request that the access middleware let through to an agency's officer."""

    principal: Principal
    person: Officer
