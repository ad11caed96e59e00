"""What every test of the engine has: compiled code for small work too, whether it was made before or not."""

import pytest

from fairlead.engine import machine_code


@pytest.fixture(autouse=True)
def compiled_code_for_small_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The choice of the method does not depend on what this machine has compiled before."""
    monkeypatch.setattr(machine_code, "SOONER_WITHOUT", 0)
