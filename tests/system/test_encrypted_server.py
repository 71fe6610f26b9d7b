"""A real server on encrypted ports: how somebody with nothing but its words comes to trust it."""

from __future__ import annotations

import http.client
import re
import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from program.fingerprint import fingerprint, hex_fingerprint
from server.certificates.files import key_pem
from server.certificates.issuing import new_authority, new_certificate
from tests.server.certificates.tls_port import NOW, trusting
from tests.system.hall_server import HallServer, write_config

pytestmark = pytest.mark.system
WAIT_S = 20.0


def encrypted(folder: Path, lines: str = "") -> Path:
    config = write_config(folder)
    text = config.read_text("utf-8")
    assert "\nencryption = false\n" in text
    config.write_text(text.replace("\nencryption = false\n", f"\n{lines}\n"), "utf-8")
    return config


def page(port: int, path: str, context: ssl.SSLContext | None, host: str = "localhost") -> tuple[int, str]:
    """`context` None: in the clear."""
    connection = (
        http.client.HTTPConnection(host, port, timeout=WAIT_S)
        if context is None
        else http.client.HTTPSConnection(host, port, context=context, timeout=WAIT_S)
    )
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8")
    finally:
        connection.close()


def test_whoever_trusts_its_authority_comes_in_also_after_a_restart(tmp_path: Path) -> None:
    config = encrypted(tmp_path, "public_port = 0\npublic_plain = true")
    authority = tmp_path / "data/certificates/authority.pem"
    with HallServer(config, forked=True) as server:
        pem = authority.read_text("ascii")
        told = next(record for record in server.records if record["event"] == "authority")
        assert (told["fingerprint"], told["sha256"]) == (fingerprint(pem), hex_fingerprint(pem))
        for path, command in (("/sign-in", "admin first-code"), ("/trust", "ca export jiaohao-authority.crt")):
            assert f"./jiaohao {command} --config {config}<" in page(server.port, path, trusting(pem))[1]
        assert server.logged("listening")["event"] == f"listening https://127.0.0.1:{server.port}"
        assert server.logged("found_at")["addresses"] == [f"wss://127.0.0.1:{server.port}/ws"]
        assert server.logged("first_code")["page"] == f"https://127.0.0.1:{server.port}/sign-in"
        assert page(server.port, "/authority.pem", trusting(pem)) == (200, pem)
        for host in ("localhost", "127.0.0.1"):
            assert page(server.port, "/api/me", trusting(pem), host)[0] == 200
        with pytest.raises(ssl.SSLCertVerificationError):
            page(server.port, "/api/me", ssl.create_default_context())
        with pytest.raises((http.client.BadStatusLine, ConnectionError)):
            page(server.port, "/api/me", None)
        public = int(server.logged("public_listening")["port"])
        assert page(public, "/t", None)[0] == 200
        for path in ("/api/me", "/sign-in", "/console", "/authority.pem"):
            assert page(public, path, None)[0] == 404
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data/certificates").iterdir()}
    assert modes == dict.fromkeys(("authority.key", "authority.pem", "server.key", "server.pem"), 0o600)
    with HallServer(config, forked=True) as server:
        assert authority.read_text("ascii") == pem
        assert page(server.port, "/api/me", trusting(pem))[0] == 200


def test_a_certificate_by_path_is_shown_on_the_port_it_is_for(tmp_path: Path) -> None:
    authority = new_authority("city", NOW)
    lines = "public_port = 0\n"
    for name in ("certificate", "public_certificate"):
        given = new_certificate(authority, ("localhost", f"{name.replace('_', '-')}.example.tw"), NOW)
        (tmp_path / f"{name}.pem").write_bytes(given.certificate.public_bytes(serialization.Encoding.PEM))
        (tmp_path / f"{name}.key").write_bytes(key_pem(given.key))
        (tmp_path / f"{name}.key").chmod(0o600)
        lines += f'{name} = "{name}.pem"\n{name}_key = "{name}.key"\n'
    config = encrypted(tmp_path, lines)
    trust = trusting(authority.certificate.public_bytes(serialization.Encoding.PEM).decode())
    with HallServer(config, forked=True) as server:
        assert page(server.port, "/api/me", trust)[0] == 200
        public = server.logged("public_listening")
        assert str(public["event"]).startswith("public_listening https://")
        assert page(public["port"], "/t", trust)[0] == 200
        shown = ssl.get_server_certificate(("localhost", public["port"]))
        names = x509.load_pem_x509_certificate(shown.encode()).extensions.get_extension_for_class(
            x509.SubjectAlternativeName
        )
        assert "public-certificate.example.tw" in names.value.get_values_for_type(x509.DNSName)
    assert not (tmp_path / "data/certificates").exists()


def refused(config: Path) -> str:
    """The last word of a server that cannot start."""
    server = HallServer(config, forked=True)
    status = server.ended()
    server.__exit__(None, None, None)
    assert status == 78, server.records
    assert not any("Traceback" in str(record) for record in server.records)
    return str(server.records[-1]["line"])


def test_what_must_be_mended_first_is_said_and_nothing_begins(tmp_path: Path) -> None:
    config = encrypted(tmp_path, 'certificate = "a.pem"\ncertificate_key = "a.key"')
    assert refused(config) == f"{tmp_path}/a.key: cannot be read: No such file or directory"
    config = encrypted(tmp_path)
    (tmp_path / "data/certificates").mkdir(parents=True)
    (tmp_path / "data/certificates/authority.pem").write_text("-----BEGIN CERTIFICATE-----\nMII", "ascii")
    assert re.match(r".*/authority\.pem: is no certificate in PEM, or only a part of one\. Restore it", refused(config))
    assert not (tmp_path / "data/hall.db").exists()
