"""``config/detectors.yaml``: how detection measures, and how many false alerts the desk can bear."""

from __future__ import annotations

from pydantic import Field

from alerts.budget import BudgetSpec
from streams.detect.spec import DetectorSpec
from tocsin.strict import Strict


class DetectorsFile(Strict):
    """One file for both halves of a spike: what is measured, and where the line is drawn."""

    detector: DetectorSpec = Field(default_factory=DetectorSpec)
    budget: BudgetSpec = Field(default_factory=BudgetSpec)
