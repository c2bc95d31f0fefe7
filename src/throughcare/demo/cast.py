"""Whom to log in as: one invented person for every role, with a name to remember and something to try. Data only."""

from dataclasses import dataclass, replace

from django.conf import settings

from throughcare.accounts.models import TeamKind
from throughcare.accounts.permissions import DEFAULT_ROLES
from throughcare.common.text import search_key
from throughcare.demo.places_data import SITES
from throughcare.matching.pillars import Pillar

P = Pillar


@dataclass(frozen=True)
class DemoTeam:
    """An office of the department, or a partner's staff. organization: a key of PARTNERS."""

    code: str
    name: str
    kind: str
    region: str = ""


@dataclass(frozen=True)
class Member:
    """One person of the cast. team: a code of TEAMS, or empty for those who belong to none."""

    key: str
    name: str
    role: str
    team: str = ""
    trying: str = ""

    @property
    def email(self) -> str:
        """Under a name that no mail ever reaches (RFC 2606)."""
        return f"{search_key(self.name).replace(' ', '.')}@demo.example"

    @property
    def role_name(self) -> str:
        """The role in English."""
        return DEFAULT_ROLES[self.role][0]

    @property
    def team_name(self) -> str:
        """The team's name; empty for those without one."""
        return TEAMS[self.team].name if self.team else ""


@dataclass(frozen=True)
class Partner:
    """An organisation that has staff on Throughcare. regions: where it works. pillars: what it offers, one service each."""

    code: str
    name: str
    kind: str
    regions: tuple[str, ...]
    pillars: tuple[Pillar, ...]


PARTNERS: tuple[Partner, ...] = (
    Partner("te-whare-manaaki", "Te Whare Manaaki o Awakōwhai", "IWI", ("north",), (P.ACCOMMODATION, P.ACCOMMODATION, P.FAMILY_COMMUNITY, P.HEALTH_WELLBEING, P.SKILLS_FOR_LIFE)),
    Partner("fernbrook-second-start", "Fernbrook Second Start Trust", "NGO", ("north",), (P.ACCOMMODATION, P.SKILLS_FOR_LIFE, P.FAMILY_COMMUNITY, P.EMPLOYMENT)),
    Partner("vaka-moana-gullhaven", "Vaka Moana Gullhaven", "PACIFIC", ("north",), (P.FAMILY_COMMUNITY, P.HEALTH_WELLBEING, P.EDUCATION_TRAINING, P.EMPLOYMENT)),
    Partner("hauora-pukemanuka", "Hauora Pukemānuka", "HEALTH", ("north",), (P.HEALTH_WELLBEING, P.HEALTH_WELLBEING, P.FAMILY_COMMUNITY)),
    Partner("larch-hill-trades", "Larch Hill Trades Training", "TRAINING", ("north",), (P.EDUCATION_TRAINING, P.EDUCATION_TRAINING, P.EMPLOYMENT)),
    Partner("walk-beside-millrace", "Walk Beside Millrace", "VOLUNTEER", ("north", "south"), (P.FAMILY_COMMUNITY, P.SKILLS_FOR_LIFE)),
    Partner("open-gate-stonebridge", "Open Gate Stonebridge Flat", "NGO", ("south",), (P.ACCOMMODATION, P.ACCOMMODATION, P.SKILLS_FOR_LIFE, P.FAMILY_COMMUNITY)),
    Partner("nga-uri-o-waikotuku", "Ngā Uri o Waikōtuku Trust", "IWI", ("south",), (P.FAMILY_COMMUNITY, P.HEALTH_WELLBEING, P.EDUCATION_TRAINING, P.ACCOMMODATION)),
    Partner("clearwater-wellbeing", "Clearwater Gap Wellbeing Clinic", "HEALTH", ("south",), (P.HEALTH_WELLBEING, P.HEALTH_WELLBEING, P.SKILLS_FOR_LIFE)),
    Partner("kingfisher-learning", "Kingfisher Bay Learning Centre", "TRAINING", ("south",), (P.EDUCATION_TRAINING, P.EDUCATION_TRAINING, P.SKILLS_FOR_LIFE)),
    Partner("new-steps-harrow-point", "New Steps Harrow Point", "NGO", ("south",), (P.EMPLOYMENT, P.EMPLOYMENT, P.SKILLS_FOR_LIFE)),
    Partner("tussock-ridge-joinery", "Tussock Ridge Joinery", "EMPLOYER", ("south",), (P.EMPLOYMENT, P.EDUCATION_TRAINING)),
)  # fmt: skip

_OFFICES = {site.code: DemoTeam(site.code, site.name, TeamKind.OFFICE, site.region) for site in SITES}
_STAFF = {partner.code: DemoTeam(partner.code, partner.name, TeamKind.PARTNER, partner.regions[0]) for partner in PARTNERS}
NATIONAL = DemoTeam("national-office", "National Office", TeamKind.OFFICE)
TEAMS: dict[str, DemoTeam] = {**_OFFICES, NATIONAL.code: NATIONAL, **_STAFF}

CAST: tuple[Member, ...] = (
    Member("mere", "Mere Tōtara", "case_manager", "piwakawaka-bay-prison", "Open Aroha Kererū, find a service for one of her needs, and send a referral."),
    Member("tevita", "Tevita Matagi", "probation_officer", "tui-valley-probation", "See who comes home to Tūī Valley soon, and what they still need."),
    Member("sina", "Sina Savali", "partner_worker", "te-whare-manaaki", "Answer the referral for Aroha: ask a question, accept, decline or put it on the waiting list."),
    Member("hemi", "Hēmi Mānuka", "partner_manager", "te-whare-manaaki", "Say how many places are free today."),
    Member("aroha", "Aroha Kererū", "person", "", "See your own needs and referrals, who looked at your record, and say “I don't agree”."),
    Member("kahu", "Kahurangi Pūriri", "partnership_manager", NATIONAL.code, "See whose accreditation is about to end; put a partner on the register; correct a pillar."),
    Member("grace", "Grace Penrose", "records", NATIONAL.code, "Import people from a file."),
    Member("peter", "Peter Thornby", "auditor", NATIONAL.code, "See who looked at whom, and verify that nothing was changed."),
    Member("anita", "Anita Reyes", "privacy_officer", NATIONAL.code, "Follow one person's record through the audit."),
    Member("liam", "Liam Hartwell", "administrator", NATIONAL.code, "See that an administrator sees nobody's record."),
    Member("craig", "Craig Oakden", "partner_worker", "open-gate-stonebridge", "See that another partner's inbox holds its own referrals only."),
    Member("shane", "Shane Ashcombe", "case_manager", "rata-plains-prison", "Search for Aroha: another prison's case manager finds nobody."),
    Member("wiremu", "Wiremu Kōtare", "team_manager", "piwakawaka-bay-prison", "Give people to workers, many at once, and see who waits for what."),
    Member("rachel", "Rachel Larkham", "recruitment_consultant", "kowhai-flat-probation"),
    Member("helen", "Helen Staveley", "contract_manager", NATIONAL.code, "Approve a value somebody else asks about; see which of your agreements end soon."),
    Member("priya", "Priya Rao", "analyst", NATIONAL.code),
    Member("ngaire", "Ngaire Kōkiri", "executive", NATIONAL.code),
    Member("emma", "Emma Halliwell", "victim_liaison", NATIONAL.code),
    Member("luke", "Luke Dunmore", "employer_contact", "tussock-ridge-joinery"),
    Member("olivia", "Olivia Marlow", "volunteer", "walk-beside-millrace"),
    Member("donna", "Donna Whitcombe", "volunteer_coordinator", "walk-beside-millrace"),
    Member("ioane", "Ioane Faleolo", "chaplain", "piwakawaka-bay-prison"),
    Member("rahera", "Rāhera Māhoe", "advisory_member", NATIONAL.code),
    Member("hine", "Hinemoa Kererū", "whanau_member"),
)  # fmt: skip
MEMBERS = {member.key: member for member in CAST}

# Whose log-in is whose record.
PERSON = MEMBERS["aroha"]


# Who has something to try where there are no records; and who has nothing to do there at all.
_WITHOUT_PEOPLE = {"kahu", "hemi", "helen", "peter"}
_ONLY_WITH_PEOPLE = {"person", "whanau_member"}


def cast() -> tuple[Member, ...]:
    """Those of the cast there are in this mode."""
    if not settings.PARTNERSHIP:
        return CAST
    return tuple(
        member if member.key in _WITHOUT_PEOPLE else replace(member, trying="") for member in CAST if member.role not in _ONLY_WITH_PEOPLE
    )


def cast_lines() -> list[str]:
    """What `throughcare demo` prints: whom to log in as, those with something to try first."""
    rows = [(member.name, ", ".join(filter(None, (member.role_name, member.team_name)))) for member in cast()]
    widest = max(len(name) for name, _ in rows)
    return ["Log in with one click, on the page Demo, as:", *(f"  {name:<{widest}}  {role}" for name, role in rows)]
