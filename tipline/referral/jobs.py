"""What the worker does about simulations, behind everything else."""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tipline.foundation.errors import TiplineError
from tipline.foundation.policy.principal import system
from tipline.referral import simulating

BEHIND = -20  # no report waits for a question about other reports


@app.task(queue="upkeep", name="simulate_routing", retry=RetryStrategy(linear_wait=5))
def simulate_routing(simulation_id: int) -> None:
    """Look at some reports of a simulation, then make way for what is waiting."""
    actor, at = system("simulation"), datetime.now(UTC)
    try:
        if simulating.go_on(actor, simulation_id, at=at):
            begin(simulation_id)
    except TiplineError as error:
        simulating.fail(actor, simulation_id, error=error, at=at)


def begin(simulation_id: int) -> None:
    """Queue a simulation; in the transaction of the caller."""
    simulate_routing.configure(priority=BEHIND).defer(simulation_id=simulation_id)
