"""Ends processes of one product, and of no other, the way a power cut does."""

import contextlib
import random

import psutil

from tests.product import Product
from tipline.commandline.runfile import RunFile

# What a campaign hits, and how often at least.
PLAN = {
    "web process": 11,
    "decoder": 11,
    "worker": 8,
    "web server": 4,
    "postgres": 6,
}


class Killer:
    """Kills parts of a running product with SIGKILL, in an order from the seed."""

    def __init__(self, product: Product, *, seed: int) -> None:
        self.product = product
        self.chance = random.Random(seed)
        self.hits = dict.fromkeys(PLAN, 0)
        self.left = [target for target, times in PLAN.items() for _ in range(times)]
        self.chance.shuffle(self.left)

    def strike(self) -> None:
        """Kill the first part of the plan that runs just now."""
        for target in dict.fromkeys(self.left):
            if self.kill(target):
                self.hits[target] += 1
                self.left.remove(target)
                return

    def kill(self, target: str) -> bool:
        """Kill one part, if it runs; tell whether it did."""
        victims = [each for each in self._find(target) if self._is_ours(each)]
        for victim in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()
        return bool(victims)

    def _find(self, target: str) -> list[psutil.Process]:
        if target == "web process":
            return self.chance.sample(
                found := self._children("web"), min(1, len(found))
            )
        if target == "decoder":
            return self._children("worker")
        if target == "postgres":
            return [*self._process("postgres"), *self._children("postgres")]
        return self._process("web" if target == "web server" else "worker")

    def _process(self, name: str) -> list[psutil.Process]:
        state = RunFile(self.product.data).state()
        pid = state.processes[name].pid if state else None
        with contextlib.suppress(psutil.NoSuchProcess):
            return [psutil.Process(pid)] if pid else []
        return []

    def _children(self, name: str) -> list[psutil.Process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            return [c for p in self._process(name) for c in p.children(recursive=True)]
        return []

    def _is_ours(self, process: psutil.Process) -> bool:
        with contextlib.suppress(psutil.NoSuchProcess):
            supervisor = self.product.process
            ours = {supervisor.pid} if supervisor else set()
            return bool(ours & {parent.pid for parent in process.parents()})
        return False
