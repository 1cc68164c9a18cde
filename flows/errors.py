"""The failures that a user can fix: their messages name the input and say what to do."""

from __future__ import annotations

from flows.fetch.sources import SourceError
from flows.gold import GoldError
from flows.project import WarehouseError
from flows.query import QueryError
from flows.remote import RemoteError
from flows.resources import PipelineError
from flows.runners import ServerUnreachableError, WorkerLostError, WorkersFailedError
from flows.storage import OutputError
from transforms.seeds import SeedError

USER_ERRORS = (
    GoldError,
    OutputError,
    PipelineError,
    QueryError,
    RemoteError,
    SeedError,
    ServerUnreachableError,
    SourceError,
    WarehouseError,
    WorkerLostError,
    WorkersFailedError,
)
