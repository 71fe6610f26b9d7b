"""Writes the bill of materials of what a hall runs: CycloneDX 1.6 in JSON, from the lock, with every file's hash, each
package's licence, and who needs whom. The same lock gives the same file, byte for byte.

python -m deploy.sbom           writes build/jiaohao.cdx.json, and exits 1 when it is not what the format says
python -m deploy.sbom PATH      writes it there
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Collection, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import cyclonedx.schema
import jsonschema_rs
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement

from deploy.licences import licence
from deploy.locks import ROOT, RUNS, Locked, locked

FILE = ROOT / "build" / "jiaohao.cdx.json"
SCHEMAS = Path(cyclonedx.schema.__file__).parent / "_res"
FORMAT = "bom-1.6"
_BESIDE = ("spdx", "jsf-0.82", "cryptography-defs")
_SPDX = {"MIT License": "MIT"}
"""What some packages' classifiers say, as SPDX has it."""
_DEBIAN = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.11.2",
    "python_version": "3.11",
    "sys_platform": "linux",
}
"""Who needs whom is told for Debian 12, whatever runs this."""
_MADE_FROM = uuid.UUID("6d0f0c80-6a5f-5d3e-9a53-0b6a1f1f3d9a")


def bill() -> str:
    """The whole file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    packages = locked(RUNS)
    bom = Bom(serial_number=uuid.uuid5(_MADE_FROM, (ROOT / RUNS).read_text("utf-8")))
    ours = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        description=project["description"],
        licenses=[LicenseFactory().make_from_string(project["license"])],
        bom_ref=BomRef("jiaohao"),
    )
    bom.metadata.component = ours
    parts = {name: _component(one) for name, one in packages.items()}
    bom.components.update(parts.values())
    for name, needed in _graph(project["dependencies"], parts).items():
        bom.register_dependency(parts.get(name, ours), [parts[one] for one in sorted(needed)])
    made = json.loads(JsonV1Dot6(bom).output_as_string())
    del made["metadata"]["timestamp"]  # when it was made says nothing of what is in it
    return json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def faults(text: str) -> list[str]:
    """What in it is not as the format says."""
    registry = jsonschema_rs.Registry(
        [(f"http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json", _schema(name)) for name in _BESIDE]
    )
    validator = jsonschema_rs.Draft7Validator(_schema(FORMAT), registry=registry)
    return [
        f"{'/'.join(map(str, one.instance_path))}: {one.message[:200]}"
        for one in validator.iter_errors(json.loads(text))
    ]


def _schema(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((SCHEMAS / f"{name}.SNAPSHOT.schema.json").read_text("utf-8"))
    return found


def _component(one: Locked) -> Component:
    purl, said = PackageURL("pypi", None, one.name, one.version), licence(one.name)
    return Component(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        scope=ComponentScope.OPTIONAL if one.marker else ComponentScope.REQUIRED,
        licenses=[LicenseFactory().make_from_string(_SPDX.get(said, said))],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in one.hashes],
        properties=[Property(name="jiaohao:only-where", value=one.marker)] if one.marker else [],
        purl=purl,
        bom_ref=BomRef(purl.to_string()),
    )


def _graph(declared: Sequence[str], locked_names: Collection[str]) -> Mapping[str, set[str]]:
    """By package, what it needs of what is locked; under the project's own name what it declares itself."""
    graph: dict[str, set[str]] = {}
    waiting = [("", "", declared)]
    seen = set()
    while waiting:
        name, extra, lines = waiting.pop()
        for one in map(Requirement, lines):
            needed = re.sub(r"[-_.]+", "-", one.name).lower()
            if needed not in locked_names or not (
                one.marker is None or one.marker.evaluate(_DEBIAN | {"extra": extra})
            ):
                continue
            graph.setdefault(name, set()).add(needed)
            for wanted in ("", *one.extras):
                if (needed, wanted) not in seen:
                    seen.add((needed, wanted))
                    waiting.append((needed, wanted, _said_by(needed)))
    return graph


def _said_by(name: str) -> Sequence[str]:
    """What a package says it needs, where it is installed."""
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def main() -> int:
    text = bill()
    path = Path(sys.argv[1]) if sys.argv[1:] else FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    found = faults(text)
    sys.stderr.writelines(f"{path}: {line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
