import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme


@dataclass
class Tls:
    ca_file: Path
    server: ssl.SSLContext
    another_host: ssl.SSLContext


@pytest.fixture(scope="session")
def tls(tmp_path_factory):
    """A certificate for loopback, and the private CA that signed it."""
    ca = trustme.CA()
    ca_file = tmp_path_factory.mktemp("tls") / "ca.pem"
    ca.cert_pem.write_to_path(str(ca_file))
    server, another_host = (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) for _ in range(2))
    ca.issue_cert("127.0.0.1", "localhost").configure_cert(server)
    ca.issue_cert("another.example").configure_cert(another_host)
    return Tls(ca_file, server, another_host)
