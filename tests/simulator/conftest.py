from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import requests

from tests.simulator.cases import long_life, madrid_drawing
from watcher.simulator import SIMULATOR_KEY, Office, SimulatorServer


@pytest.fixture
def office() -> Office:
    return Office([long_life(), madrid_drawing()], start=date(2024, 6, 20))


@pytest.fixture
def server(office: Office) -> Iterator[SimulatorServer]:
    with SimulatorServer(office) as running:
        yield running


@pytest.fixture
def get(server: SimulatorServer) -> Iterator[Callable[..., requests.Response]]:
    with requests.Session() as session:
        session.trust_env = False

        def ask(path: str, key: str | None = SIMULATOR_KEY, **options: object) -> requests.Response:
            headers = dict(options.pop("headers", {}))  # type: ignore[arg-type]
            if key is not None:
                headers["USPTO-API-KEY"] = key
            options.setdefault("timeout", 10)
            return session.get(server.base_url + path, headers=headers, **options)  # type: ignore[arg-type]

        yield ask
