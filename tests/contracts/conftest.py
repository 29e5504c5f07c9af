"""Fixtures of the sandbox's tests."""

from tests.contracts.sandbox_kit import hearer, speaker, town

__all__ = ["hearer", "speaker", "town"]
