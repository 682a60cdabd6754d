"""A server on loopback that speaks S3, for tests; and the same in memory, where what is shown is not about S3."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

OnPut = Callable[[str], None]
_NUMBERS = count()


def nothing(path: str) -> None:
    """What happens before an object is put: nothing."""


@dataclass
class Storage:
    """Where it listens; `on_put` is called with the path of each object before it is put."""

    address: str
    on_put: OnPut = nothing

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to find it."""
        return {
            "AWS_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def bucket(self) -> str:
        """The URL of a new bucket."""
        name = f"bucket-{next(_NUMBERS)}"
        client = boto3.client(
            "s3",
            endpoint_url=self.address,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            region_name="us-east-1",
        )
        client.create_bucket(Bucket=name)
        return f"s3://{name}"


@contextmanager
def serving() -> Iterator[Storage]:
    speaks_s3 = DomainDispatcherApplication(create_backend_app)
    storage = Storage("")

    def answer(environ: dict[str, str], start_response: Callable[..., object]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "PUT":
            storage.on_put(environ["PATH_INFO"])
        return speaks_s3(environ, start_response)

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    storage.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield storage
    finally:
        server.shutdown()
