"""Fixtures of the sandbox's tests and of those of rights."""

from tests.contracts.rights_scene import scene, unguarded, untouched, wire
from tests.contracts.sandbox_kit import hearer, speaker, town

__all__ = ["hearer", "scene", "speaker", "town", "unguarded", "untouched", "wire"]
