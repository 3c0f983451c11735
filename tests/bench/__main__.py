"""`make bench`: every benchmark that needs nothing but the checkout, one after another."""

from __future__ import annotations

import subprocess
import sys

BENCHES = ("fetch_cpu", "loop_lag", "schedule_idle", "storage_write")


def main() -> None:
    for name in BENCHES:
        print(f"== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=True)


if __name__ == "__main__":
    main()
