"""The store that a demo's browser is given has the hall's authority in it, and no other."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from demo.programs import DemoFault
from demo.trust import can_trust, trusting_home


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    if not can_trust():
        if os.environ.get("JIAOHAO_REQUIRE_TOOLS") == "1":
            pytest.fail("certutil is not installed (apt-get install libnss3-tools)")
        pytest.skip("certutil is not installed")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a hall")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "authority.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path


def test_the_authority_is_trusted_for_sites_and_nothing_else_is_there(tmp_path: Path, authority: Path) -> None:
    environment = asyncio.run(trusting_home(tmp_path / "home", authority))
    assert environment == {"HOME": str(tmp_path / "home")}
    listed = subprocess.run(
        ["certutil", "-d", f"sql:{tmp_path / 'home' / '.pki' / 'nssdb'}", "-L"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.splitlines()
    (line,) = [line for line in listed if line.startswith("Jiaohao")]
    assert line.split()[-1] == "C,,"
    assert len([line for line in listed if line.count(",") == 2 and "SSL" not in line]) == 1


def test_what_is_no_certificate_is_said(tmp_path: Path, authority: Path) -> None:
    authority.write_text("nonsense", "utf-8")
    with pytest.raises(DemoFault, match="certutil: "):
        asyncio.run(trusting_home(tmp_path / "home", authority))
