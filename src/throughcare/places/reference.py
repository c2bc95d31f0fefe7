"""The words every site starts with: gender, ethnicity, iwi, language, identifier schemes, why a release date is unknown.

Short on purpose. A site adds its own words, ends one by its last day, and keeps ended ones for the records that hold them.
"""

from datetime import date
from typing import NamedTuple

from throughcare.common.reference import reference_data
from throughcare.places.models import Scheme, Term


class Word(NamedTuple):
    """One word: code, label, label in te reo Māori (each awaits review by a licensed translator)."""

    code: str
    label: str
    label_mi: str = ""


WORDS: dict[Scheme, tuple[Word, ...]] = {
    Scheme.GENDER: (
        Word("FEMALE", "Female", "Wahine"),
        Word("MALE", "Male", "Tāne"),
        Word("ANOTHER_GENDER", "Another gender", "He ira kē anō"),
    ),
    Scheme.ETHNICITY: (
        Word("maori", "Māori", "Māori"),
        Word("european", "European"),
        Word("samoan", "Samoan"),
        Word("tongan", "Tongan"),
        Word("cook_islands_maori", "Cook Islands Māori"),
        Word("niuean", "Niuean"),
        Word("fijian", "Fijian"),
        Word("chinese", "Chinese"),
        Word("indian", "Indian"),
        Word("middle_eastern", "Middle Eastern"),
        Word("latin_american", "Latin American"),
        Word("african", "African"),
        Word("other", "Another ethnicity"),
        Word("not_stated", "Does not want to say"),
    ),
    Scheme.IWI: (
        Word("ngapuhi", "Ngāpuhi", "Ngāpuhi"),
        Word("ngati_porou", "Ngāti Porou", "Ngāti Porou"),
        Word("ngai_tahu", "Ngāi Tahu", "Ngāi Tahu"),
        Word("waikato", "Waikato", "Waikato"),
        Word("tuhoe", "Tūhoe", "Tūhoe"),
        Word("ngati_maniapoto", "Ngāti Maniapoto", "Ngāti Maniapoto"),
        Word("ngati_tuwharetoa", "Ngāti Tūwharetoa", "Ngāti Tūwharetoa"),
        Word("ngati_kahungunu", "Ngāti Kahungunu", "Ngāti Kahungunu"),
        Word("te_arawa", "Te Arawa", "Te Arawa"),
        Word("te_atiawa", "Te Āti Awa", "Te Āti Awa"),
        Word("other", "Another iwi", "He iwi anō"),
        Word("not_known", "Iwi not known", "Kāore i te mōhiotia"),
    ),
    Scheme.LANGUAGE: (
        Word("en", "English", "Ingarihi"),
        Word("mi", "Te reo Māori", "Te reo Māori"),
        Word("nzs", "New Zealand Sign Language", "Te reo Rotarota"),
        Word("sm", "Samoan"),
        Word("to", "Tongan"),
        Word("rar", "Cook Islands Māori"),
        Word("niu", "Niuean"),
        Word("fj", "Fijian"),
        Word("hi", "Hindi"),
        Word("pa", "Panjabi"),
        Word("zh", "Chinese"),
        Word("ko", "Korean"),
        Word("tl", "Tagalog"),
        Word("vi", "Vietnamese"),
        Word("ar", "Arabic"),
        Word("es", "Spanish"),
        Word("other", "Another language"),
    ),
    Scheme.IDENTIFIER: (
        Word("prn", "Person record number"),
        Word("nhi", "National Health Index number"),
        Word("nsn", "National student number"),
        Word("msd", "Social welfare number"),
        Word("local", "Number used in this office"),
    ),
    Scheme.UNKNOWN_RELEASE: (
        Word("remand", "On remand: not sentenced yet"),
        Word("parole_board", "The Parole Board decides"),
        Word("recall", "Recall being considered"),
        Word("indeterminate", "The sentence has no end date"),
        Word("appeal", "An appeal is open"),
        Word("not_recorded", "Not recorded yet"),
    ),
}
SINCE = date(2020, 1, 1)


@reference_data("vocabularies")
def load_words() -> None:
    """Add what is missing; a word that is there keeps what the site made of it."""
    there = set(Term.objects.filter(scheme__in=WORDS).values_list("scheme", "code"))
    Term.objects.bulk_create(
        Term(scheme=scheme, code=word.code, label=word.label, label_mi=word.label_mi, place=place, starts_on=SINCE)
        for scheme, words in WORDS.items()
        for place, word in enumerate(words, start=1)
        if (scheme.value, word.code) not in there
    )
