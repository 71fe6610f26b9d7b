"""To whom the public's process shows a visitor's token: to the hall's own server, and to nobody who has its port."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from server.certificates.files import certificate_pem, key_pem
from server.certificates.issuing import Issued, new_authority, new_certificate
from server.edge.giving_up import Visitor
from server.edge.way import Denied, Way, Ways, gathered
from server.passing_on import passed_on, who_asks
from server.port_settings import CertificateFiles, PortSettings
from server.settings import read_settings
from tests.server.certificates.tls_port import NOW, made, tls_port
from tests.server.domain.scene import Scene
from wire.messages import Accepted, GiveUpTicket, Refused

SAMPLE = read_settings(Path(__file__).parents[2] / "config.toml").ports
BY_NAME = ("hall.example.tw",)
"""What a certificate by path is for: no address of this computer."""


def of_own_authority(folder: Path) -> PortSettings:
    return replace(SAMPLE, encryption=True, certificate=None, certificates=folder)


def kept(folder: Path, issued: Issued, chain: Sequence[Issued] = ()) -> CertificateFiles:
    folder.mkdir()
    files = CertificateFiles(folder / "hall.pem", folder / "hall.key")
    files.certificate.write_bytes(b"".join(certificate_pem(one.certificate) for one in (issued, *chain)))
    files.key.write_bytes(key_pem(issued.key))
    files.key.chmod(0o600)
    return files


def shows(files: CertificateFiles) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    return context


def comes_in(ports: PortSettings, shown: ssl.SSLContext) -> bool:
    """Whether the process speaks with whoever shows this at the server's port; if not, it says that nobody is there."""
    with tls_port(shown) as port:
        hand_in = passed_on(replace(ports, port=port.port), "test")
        assert hand_in is not None
        scene = Scene()
        visitor = Visitor("x" * 22, scene.ticket(scene.issue()))

        async def tried() -> Accepted | Refused:
            task = asyncio.create_task(hand_in(visitor, GiveUpTicket(key="given-up-1")))
            while not port.sockets and not task.done():
                await asyncio.wait([task], timeout=0.02)
            if not task.done():
                port.loop.call_soon_threadsafe(port.stop)  # it says nothing more, and goes
            return await task

        assert asyncio.run(tried()) == Refused(code="unavailable", key="given-up-1")
        return bool(port.sockets)


@pytest.mark.parametrize("own", [True, False])
def test_the_servers_own_authority_is_believed_and_no_other(tmp_path: Path, own: bool) -> None:
    certificate, _ = made(tmp_path / "hall")
    another, _ = made(tmp_path / "another")
    assert comes_in(of_own_authority(tmp_path / "hall"), (certificate if own else another).context()) is own


@pytest.mark.parametrize("own", [True, False])
def test_a_certificate_by_path_is_believed_itself_whatever_its_name(tmp_path: Path, own: bool) -> None:
    """Another one of the same authority, under the same name, is not: its key may be anybody's."""
    authority = new_authority("test", NOW)
    given = kept(tmp_path / "given", new_certificate(authority, BY_NAME, NOW), (authority,))
    another = kept(tmp_path / "another", new_certificate(authority, BY_NAME, NOW), (authority,))
    ports = replace(SAMPLE, encryption=True, certificate=given)
    assert comes_in(ports, shows(given if own else another)) is own


def test_before_the_server_has_made_its_authority_nobody_is_believed(tmp_path: Path) -> None:
    certificate, _ = made(tmp_path / "another")
    assert not comes_in(of_own_authority(tmp_path / "none yet"), certificate.context())


@pytest.mark.parametrize(
    ("proxies", "source", "way"),
    [
        ((), "203.0.113.9", Way("https", "127.0.0.1", passed_on=True)),
        (("127.0.0.1",), "203.0.113.9", Way("https", "203.0.113.9")),
        (("127.0.0.1",), "", Way("https", "127.0.0.1")),
    ],
    ids=["no proxy", "a proxy here", "a proxy here, from here"],
)
def test_the_server_knows_that_it_is_passed_on_also_where_a_proxy_stands_here(
    proxies: tuple[str, ...], source: str, way: Way
) -> None:
    headers = gathered([(name.lower().encode(), text.encode()) for name, text in who_asks(source).items()])
    assert not isinstance(headers, Denied)
    assert Ways(proxies).find(headers, "wss", "127.0.0.1") == way
