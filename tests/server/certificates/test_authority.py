"""The server's own authority is made once and kept; its certificate is made anew whenever it must."""

from __future__ import annotations

import datetime as dt
import os
import resource
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store

from program.fingerprint import fingerprint
from server.certificates.authority import OwnAuthority
from server.certificates.files import CertificateRefused, certificate_in
from server.certificates.issuing import names_in

NOW = 1_795_600_000_000
"""2026-11-25, in milliseconds since 1970."""
DAY = 86_400_000
NAMES = ("hall.example.tw", "192.0.2.5", "2001:db8::5", "localhost")


class Computer:
    """Whose names a test may change."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = NAMES

    def __call__(self) -> tuple[str, ...]:
        return self.names


@pytest.fixture
def computer() -> Computer:
    return Computer()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data/certificates"


@pytest.fixture
def own(folder: Path, computer: Computer) -> OwnAuthority:
    return OwnAuthority(folder, "yongkang", computer)


def shown(own: OwnAuthority, now: int = NOW) -> x509.Certificate:
    return certificate_in(own.files(now).certificate)


def test_the_first_start_makes_an_authority_and_a_certificate_for_every_name(own: OwnAuthority, folder: Path) -> None:
    certificate, authority = shown(own), certificate_in(folder / "authority.pem")
    assert sorted(path.name for path in folder.iterdir()) == [
        "authority.key",
        "authority.pem",
        "server.key",
        "server.pem",
    ]
    assert [path.name for path in folder.parent.iterdir()] == ["certificates"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert names_in(certificate) == ("hall.example.tw", "localhost", "192.0.2.5", "2001:db8::5")
    assert own.pem(NOW) == (folder / "authority.pem").read_text("ascii")
    assert len(fingerprint(own.pem(NOW))) == 19
    life = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert life == dt.timedelta(days=397)
    assert authority.not_valid_after_utc - authority.not_valid_before_utc >= dt.timedelta(days=3650)


@pytest.mark.parametrize("name", [x509.DNSName("hall.example.tw"), x509.DNSName("localhost")])
def test_a_browser_that_trusts_the_authority_takes_the_certificate(own: OwnAuthority, name: x509.DNSName) -> None:
    """By the rules of the web's own authorities, as `cryptography` has them."""
    certificate = shown(own)
    store = Store([x509.load_pem_x509_certificate(own.pem(NOW).encode())])
    at = dt.datetime.fromtimestamp(NOW / 1000, dt.UTC)
    chain = PolicyBuilder().store(store).time(at).build_server_verifier(name).verify(certificate, [])
    assert len(chain) == 2
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_a_later_start_finds_both_again(own: OwnAuthority, folder: Path, computer: Computer) -> None:
    first, pem = shown(own), own.pem(NOW)
    again = OwnAuthority(folder, "yongkang", computer)
    assert shown(again, NOW + DAY) == first
    assert again.pem(NOW + DAY) == pem


def test_it_is_renewed_after_two_thirds_of_its_life(own: OwnAuthority) -> None:
    first, pem = shown(own), own.pem(NOW)
    assert shown(own, NOW + 262 * DAY) == first
    second = shown(own, NOW + 264 * DAY)
    assert second != first
    assert second.not_valid_after_utc > first.not_valid_after_utc
    assert own.pem(NOW + 264 * DAY) == pem
    second.verify_directly_issued_by(x509.load_pem_x509_certificate(pem.encode()))


def test_it_is_renewed_for_a_new_name_and_not_for_one_less(own: OwnAuthority, computer: Computer) -> None:
    first = shown(own)
    computer.names = NAMES[:2]
    assert shown(own) == first
    computer.names = (*NAMES, "192.0.2.77")
    second = shown(own)
    assert second != first
    assert "192.0.2.77" in names_in(second)


def test_no_certificate_outlives_its_authority(own: OwnAuthority, folder: Path) -> None:
    shown(own)
    ends = certificate_in(folder / "authority.pem").not_valid_after_utc
    late = int(ends.timestamp() * 1000) - 30 * DAY
    last = shown(own, late)
    assert last.not_valid_after_utc == ends
    assert shown(own, late + DAY) == last
    with pytest.raises(CertificateRefused, match="by this computer's clock that is not now"):
        own.files(late + 31 * DAY)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(300))


def opened(path: Path) -> None:
    path.chmod(0o644)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("name", ["server.pem", "server.key"])
@pytest.mark.parametrize("damage", [cut, noise, emptied, Path.unlink, opened])
def test_what_is_only_the_servers_is_made_anew(
    own: OwnAuthority, folder: Path, name: str, damage: Callable[[Path], None]
) -> None:
    """A power cut in mid-renewal, a disk with a bad spot, a copy that anybody could read."""
    first, pem = shown(own), own.pem(NOW)
    damage(folder / name)
    second = shown(own)
    assert (second == first) == (damage is opened and name == "server.pem")
    assert own.pem(NOW) == pem
    assert stat.S_IMODE((folder / "server.key").stat().st_mode) == 0o600


def test_a_key_that_was_written_without_its_certificate_is_made_anew(own: OwnAuthority, folder: Path) -> None:
    first = shown(own)
    old = (folder / "server.pem").read_bytes()
    shown(own, NOW + 300 * DAY)
    (folder / "server.pem").write_bytes(old)
    assert shown(own) != first


@pytest.mark.parametrize("damage", [cut, noise, emptied])
def test_a_damaged_authority_is_never_replaced_unasked(
    own: OwnAuthority, folder: Path, damage: Callable[[Path], None]
) -> None:
    own.files(NOW)
    damage(folder / "authority.pem")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(CertificateRefused, match=r"authority\.pem: is no certificate in PEM.*Restore it from a backup"):
        own.files(NOW)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_lost_authority_is_said_as_long_as_its_key_is_there(own: OwnAuthority, folder: Path) -> None:
    own.files(NOW)
    (folder / "authority.pem").unlink()
    with pytest.raises(CertificateRefused, match=r"authority\.pem: is missing, although its key is there"):
        own.files(NOW)
    assert not (folder / "authority.pem").exists()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (cut, "is no private key in PEM, or only a part of one. Restore it"),
        (Path.unlink, "cannot be read: No such file or directory. Restore it"),
        (opened, "others than its owner may use this private key .mode 0644.; run: chmod 600 "),
    ],
)
def test_the_authoritys_key_is_needed_only_for_a_new_certificate(
    own: OwnAuthority, folder: Path, damage: Callable[[Path], None], says: str
) -> None:
    first = shown(own)
    damage(folder / "authority.key")
    assert shown(own) == first
    with pytest.raises(CertificateRefused, match=says):
        own.files(NOW + 300 * DAY)


def test_the_key_of_another_authority_signs_nothing(own: OwnAuthority, folder: Path, tmp_path: Path) -> None:
    first = shown(own)
    OwnAuthority(tmp_path / "other", "yongkang", Computer()).files(NOW)
    (tmp_path / "other/authority.key").replace(folder / "authority.key")
    with pytest.raises(CertificateRefused, match="is not the key of"):
        own.files(NOW + 300 * DAY)
    assert certificate_in(folder / "server.pem") == first


def test_a_folder_that_has_something_in_it_already_gets_both(own: OwnAuthority, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("ours")
    own.files(NOW)
    assert (folder / "notes.txt").exists()
    assert (folder / "authority.pem").exists()


def test_of_two_first_starts_at_once_one_authority_stays(tmp_path: Path) -> None:
    start, found = threading.Barrier(2), list[tuple[int, str]]()

    def begin() -> None:
        for turn in range(20):
            start.wait()
            found.append((turn, OwnAuthority(tmp_path / f"{turn}/certificates", "yongkang", Computer()).pem(NOW)))

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found))) == (40, 20)
    assert len(list(tmp_path.rglob("*"))) == 20 * 4


def test_where_nothing_can_be_written_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(CertificateRefused, match=r"no authority can be made there: (File exists|Not a directory)"):
        OwnAuthority(tmp_path / "data/certificates", "yongkang", Computer()).files(NOW)


def test_a_computer_that_can_open_no_file_more_says_nothing_about_the_authority(
    tmp_path: Path, computer: Computer
) -> None:
    """Whoever followed the advice for a damaged one would have every device enrolled anew."""
    own = OwnAuthority(tmp_path / "certificates", "mine", computer)
    own.files(NOW)
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with (tmp_path / "lowest").open("wb") as lowest:
        free = lowest.fileno() + 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(free - 1, limits[1]), limits[1]))
    try:
        with pytest.raises(CertificateRefused) as refused:
            own.files(NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert "Too many open files" in str(refused.value)
    assert "remove" not in str(refused.value)
    assert own.files(NOW)
