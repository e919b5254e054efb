"""`tipline audit`: prove that nobody changed the audit."""

import argparse

from tipline.commandline import options
from tipline.commandline.context import ACTOR
from tipline.foundation.audit import queries
from tipline.foundation.policy.scope import acting

_BROKEN = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `tipline audit`."""
    commands = options.add_subcommands(parser)
    options.add_data(parser)
    options.add_subcommand(
        commands,
        "verify",
        verify,
        summary="Recompute every chain of the audit. The exit code is 1 when one does "
        "not hold. Keep the heads outside: they show later that nothing was cut off.",
    )


def verify(arguments: argparse.Namespace) -> int:
    """Recompute all chains and show their heads."""
    with acting(ACTOR):
        result = queries.verified(ACTOR)
    facts = {
        "holds": result.holds,
        "entries": result.entries,
        "breaks": [
            {"chain": b.chain, "position": b.position, "reason": b.reason}
            for b in result.breaks
        ],
        "heads": list(result.heads),
    }
    word = "holds" if result.holds else "DOES NOT HOLD"
    lines = [f"The audit {word}: {result.entries} entries."]
    lines += [
        f"  chain {b.chain}, entry {b.position}: {b.reason}" for b in result.breaks
    ]
    lines += ["Heads, as chain:position:hash, to be kept outside:"]
    lines += [f"  {head}" for head in result.heads]
    options.answer(arguments, facts, "\n".join(lines))
    return 0 if result.holds else _BROKEN
