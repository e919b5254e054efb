"""Drive the public client, as it comes from the registry; print what it understood.

Its one setting is where the server is. Arguments: the base of the list that is loaded,
and of the list that members add to; what to do. `TZ` is UTC, since the client writes
local time and calls it UTC.
"""

import json
import os
import sys

from threatexchange.exchanges.clients.ncmec import hash_api
from threatexchange.exchanges.impl import ncmec_api
from threatexchange.signal_type.md5 import VideoMD5Signal
from threatexchange.signal_type.pdq.signal import PdqSignal

USER = os.environ["USERNAME"], os.environ["PASSWORD"]
SIGNALS = [VideoMD5Signal, PdqSignal]


def client_of(base):
    made = hash_api.NCMECHashAPI(*USER, hash_api.NCMECEnvironment.test_Industry)
    made._base_url = base
    return made


def told(update):
    return {
        "key": f"{update.member_id}-{update.id}",
        "type": update.entry_type.value,
        "deleted": update.deleted,
        "classification": update.classification,
        "fingerprints": update.fingerprints,
        "feedback": {
            kind: [[f.feedback_type.value, f.member.esp_name, f.reason] for f in each]
            for kind, each in update.feedback.items()
        },
    }


def read(base):
    """Ask who we are, and iterate over everything."""
    client = client_of(base)
    status = client.status()
    pages = list(client.get_entries_iter())
    return {
        "status": [status.esp_id, status.esp_name],
        "members": {m.esp_id: m.esp_name for m in client.members()},
        "pages": [len(page.updates) for page in pages],
        "estimates": [page.estimated_entries_in_range for page in pages],
        "max": max(page.max_timestamp for page in pages),
        "updates": [told(u) for page in pages for u in page.updates],
    }


def vote(base, address, guid):
    """Vote up, and down for a reason."""
    client = client_of(base)
    member, entry = address.split("/")
    md5 = hash_api.FingerprintType.md5
    client.submit_upvote(int(member), entry, md5)
    down = hash_api.FeedbackType.downvote
    client.submit_feedback(int(member), entry, md5, down, negative_reason_guid=guid)
    return {}


class Exchange(ncmec_api.NCMECSignalExchangeAPI):
    """The whole exchange; only where the server is differs."""

    base = ""

    def get_client(self, environment):
        made = super().get_client(environment)
        made._base_url = self.base
        return made


def fetch(base, checkpoint, known):
    """Fetch whatever is new after a checkpoint, and convert it to signals."""
    environment = hash_api.NCMECEnvironment.test_Industry
    collab = ncmec_api.NCMECCollabConfig(name="test", environment=environment)
    exchange = Exchange(collab, *USER)
    exchange.base = base
    start = ncmec_api.NCMECCheckpoint(int(checkpoint)) if checkpoint else None
    state = {
        key: hash_api.NCMECEntryUpdate(
            **{**value, "entry_type": hash_api.NCMECEntryType(value["entry_type"])}
        )
        for key, value in json.loads(known).items()
    }
    seen = 0
    for delta in exchange.fetch_iter(SIGNALS, start):
        for key, new in delta.updates.items():
            seen += 1
            merged = exchange.fetch_value_merge(state.get(key), new)
            state.pop(key, None)
            if merged is not None:
                state[key] = merged
        start = delta.checkpoint
    signals = exchange.naive_convert_to_signal_type(SIGNALS, collab, state)
    return {
        "checkpoint": start.get_entries_max_ts,
        "seen": seen,
        "state": {
            key: {**vars(each), "entry_type": each.entry_type.value, "feedback": {}}
            for key, each in state.items()
        },
        "signals": {kind.get_name(): sorted(each) for kind, each in signals.items()},
    }


json.dump(globals()[sys.argv[1]](*sys.argv[2:]), sys.stdout)
