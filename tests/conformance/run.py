#!/usr/bin/env python3
"""Runs the tests with foreign clients and a foreign provider: sets up what they need once, then runs them.

Uses the standard library only. `python3 tests/conformance/run.py --sandbox-bin target/debug/sandbox-tenant`
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1] / "target" / "conformance"


def fail(message):
    print(f"conformance: {message}", file=sys.stderr)
    raise SystemExit(1)


def run(command, **options):
    if subprocess.run(command, **options).returncode != 0:
        fail(f"this step failed: {' '.join(command)}")


class Stamp:
    """Remembers what an environment was made from."""

    def __init__(self, name, *parts):
        self.path = HOME / f"{name}.sha256"
        self.wanted = hashlib.sha256(b"\0".join(parts)).hexdigest()

    def is_current(self):
        return self.path.is_file() and self.path.read_text() == self.wanted

    def set(self):
        self.path.write_text(self.wanted)


class MsalPython:
    """MSAL for Python, in a virtual environment that holds exactly what requirements.txt asks for."""

    name = "msal-python"
    folder = HERE / "msal_python"

    def prepare(self):
        requirements = self.folder / "requirements.txt"
        venv = HOME / "venv"
        python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        stamp = Stamp(self.name, requirements.read_bytes(), sys.version.encode())
        if not (stamp.is_current() and python.is_file()):
            try:
                import ensurepip  # noqa: F401  (Debian leaves it out of python3)
                import venv as _  # noqa: F401
            except ImportError:
                fail("this Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv")
            print(f"conformance: setting up {venv}", flush=True)
            run([sys.executable, "-m", "venv", "--clear", str(venv)])
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            run([*pip, "-r", str(requirements)])
            stamp.set()
        self.command = [str(python), "-W", "error::ResourceWarning", "-m", "unittest", "discover", "-v"]

    @staticmethod
    def counts(output):
        """Passed, failed and skipped, from the end of unittest's report."""
        ran = re.findall(r"^Ran (\d+) tests? in ", output, re.MULTILINE)
        closing = output.rstrip().rsplit("\n", 1)[-1]

        def count(words):
            return sum(int(number) for number in re.findall(rf"\b(?:{words})=(\d+)", closing))

        failed, skipped = count("failures|errors|unexpected successes"), count("skipped")
        return (int(ran[-1]) if ran else 0) - failed - skipped, failed, skipped


def install_node_packages(suite):
    """Installs what the suite's package-lock.json names, if it is not there yet; where Node is."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        fail("Node is missing. Install Node 20 or newer from https://nodejs.org/en/download")
    version = subprocess.run([node, "--version"], capture_output=True, check=True).stdout
    inputs = [(suite.folder / name).read_bytes() for name in ("package.json", "package-lock.json", ".npmrc")]
    stamp = Stamp(suite.name, *inputs, version)
    if not (stamp.is_current() and (suite.folder / "node_modules").is_dir()):
        print(f"conformance: setting up {suite.folder / 'node_modules'}", flush=True)
        run([npm, "ci", "--no-audit", "--no-fund", "--loglevel", "error"], cwd=suite.folder)
        stamp.set()
    return node


class MsalNode:
    """MSAL for Node, from the packages that package-lock.json names."""

    name = "msal-node"
    folder = HERE / "msal_node"

    def prepare(self):
        node = install_node_packages(self)
        self.command = [node, "--test", "--test-reporter", "spec"]

    @staticmethod
    def counts(output):
        """Passed, failed and skipped, from the end of the report of Node's test runner."""

        def count(words):
            return sum(int(number) for number in re.findall(rf"^\S+ (?:{words}) (\d+)$", output, re.MULTILINE))

        return count("pass"), count("fail|cancelled"), count("skipped|todo")


def environment():
    """Without what Cargo tells the programs it runs: it would take them for changes and build anew."""
    own = ("CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}


def rust_counts(output):
    """Passed, failed and skipped, from the end of the report of Rust's test runner."""
    closing = re.findall(r"^test result: .* (\d+) passed; (\d+) failed; (\d+) ignored", output, re.MULTILINE)
    return tuple(int(number) for number in closing[-1]) if closing else (0, 0, 0)


class PythonSnippets:
    """The texts for Python that the app generates, run with the MSAL that was set up for its own tests."""

    name = "python-snippets"
    folder = HERE

    def prepare(self):
        MsalPython().prepare()
        self.command = ["cargo", "test", "--locked", "--quiet", "--workspace", "--test", "snippets", "--"]
        self.command += ["--format", "pretty", "python_runs::"]

    counts = staticmethod(rust_counts)


class OidcProvider:
    """The app's own sign-in (tests/oidc) against a certified OpenID provider for Node."""

    name = "oidc-provider"
    folder = HERE / "oidc_provider"

    def prepare(self):
        install_node_packages(self)
        # All of the workspace, so that nothing is built with other features than the other tests use.
        self.command = ["cargo", "test", "--locked", "--quiet", "--workspace", "--test", "oidc", "--", "--format", "pretty"]

    counts = staticmethod(rust_counts)


def judge(suite, program):
    """Runs a suite and prints its closing line; whether it went well."""
    suite.prepare()
    tests = subprocess.run(
        suite.command,
        cwd=suite.folder,
        env={**environment(), "SANDBOX_TENANT_BIN": str(program), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    print(tests.stdout, end="")
    passed, failed, skipped = suite.counts(tests.stdout)
    more = f", {skipped} skipped" if skipped else ""
    print(f"{suite.name}: {passed} passed, {failed} failed{more}", flush=True)
    return tests.returncode == 0 and passed > 0 and failed == 0


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sandbox-bin", default=os.environ.get("SANDBOX_TENANT_BIN"), help="the sandbox-tenant program")
    arguments = options.parse_args()
    if not arguments.sandbox_bin:
        fail("name the sandbox-tenant program with --sandbox-bin (cargo build -p sandbox makes it)")
    program = Path(arguments.sandbox_bin).resolve()
    if not program.is_file():
        fail(f"there is no program at {program}")
    HOME.mkdir(parents=True, exist_ok=True)
    # All of them, whatever the first ones say.
    good = [judge(suite, program) for suite in (MsalPython(), MsalNode(), PythonSnippets(), OidcProvider())]
    raise SystemExit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
