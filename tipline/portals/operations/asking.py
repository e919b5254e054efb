"""Who asks, as the views of this portal see them."""

from django.http import HttpRequest

from tipline.foundation.policy.principal import Principal


class SignedInRequest(HttpRequest):
    """A request whose sender the access middleware has found and admitted."""

    principal: Principal
