"""How the clearinghouse treats one platform's submissions, and what its words mean."""

from datetime import datetime

from tipline.foundation.accounts.models import Organization, OrganizationKind
from tipline.foundation.audit import services as audit
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.intake.models import PlatformProfile
from tipline.intake.profile import Profile, ViewedScope

VIEWED_DEFINITION_MAX = 3000  # characters


def profile_of(reader: Principal, organization_id: int) -> PlatformProfile:
    """Give how a platform is treated; unsaved defaults if nobody ever said."""
    with acting(reader):
        row = PlatformProfile.objects.filter(pk=organization_id).first()
    return row or PlatformProfile(organization_id=organization_id)


def set_profile(
    actor: Principal,
    organization_id: int,
    *,
    profile: Profile,
    viewed_definition: str,
    viewed_scope: ViewedScope | None = None,
    at: datetime,
) -> None:
    """Say how strictly a platform is read, and what it means by having viewed a file.

    Reports that are open keep the profile that they were opened with. A scope of None
    leaves what was known of how much of a file the platform views.

    Raises:
        NotFoundError: there is no such platform.
    """
    with acting(actor):
        platforms = Organization.objects.filter(kind=OrganizationKind.PLATFORM)
        if not platforms.filter(pk=organization_id).exists():
            raise NotFoundError
        definition = viewed_definition.strip()[:VIEWED_DEFINITION_MAX]
        said = {"profile": profile.value, "viewed_definition": definition}
        if viewed_scope is not None:
            said["viewed_scope"] = viewed_scope.value
        PlatformProfile.objects.update_or_create(
            organization_id=organization_id, defaults=said
        )
        audit.record(
            actor,
            "platform.profile_set",
            f"organization:{organization_id}",
            profile=profile.value,
            has_viewed_definition=bool(definition),
            viewed_scope=viewed_scope and viewed_scope.value,
            at=at,
        )
