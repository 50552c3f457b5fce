#!/usr/bin/env python3
"""Runs the conformance tests of foreign clients: sets up their environment once, then runs them.

Uses the standard library only. `python3 tests/conformance/run.py --sandbox-bin target/debug/sandbox-tenant`
"""

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUITE = HERE / "msal_python"
HOME = HERE.parents[1] / "target" / "conformance"


def fail(message):
    print(f"conformance: {message}", file=sys.stderr)
    raise SystemExit(1)


def python_of(venv):
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare():
    """The interpreter of an environment that holds exactly what requirements.txt asks for."""
    requirements = SUITE / "requirements.txt"
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    venv = HOME / "venv"
    stamp = venv / "requirements.sha256"
    if stamp.is_file() and stamp.read_text() == wanted and python_of(venv).is_file():
        return python_of(venv)
    try:
        import ensurepip  # noqa: F401  (Debian leaves it out of python3)
        import venv as _  # noqa: F401
    except ImportError:
        fail("this Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv")
    print(f"conformance: setting up {venv}", flush=True)
    HOME.mkdir(parents=True, exist_ok=True)
    steps = [
        [sys.executable, "-m", "venv", "--clear", str(venv)],
        [str(python_of(venv)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(requirements)],
    ]
    for step in steps:
        if subprocess.run(step).returncode != 0:
            fail(f"this step failed: {' '.join(step)}")
    stamp.write_text(wanted)
    return python_of(venv)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sandbox-bin", default=os.environ.get("SANDBOX_TENANT_BIN"), help="the sandbox-tenant program")
    arguments = options.parse_args()
    if not arguments.sandbox_bin:
        fail("name the sandbox-tenant program with --sandbox-bin (cargo build -p sandbox makes it)")
    program = Path(arguments.sandbox_bin).resolve()
    if not program.is_file():
        fail(f"there is no program at {program}")
    python = prepare()
    environment = {**os.environ, "SANDBOX_TENANT_BIN": str(program), "PYTHONDONTWRITEBYTECODE": "1"}
    tests = subprocess.run(
        [str(python), "-W", "error::ResourceWarning", "-m", "unittest", "-v", "test_msal"],
        cwd=SUITE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    print(tests.stdout, end="")
    lines = [line for line in tests.stdout.splitlines() if line.strip()]
    ran = next((line for line in reversed(lines) if line.startswith("Ran ")), "nothing ran")
    closing = lines[-1] if lines else "no output"
    print(f"conformance: MSAL for Python: {ran}: {closing}")
    raise SystemExit(tests.returncode)


if __name__ == "__main__":
    main()
