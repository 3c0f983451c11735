"""What holds for every test: Hypothesis does not mind a busy machine."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("naba", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("naba")
