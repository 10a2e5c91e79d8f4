"""The contracts in pyproject.toml, and the files that a room may have."""

import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.house import FLOORS, ROOMS, ROOT, SRC, lines, name_of

STOREYS = {"tasks.py", "tasks", "actions", "policies.py", "queries.py", "queries", "models.py", "models", "rules", "errors.py"}
BESIDE = {"__init__.py", "apps.py", "migrations", "templates", "__pycache__"}
EXTRA = {"access": {"actor.py"}}  # who acts is handed to every room, and is neither a row nor a policy


def test_the_import_contracts_hold():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contract_and_these_tests_know_the_same_floors():
    contract = re.search(r'"reporting",.*?"access",', (ROOT / "pyproject.toml").read_text(), re.DOTALL)
    assert contract[0].replace("\n", "").replace(" ", "") == ",".join(f'"{"|".join(floor)}"' for floor in FLOORS) + ","


def test_a_room_has_only_the_storeys_of_a_room():
    faults = []
    for room in ROOMS:
        allowed = STOREYS | BESIDE | EXTRA.get(room, set())
        faults += [f"{name_of(path)} is no storey of a room" for path in (SRC / room).iterdir() if path.name not in allowed]
        for name in ("models", "queries", "tasks"):
            if (SRC / room / f"{name}.py").exists() and (SRC / room / name).is_dir():
                faults.append(f"{room} has both {name}.py and {name}/")
    assert not faults, lines(faults)


def test_a_rooms_templates_lie_in_a_folder_of_its_name():
    faults = [
        f"{name_of(path)} should lie in templates/{room}/"
        for room in ROOMS
        if (SRC / room / "templates").is_dir()
        for path in (SRC / room / "templates").iterdir()
        if path.name != room
    ]
    assert not faults, lines(faults)
