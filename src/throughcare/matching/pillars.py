"""The six pillars of reintegration: what a person needs, and what a service helps with.

The codes are stored and exchanged; the labels are shown. The te reo Māori labels await review by a licensed translator.
"""

from enum import StrEnum


class Pillar(StrEnum):
    """One of the six things a person needs to stay out of prison."""

    ACCOMMODATION = "ACCOMMODATION"
    EDUCATION_TRAINING = "EDUCATION_TRAINING"
    EMPLOYMENT = "EMPLOYMENT"
    SKILLS_FOR_LIFE = "SKILLS_FOR_LIFE"
    HEALTH_WELLBEING = "HEALTH_WELLBEING"
    FAMILY_COMMUNITY = "FAMILY_COMMUNITY"

    __hash__ = str.__hash__  # Enum's own is Python code, and sets of pillars are asked a great deal

    @property
    def label(self) -> str:
        """The pillar in English."""
        return PILLAR_LABELS[self]["en"]

    @property
    def label_mi(self) -> str:
        """The pillar in te reo Māori, for text marked lang="mi"."""
        return PILLAR_LABELS[self]["mi"]


PILLAR_LABELS: dict[Pillar, dict[str, str]] = {
    Pillar.ACCOMMODATION: {"en": "Accommodation", "mi": "Wāhi noho"},
    Pillar.EDUCATION_TRAINING: {"en": "Education and training", "mi": "Mātauranga me te whakangungu"},
    Pillar.EMPLOYMENT: {"en": "Employment", "mi": "Mahi"},
    Pillar.SKILLS_FOR_LIFE: {"en": "Skills for life", "mi": "Pūkenga mō te ora"},
    Pillar.HEALTH_WELLBEING: {"en": "Health and wellbeing", "mi": "Oranga"},
    Pillar.FAMILY_COMMUNITY: {"en": "Family, whānau and community support", "mi": "Whānau me te hapori"},
}
