"""Headings and words of lists of partners, as other people write them, in English and te reo Māori: data. Compared folded.

`weak` words are used for other things too, so the values must look right before a column is read by them.
"""

from throughcare.common.text import search_key
from throughcare.partners.models import OrganizationKind as Kind
from throughcare.partners.rows import FIELDS
from throughcare.partners.states import Expertise, PartnerRole

LABELS = {
    "name": "Name of the organisation",
    "alternate_name": "Other name, such as in te reo Māori",
    "kind": "Kind of partner",
    "nzbn": "NZBN",
    "charity_number": "Charity number",
    "source_id": "Its number on this list",
    "national_body": "National body it is a branch of",
    "purpose": "Its purpose, in its own words",
    "website": "Website",
    "email": "E-mail address of the organisation",
    "phone": "Phone of the organisation",
    "address": "Address",
    "regions": "Regions it works in",
    "sites": "Sites it works in",
    "roles": "Roles it plays",
    "expertise": "Expertise",
    "expertise_words": "Expertise in words",
    "languages": "Languages",
    "contact_name": "Contact: name",
    "contact_position": "Contact: what they do",
    "contact_phone": "Contact: phone",
    "contact_email": "Contact: e-mail address",
    "owner": "Who of us looks after it",
}
_STRONG: dict[str, tuple[str, ...]] = {
    "name": (
        *("organisation", "organisation name", "organization", "organization name", "org name", "org", "partner", "partner name", "agency"),
        *("agency name", "provider", "provider name", "charity name", "legal name", "name of organisation", "name of organization", "ngo"),
        *("company name", "trading name", "group name", "recipient organization name", "recipient org name", "ingoa whakahaere", "nombre"),
        *(
            "parties name",
            "parties 0 name",
            "buyer name",
            "charity",
            "service provider",
            "church name",
            "church",
            "marae",
            "marae name",
            "employer",
        ),
    ),
    "alternate_name": (
        *("other name", "also known as", "aka", "maori name", "te reo name", "te reo maori name", "name mi", "name maori", "ingoa maori"),
        *("english name", "short name", "acronym", "alternative name", "known as", "operating as"),
    ),
    "kind": (
        "type of organisation",
        "organisation type",
        "organization type",
        "org type",
        "partner type",
        "kind of partner",
        "provider type",
        "momo",
    ),
    "nzbn": ("nzbn number", "nz business number", "new zealand business number", "business number"),
    "charity_number": (
        *("charity no", "charities number", "charity registration number", "charity registration", "charities registration number"),
        *("cc number", "cc no", "charities services number", "registered charity number"),
    ),
    "source_id": (
        *("pk", "org id", "organisation id", "organization id", "partner id", "provider id", "unique id", "rp code"),
        *("recipient organization id", "recipient org identifier", "provider number", "vendor number", "supplier number", "parties id"),
        *("registration number", "reg number", "regno"),
    ),
    "national_body": (
        "parent",
        "parent organisation",
        "parent organization",
        "national organisation",
        "head organisation",
        "umbrella body",
        "branch of",
    ),
    "purpose": ("mission", "what they do", "what it does", "about", "kaupapa", "objectives", "charitable purpose", "descripcion entidad"),
    "website": ("web site", "web", "url", "web address", "homepage", "content url", "website address", "paetukutuku"),
    "email": ("e mail", "email address", "e mail address", "organisation email", "general email", "imera"),
    "phone": ("telephone", "phone number", "phone no", "tel", "telefono", "organisation phone", "main phone", "landline", "waea"),
    "address": (
        *("street address", "postal address", "physical address", "street", "suburb", "city", "town", "town city", "postcode", "post code"),
        *(
            "postal code",
            "address line 1",
            "address line 2",
            "address 1",
            "address 2",
            "wahi noho",
            "recipient organization street address",
        ),
        *("recipient organization address locality", "recipient organization postal code", "nombre via", "localidad", "codigo postal"),
    ),
    "regions": ("region", "regions served", "area served", "district served", "rohe", "corrections region", "takiwa"),
    "sites": ("site", "prison", "prisons", "sites served", "prison served", "probation district", "service centre", "pa"),
    "roles": ("role", "role played", "partner role"),
    "expertise": ("speciality", "specialty", "specialities", "areas of expertise", "focus area", "focus areas", "sector focus"),
    "expertise_words": ("services", "services offered", "services provided", "programmes", "what they offer", "service description"),
    "languages": ("language", "languages spoken", "reo", "nga reo"),
    "contact_name": (
        *("contact", "contact person", "key contact", "main contact", "primary contact", "contact details name", "manager name"),
        *("name of contact", "whakapa", "kaiwhakapa"),
    ),
    "contact_position": (
        "contact role",
        "contact title",
        "position",
        "job title",
        "contact position title",
        "contact job title",
        "role of contact",
        "tunga",
    ),
    "contact_phone": (
        "contact phone number",
        "contact number",
        "contact mobile",
        "mobile",
        "mobile phone",
        "cell",
        "cellphone",
        "contact cell",
        "contact tel",
    ),
    "contact_email": ("contact e mail", "contact email address", "email of contact", "contact e mail address"),
    "owner": (
        "relationship manager",
        "relationship owner",
        "our contact",
        "account manager",
        "partnership manager",
        "our owner",
        "our lead",
    ),
}
_WEAK: dict[str, tuple[str, ...]] = {
    "name": ("title", "ingoa", "full name", "client", "supplier"),
    "source_id": ("id", "identifier", "reference", "ref"),
    "kind": ("type", "category", "religion", "sector"),
    "charity_number": ("registration", "registration no"),
    "regions": ("area", "location", "district"),
}
# What people call a kind, beside our own words for it.
_KINDS: dict[Kind, tuple[str, ...]] = {
    Kind.PUBLIC_AGENCY: (
        "government",
        "government agency",
        "govt",
        "ministry",
        "crown",
        "crown entity",
        "council",
        "local government",
        "agency",
    ),
    Kind.NGO: (
        "ngo",
        "charity",
        "charitable trust",
        "trust",
        "non profit",
        "not for profit",
        "nfp",
        "incorporated society",
        "society",
        "provider",
    ),
    Kind.IWI: ("iwi authority", "runanga", "iwi provider", "iwi organisation"),
    Kind.MARAE: ("marae trust", "marae committee"),
    Kind.URBAN_MAORI: ("uma", "urban maori"),
    Kind.PACIFIC: ("pacific", "pasifika", "pacific trust", "pasifika provider", "pacific island provider"),
    Kind.TRAINING: (
        "training",
        "school",
        "polytechnic",
        "pte",
        "private training establishment",
        "wananga",
        "university",
        "education provider",
        "college",
    ),
    Kind.COMMUNITY: ("community", "community organisation", "community trust", "community centre"),
    Kind.FAITH: (
        *("faith", "faith based", "church", "churches", "religious", "religious organisation", "mosque", "temple", "synagogue", "parish"),
        *("christian", "muslim", "jewish", "buddhist", "hindu", "sikh"),
    ),
    Kind.HEALTH: ("health", "health provider", "hospital", "dhb", "pho", "medical centre", "hauora", "clinic"),
    Kind.SPORT: ("sport", "sports", "sports club", "club"),
    Kind.EMPLOYER: ("employers",),
    Kind.VOLUNTEER: ("volunteer", "volunteers", "volunteer organisation", "volunteering"),
}
_ROLES: dict[PartnerRole, tuple[str, ...]] = {
    PartnerRole.DELIVERS: ("delivers", "provider", "service provider", "delivery"),
    PartnerRole.ADVOCATES: ("advocate", "advocacy"),
    PartnerRole.VOICE: ("voice", "voice of service users", "service user voice"),
    PartnerRole.COHESION: ("cohesion", "builds cohesion", "community cohesion"),
    PartnerRole.DESIGN: ("design", "shapes design", "co design"),
    PartnerRole.ACCOUNT: ("accountability", "holds to account", "watchdog"),
}
_EXPERTISE: dict[Expertise, tuple[str, ...]] = {
    Expertise.EMPLOYMENT: ("employment", "work", "jobs"),
    Expertise.HOUSING: ("accommodation", "emergency housing"),
    Expertise.EDUCATION: ("education", "training"),
    Expertise.MONEY: ("budgeting", "money", "debt", "finance"),
    Expertise.HEALTH: ("hauora", "oranga"),
    Expertise.ADDICTION: ("addiction", "aod", "alcohol and drugs", "alcohol and other drugs", "gambling"),
    Expertise.DISABILITY: ("disability",),
    Expertise.VIOLENCE: ("family violence", "sexual violence", "family harm"),
    Expertise.FAMILY: ("parenting", "whanau", "family"),
    Expertise.YOUTH: ("youth", "rangatahi"),
    Expertise.TIKANGA: ("tikanga", "te reo"),
    Expertise.PACIFIC: ("pacific", "pasifika"),
    Expertise.FAITH: ("faith", "spiritual care", "chaplaincy"),
    Expertise.LEGAL: ("law", "legal", "legal advice"),
    Expertise.VOLUNTEERS: ("volunteers", "volunteering"),
    Expertise.RESEARCH: ("research", "evaluation"),
}


def _table(said: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {search_key(word): field for field, words in said.items() for word in words}


def _words(choices: list[tuple[str, str]], said: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Folded word → code: the code itself, what we call it, and what others do."""
    ours = {search_key(word): code for code, label in choices for word in (code.replace("_", " "), label)}
    return _table(said) | ours


EXACT = {search_key(name.replace("_", " ")): name for name in FIELDS}
STRONG, WEAK = _table(_STRONG), _table(_WEAK)
KINDS = _words(list(Kind.choices), {kind.value: words for kind, words in _KINDS.items()})
ROLES = _words(list(PartnerRole.choices), {role.value: words for role, words in _ROLES.items()})
EXPERTISE = _words(list(Expertise.choices), {one.value: words for one, words in _EXPERTISE.items()})
# A row that begins so is no organisation.
TOTALS = {search_key(word) for word in ("total", "totals", "grand total", "sub total", "subtotal", "sum", "tapeke", "all", "count")}
NOTES = tuple(search_key(word) for word in ("source", "note", "notes", "disclaimer", "last updated", "prepared by", "data as at"))
