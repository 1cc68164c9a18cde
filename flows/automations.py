"""Automations of the Prefect server: tell a webhook of runs that fail, crash, take too long or come late.

    WHOSAID_ALERT_URL=https://hooks.example/x python -m flows.automations

The server calls the webhook itself, so that a worker that is gone is told of too.
"""

from __future__ import annotations

import asyncio
import os
import sys

from prefect.automations import Automation
from prefect.blocks.webhook import Webhook
from prefect.events.actions import CallWebhook
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from pydantic import SecretStr

BLOCK = "whosaid-alert"
PAYLOAD = '{"flow": "{{ flow.name }}", "run": "{{ flow_run.name }}", "state": "{{ flow_run.state.name }}"}'
AUTOMATIONS = {
    "whosaid: a run failed": {"prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.TimedOut"},
    "whosaid: a run is late": {"prefect.flow-run.Late"},
}
"""Each automation's name, and the states of flow runs that set it off."""


async def make_automations(url: str) -> list[str]:
    """Make the webhook and the automations, or bring them up to date; return their names."""
    block_id = await Webhook(method="POST", url=SecretStr(url)).asave(BLOCK, overwrite=True)
    for name, states in AUTOMATIONS.items():
        trigger = EventTrigger(
            posture=Posture.Reactive,
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            expect=states,
            threshold=1,
        )
        fresh = Automation(
            name=name, trigger=trigger, actions=[CallWebhook(block_document_id=block_id, payload=PAYLOAD)]
        )
        try:
            fresh.id = (await Automation.aread(name=name)).id
        except ValueError:  # there is none
            await fresh.acreate()
        else:
            await fresh.aupdate()
    return list(AUTOMATIONS)


def main() -> None:
    """Make them if the environment names a webhook."""
    url = os.environ.get("WHOSAID_ALERT_URL")
    if not url:
        sys.stderr.write("WHOSAID_ALERT_URL names no webhook: nobody is told of late and failed runs\n")
        return
    for name in asyncio.run(make_automations(url)):
        sys.stdout.write(f"automation: {name}\n")


if __name__ == "__main__":
    main()
