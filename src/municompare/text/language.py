"""The languages whose documents the library reads."""

from __future__ import annotations

from typing import Literal

__all__ = ["Language"]

Language = Literal["sv", "da"]
"""``sv`` Swedish, ``da`` Danish."""
