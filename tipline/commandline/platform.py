"""`tipline platform`: platforms and the credentials of their programs."""

import argparse

from tipline.commandline import context, options
from tipline.commandline.context import ACTOR, NoSuchNameError, now
from tipline.foundation.accounts import queries, services
from tipline.foundation.accounts.models import ApiCredential, Organization
from tipline.foundation.accounts.uses import CredentialUse
from tipline.foundation.errors import NotFoundError
from tipline.foundation.policy.scope import acting
from tipline.intake import platforms
from tipline.intake.profile import Profile, ViewedScope

_DESCRIPTION = """\
Platforms report over the reporting interface. Each of their programs signs in with a
user name and a password of its own, a credential, which is valid for a year and can be
revoked at once.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline platform`."""
    parser.description = _DESCRIPTION
    commands = options.add_subcommands(parser)
    options.add_data(parser)
    added = options.add_subcommand(
        commands,
        "add",
        add,
        summary="Issue a new credential, and make the platform if it is new. "
        "User name and password are shown once.",
    )
    added.add_argument(
        "name", metavar="NAME", type=options.name, help="the platform's name"
    )
    added.add_argument(
        "--test",
        action="store_true",
        help="a credential for trying things out: its reports reach nobody",
    )
    added.add_argument(
        "--hash-lists",
        action="store_true",
        help="a credential for the hash sharing interface, and for nothing else",
    )
    options.add_subcommand(
        commands, "list", list_all, summary="List the platforms and their credentials."
    )
    revoked = options.add_subcommand(
        commands,
        "revoke",
        revoke,
        summary="Make a credential useless, from the next request on.",
    )
    revoked.add_argument("username", metavar="USERNAME", help="as `add` showed it")
    _add_profile(commands)


def _add_profile(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    profile = options.add_subcommand(
        commands,
        "profile",
        set_profile,
        summary="Say how strictly a platform's reports are read.",
    )
    profile.add_argument("name", metavar="NAME", help="the platform's name")
    profile.add_argument(
        "--profile",
        choices=[profile.value for profile in Profile],
        help="lenient refuses what cannot be understood and warns of the rest; strict "
        "refuses every breach of a documented rule",
    )
    profile.add_argument(
        "--viewed-definition",
        metavar="TEXT",
        help="what the platform means by saying that it viewed a file, for officers",
    )
    profile.add_argument(
        "--viewed-scope",
        choices=[scope.value for scope in ViewedScope],
        help="how much of a file the platform views; the yes of one that views a part "
        "opens no file",
    )


def add(arguments: argparse.Namespace) -> int:
    """Issue a credential and show it."""
    at = now()
    use = (
        CredentialUse.HASH_SHARING if arguments.hash_lists else CredentialUse.REPORTING
    )
    with acting(ACTOR):  # refused, it leaves no platform behind
        try:
            platform = context.platform_named(arguments.name)
        except NoSuchNameError:
            platform = services.add_organization(
                ACTOR, kind="platform", name=arguments.name, at=at
            )
        credential, password = services.add_credential(
            ACTOR, organization=platform, is_test=arguments.test, use=use, at=at
        )
    path = "hashsharing" if arguments.hash_lists else "ispws"
    base_url = f"{context.address(arguments.environment)}/{path}"
    facts = {
        "organization": platform.name,
        "organization_id": platform.pk,
        "username": credential.username,
        "password": password,
        "is_test": credential.is_test,
        "use": credential.use,
        "expires_at": credential.expires_at,
        "base_url": base_url,
    }
    kind = "test credential" if credential.is_test else "credential"
    text = (
        f"A new {kind} of {platform.name}. The password is not shown again.\n"
        f"  User name  {credential.username}\n"
        f"  Password   {password}\n"
        f"  Address    {base_url}\n"
        f"  Valid to   {credential.expires_at:%Y-%m-%d}"
    )
    options.answer(arguments, facts, text)
    return 0


def list_all(arguments: argparse.Namespace) -> int:
    """List every platform, its profile, and its credentials."""
    found = [
        (platform, queries.credentials_of(ACTOR, platform))
        for platform in queries.organizations(ACTOR, kind="platform")
    ]
    facts = [_platform_facts(platform, credentials) for platform, credentials in found]
    head = (
        "platform",
        "profile",
        "user name",
        "test",
        "for",
        "valid to",
        "last used",
        "state",
    )
    rows: list[tuple[object, ...]] = [
        (
            fact["name"],
            fact["profile"],
            credential.username,
            credential.is_test,
            credential.use,
            f"{credential.expires_at:%Y-%m-%d}",
            credential.last_used_at,
            _state(platform, credential),
        )
        for (platform, credentials), fact in zip(found, facts, strict=True)
        for credential in credentials
    ]
    none = "There is no platform yet. Add one with: tipline platform add NAME."
    options.answer(arguments, facts, context.table(head, rows, none=none))
    return 0


def _platform_facts(
    platform: Organization, credentials: list[ApiCredential]
) -> dict[str, object]:
    profile = platforms.profile_of(ACTOR, platform.pk)
    return {
        "organization_id": platform.pk,
        "name": platform.name,
        "profile": str(Profile(profile.profile)),
        "viewed_definition": profile.viewed_definition,
        "suspended_at": platform.suspended_at,
        "credentials": [
            {
                "username": credential.username,
                "is_test": credential.is_test,
                "use": credential.use,
                "created_at": credential.created_at,
                "expires_at": credential.expires_at,
                "revoked_at": credential.revoked_at,
                "last_used_at": credential.last_used_at,
            }
            for credential in credentials
        ],
    }


def _state(platform: Organization, credential: ApiCredential) -> str:
    if platform.suspended_at:
        return "suspended"
    if credential.revoked_at:
        return "revoked"
    return "expired" if credential.expires_at <= now() else "valid"


def revoke(arguments: argparse.Namespace) -> int:
    """Revoke one credential."""
    try:
        credential = queries.credential_named(ACTOR, arguments.username)
    except NotFoundError:
        raise NoSuchNameError(
            kind="credential", name=arguments.username, look="platform list"
        ) from None
    at = now()
    services.revoke_credential(ACTOR, credential, at=at)
    facts = {"username": credential.username, "revoked_at": at}
    text = f"{credential.username} of {credential.organization} is revoked."
    options.answer(arguments, facts, text)
    return 0


def set_profile(arguments: argparse.Namespace) -> int:
    """Change what was given of a platform's profile, and show how it stands."""
    platform = context.platform_named(arguments.name)
    before = platforms.profile_of(ACTOR, platform.pk)
    definition, scope = arguments.viewed_definition, arguments.viewed_scope
    if arguments.profile or scope or definition is not None:
        platforms.set_profile(
            ACTOR,
            platform.pk,
            profile=Profile(arguments.profile or before.profile),
            viewed_definition=before.viewed_definition
            if definition is None
            else definition,
            viewed_scope=ViewedScope(scope) if scope else None,
            at=now(),
        )
    after = platforms.profile_of(ACTOR, platform.pk)
    facts = {
        "organization": platform.name,
        "organization_id": platform.pk,
        "profile": str(Profile(after.profile)),
        "viewed_definition": after.viewed_definition,
        "viewed_scope": after.viewed_scope,
    }
    said = after.viewed_definition or "not stated"
    text = f"{platform.name} is read {after.profile}. Viewed means: {said}"
    options.answer(arguments, facts, text)
    return 0
