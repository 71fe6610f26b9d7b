"""What an encrypted port agrees to: forward secrecy and encryption that notices a change, nothing else."""

from __future__ import annotations

from pathlib import Path

from tests.server.certificates.tls_port import made


def test_every_cipher_is_a_recommended_one(tmp_path: Path) -> None:
    certificate, _ = made(tmp_path / "own")
    ciphers = certificate.context().get_ciphers()
    assert {one["protocol"] for one in ciphers} == {"TLSv1.2", "TLSv1.3"}
    older = [str(one["name"]) for one in ciphers if one["protocol"] == "TLSv1.2"]
    assert older
    assert not [name for name in older if not name.startswith("ECDHE-")]
    assert not [name for name in older if not name.endswith(("GCM-SHA384", "GCM-SHA256", "CHACHA20-POLY1305"))]
