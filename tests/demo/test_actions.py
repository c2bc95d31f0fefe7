"""The demo's world: whole, believable, the same for a seed, and as lawful as anything people would have entered."""

import hashlib
import re
from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.database import Owner
from tests.demo.small import MOMENT, make
from throughcare.accounts.actors import system_actor
from throughcare.accounts.models import Team, TeamKind
from throughcare.accounts.permissions import DEFAULT_ROLES
from throughcare.agreements.states import AgreementKind
from throughcare.audit import mac
from throughcare.common.reader import Reader, reading_as
from throughcare.demo.actions import making
from throughcare.demo.actions.employers import EMPLOYERS
from throughcare.demo.cast import CAST, MEMBERS, PARTNERS, TEAMS, cast_lines
from throughcare.evaluation.association import FEWEST
from throughcare.matching.fit import Verdict
from throughcare.matching.pillars import Pillar
from throughcare.partners.models import Organization
from throughcare.people.models import Need, Person
from throughcare.people.states import NeedStatus
from throughcare.performance.days import half_of
from throughcare.performance.queries.reciprocity import Figure, reciprocity_of
from throughcare.referrals.models import LogEntry, LogKind, Referral
from throughcare.referrals.queries.fitting import fit_for
from throughcare.referrals.states import OPEN_STATES, REFERRAL_STATES
from throughcare.relationships.queries.gaps import GapFilters, gaps_of
from throughcare.relationships.queries.hypothesis import hypotheses

SYSTEM = Reader(system="test")


def test_counts_places_and_everybody_of_the_cast(made: Owner) -> None:
    count = {
        table: made.rows(f"select count(*) from {table}")[0][0]
        for table in ("places_region", "places_site", "people_person", "partners_organization", "services_service")
    }
    # Three national bodies stand above branches, three are there twice, and 125 are employers with a memorandum.
    assert count == {"places_region": 2, "places_site": 8, "people_person": 60, "partners_organization": 431, "services_service": 600}
    ((partners, kinds),) = made.rows(
        "select count(*) > 250, count(distinct o.kind) from partners_partner p join partners_organization o on o.id = p.organization_id"
    )
    assert (partners, kinds) == (True, 14)
    assert made.rows("select count(*) between 10 and 80, count(distinct state) from partners_partner where owner_id is null")[0][0] is True
    assert made.rows("select count(*) > 5 from partners_accreditation where expires_on between current_date and current_date + 90") == [
        (True,)
    ]
    assert made.rows("select count(*) >= 3 from partners_partnerpair where state = 'PROPOSED'") == [(True,)]
    assert made.rows("select count(*) > 300, count(distinct kind), bool_or(shared), bool_and(shared) from partners_interaction") == [
        (True, 6, True, False)
    ]
    assert made.rows(
        "select count(*) > 30, count(distinct rule), bool_and(user_id is not null or team_id is not null) from tasks_task"
    ) == [(True, 4, True)]
    assert made.rows("select count(*) > 5 from partners_organization where parent_organization_id is not null") == [(True,)]


def test_it_is_of_the_size_of_the_real_thing(made: Owner) -> None:
    assert made.rows(
        f"select count(distinct o.id) >= {EMPLOYERS} from partners_organization o join agreements_party p on p.organization_id = o.id "
        "join agreements_agreement a on a.id = p.agreement_id where o.kind = 'EMPLOYER' and a.kind = 'MOU' and p.signed_on is not null"
    ) == [(True,)]
    assert made.rows("select count(distinct kind), count(distinct state) from agreements_agreement") == [(len(AgreementKind), 8)]
    assert made.rows("select min(n) from (select count(*) n from relationships_wave where state = 'PUBLISHED' group by partner_id) w") == [
        (2,)
    ]
    assert made.rows("select state, count(*) from relationships_stocktake group by 1 order by 1") == [("CLOSED", 1), ("OPEN", 1)]


def test_issue_fours_pages_have_something_to_tell(made: Owner) -> None:
    """Two published waves with both sides; contributions both ways; replies; events of several; a light agreement that was signed and told of."""
    sides = "select w.id from relationships_wave w join relationships_score s on s.wave_id = w.id where w.state = 'PUBLISHED' group by 1 having count(distinct side) = 2"
    assert made.rows(f"select count(*) > 40 from ({sides}) b") == [(True,)]
    assert made.rows("select count(distinct state) from relationships_wave") == [(2,)]
    assert made.rows("select count(distinct state) >= 2, count(*) > 20 from relationships_barrier") == [(True, True)]
    assert made.rows("select state, count(*) from relationships_networksurvey group by 1 order by 1") == [("OPEN", 1), ("PUBLISHED", 1)]
    replied = "select s.state, count(distinct o.id) filter (where o.handed_in_on is not null) > 3, count(distinct a.id) > 20"
    assert made.rows(
        f"{replied} from relationships_networksurvey s join relationships_surveyedorganization o on o.survey_id = s.id "
        "left join relationships_tieanswer a on a.asked_id = o.id group by 1 order by 1"
    ) == [("OPEN", True, True), ("PUBLISHED", True, True)]
    assert made.rows(
        "select count(*) from agreements_lightsignature s join performance_lightreport r on r.agreement_id = s.agreement_id"
    ) == [(1,)]
    assert made.rows("select count(*) >= 300 from partners_organization") == [(True,)]


def test_questions_and_answers_of_the_half_before_are_enough_to_tell(made: Owner) -> None:
    """Of partners with staff here: those whose share of questions answered is told, and whose payments, reports, reviews and what is owed are too."""
    with reading_as(SYSTEM):
        partners = list(Organization.objects.filter(name__in=[partner.name for partner in PARTNERS]).order_by("search_key"))
        found = reciprocity_of(partners, half_of(MOMENT.date()).before())
    told = {figure: sum(1 for one in found if one.done[figure].share) for figure in Figure}
    assert told[Figure.REPORTS] >= 10
    assert min(told.values()) >= 1, told
    # Of few people nothing is told: the demo of the tests is small, and its questions are there.
    assert sum(1 for one in found if one.done[Figure.ANSWERS].share or one.done[Figure.ANSWERS].withheld) >= 10
    late = [one for one in found for done in one.done.values() if done.share and done.share.hits < done.share.n]
    assert len(late) > 5, "a department that does everything in time is not to be believed"


def test_enough_partnerships_have_both_an_assessment_and_referrals_answered(made: Owner) -> None:
    with reading_as(SYSTEM):
        found = hypotheses(system_actor("test", channel="command"))
    assert [one.n >= FEWEST for one in found] == [True, True], found


def test_gaps_of_both_sides_say_how_sure_they_are(made: Owner) -> None:
    """As a published result has them: an interval for each domain of every assessment of which both sides are told."""
    both = "select id from relationships_wave where state = 'PUBLISHED' and answered_ours is not null and answered_theirs is not null"
    ((waves, gaps),) = made.rows(
        f"select count(*), (select count(distinct wave_id) from relationships_sidegap where wave_id in ({both})) from ({both}) w"
    )
    assert waves == gaps and int(str(waves)) > 10


def test_something_is_missing(made: Owner) -> None:
    with reading_as(SYSTEM):
        rows = gaps_of(system_actor("test", channel="command"), GapFilters(region="south", pillar=Pillar.ACCOMMODATION)).rows
    assert [(row.is_full, bool(row.planned)) for row in rows] == [(True, True)]


def test_nothing_of_agreements_partners_or_partnerships_lies_after_its_moment(made: Owner) -> None:
    for table, column in (
        ("agreements_agreementevent", "pgh_created_at"),
        ("performance_payment", "paid_on"),
        ("performance_payment", "released_on"),
        ("performance_report", "sent_on"),
        ("performance_report", "judged_on"),
        ("performance_contribution", "written_on"),
        ("performance_contribution", "answered_on"),
        ("performance_lightreport", "sent_on"),
        ("agreements_obligation", "said_on"),
        ("agreements_party", "signed_on"),
        ("agreements_lightsignature", "at"),
        ("relationships_wave", "closed_on"),
        ("relationships_sitereturn", "handed_in_on"),
        ("relationships_surveyedorganization", "handed_in_on"),
        ("relationships_barrier", "state_on"),
        ("partners_interaction", "on_day"),
    ):
        assert made.rows(f"select max({column})::date <= '{MOMENT.date()}'::date from {table}") == [(True,)], (table, column)


def test_there_are_documents_of_both_kinds_of_thing_each_with_its_bytes(made: Owner) -> None:
    assert made.rows(
        "select count(*) > 100, count(distinct about_kind), bool_or(shared), bool_and(shared), count(*) = (select count(*) from files_content) from files_document"
    ) == [(True, 2, True, False, True)]


def test_there_are_agreements_of_every_kind_in_every_state(made: Owner) -> None:
    ((many, kinds, states),) = made.rows("select count(*) > 100, count(distinct kind), count(distinct state) from agreements_agreement")
    assert (many, kinds, states) == (True, 8, 8)
    # As lawful as anything people enter: what is signed is signed by all who contract, and a large value has a second person.
    assert made.rows(
        "select count(*) from agreements_agreement a join agreements_party p on p.agreement_id = a.id "
        "where a.state in ('SIGNED', 'ACTIVE', 'SUSPENDED', 'EXPIRED') and p.part <> 'SUB' and p.signed_on is null"
    ) == [(0,)]
    assert made.rows(
        "select count(*) from agreements_partyvalue v join agreements_party p on p.id = v.party_id join agreements_agreement a on a.id = v.agreement_id "
        "where p.part <> 'SUB' and v.amount > 50000 and a.state not in ('DRAFT', 'IN_NEGOTIATION', 'TERMINATED') "
        "and not exists (select 1 from agreements_approval x where x.agreement_id = a.id and x.agreed and x.amount >= v.amount and x.decided_by_id <> x.asked_by_id)"
    ) == [(0,)]
    assert made.rows("select count(*) > 0 from agreements_approval where decided_at is null") == [(True,)]
    assert made.rows("select count(distinct state), count(distinct bearer) from agreements_obligation") == [(4, 2)]
    ((questions, sources, targets),) = made.rows(
        "select count(distinct rba), count(distinct source), count(distinct better) from performance_measure"
    )
    assert (questions, sources, targets) == (3, 2, 3)
    assert made.rows("select count(distinct state) from performance_report") == [(3,)]
    assert made.rows("select count(distinct state) from performance_payment") == [(5,)]
    both = "count(distinct state), count(distinct giver), count(distinct kind), count(distinct basis)"
    assert made.rows(f"select {both} from performance_contribution") == [(4, 2, 5, 2)]
    assert made.rows("select count(*) > 5, max(cardinality(words)) from performance_funderreport") == [(True, 3)]
    missed = "r.value < m.target and m.better = 'MORE'"
    assert made.rows(
        f"select bool_and(r.note <> ''), count(*) > 5 from performance_report r join performance_measure m on m.id = r.measure_id where {missed}"
    ) == [(True, True)]
    assert made.rows("select state, count(*) > 0 from agreements_amendment group by state order by state") == [
        ("IN_EFFECT", True),
        ("OFFERED", True),
    ]


def test_every_service_referred_to_has_a_team_with_workers(made: Owner) -> None:
    assert (
        made.rows(
            "select distinct s.organization_id from referrals_referral r join services_service s on s.id = r.service_id "
            "where not exists (select 1 from partners_organizationteam t join accounts_membership m on m.team_id = t.team_id "
            "and m.role_id = 'partner_worker' where t.organization_id = s.organization_id and t.team_id = r.to_team_id)"
        )
        == []
    )


def test_a_year_at_most_lies_behind_it_and_nothing_ahead(made: Owner) -> None:
    for table, column in (
        ("people_needevent", "pgh_created_at"),
        ("referrals_referralevent", "pgh_created_at"),
        ("referrals_logentry", "at"),
        ("audit_auditevent", "at"),
        ("notices_notice", "created_at"),
    ):
        ((first, last, weeks),) = made.rows(
            f"select min({column}), max({column}), count(distinct date_trunc('week', {column})) from {table}"
        )
        assert MOMENT - timedelta(days=400) < first, table  # type: ignore[operator]  # a moment
        assert last <= MOMENT, table  # type: ignore[operator]  # as above
        assert weeks >= 8, table  # type: ignore[operator]  # a count


def test_every_referral_came_to_its_state_by_the_table(made: Owner) -> None:
    path: dict[object, list[LogEntry]] = defaultdict(list)
    with reading_as(SYSTEM):
        for entry in LogEntry.objects.filter(kind=LogKind.MOVED).order_by("at", "id"):
            path[entry.referral_id].append(entry)
        referrals = list(Referral.objects.all())
    assert referrals
    for referral in referrals:
        state = REFERRAL_STATES.start.value
        for entry in path[referral.id]:
            assert entry.from_state == state
            state = REFERRAL_STATES.check(state, entry.verb).reaches
        assert state == referral.state
        if path[referral.id]:
            assert path[referral.id][-1].at <= referral.changed_at


def test_history_tells_each_need_and_referral_as_it_stands(made: Owner) -> None:
    for table, column in (("people_need", "status"), ("referrals_referral", "state")):
        wrong = made.rows(
            f"select t.id from {table} t left join lateral (select e.{column} as last, e.version from {table}event e where e.pgh_obj_id = t.id "
            f"order by e.pgh_created_at desc, e.pgh_id desc limit 1) l on true where l.last is distinct from t.{column} or l.version > t.version"
        )
        assert wrong == []
    doubled = made.rows("select pgh_obj_id from people_needevent where pgh_label = 'insert' group by 1 having count(*) > 1")
    assert doubled == []


def test_open_referrals_are_for_services_that_take_the_person(made: Owner) -> None:
    with reading_as(SYSTEM):
        referrals = list(Referral.objects.filter(state__in=OPEN_STATES).select_related("need__person__home_site", "service"))
        failing = [r.reference for r in referrals if fit_for(r.need, r.service).verdict is Verdict.FAILS]
    assert referrals
    assert failing == []


def test_a_partner_sees_words_about_the_person_only_while_it_helps(made: Owner) -> None:
    closed = made.rows(
        "select r.id from referrals_referral r join people_involvement i on i.because_id = r.id where (r.state in ('DECLINED', 'WITHDRAWN')) <> (i.ends_at is not null)"
    )
    assert closed == []


def test_audit_rows_of_the_past_carry_a_true_code(made: Owner) -> None:
    columns = ", ".join((*mac.COLUMNS, "mac"))
    rows = [dict(zip((*mac.COLUMNS, "mac"), row, strict=True)) for row in made.rows(f"select {columns} from audit_auditevent limit 500")]
    assert rows
    assert all(bytes(row["mac"]) == mac.mac_of(row) for row in rows)  # type: ignore[call-overload]  # bytes from the driver


def test_aroha_is_known_to_mere_and_waits_for_sina(made: Owner) -> None:
    ids: dict[Any, Any] = dict(made.rows("select email, id from accounts_user"))  # type: ignore[arg-type]  # two columns
    with reading_as(Reader(user_id=ids[MEMBERS["mere"].email])):
        aroha = Person.objects.get(preferred_name="Aroha", family_name="Kererū")
        assert Need.objects.filter(person=aroha, status=NeedStatus.NOT_STARTED).count() == 2
        assert {r.state for r in Referral.objects.filter(person=aroha)} == {"DECLINED", "SENT", "ACCEPTED", "WAITLISTED", "DRAFT"}
    with reading_as(Reader(user_id=ids[MEMBERS["sina"].email])):
        assert not Person.objects.exists()
        assert Referral.objects.filter(person=aroha.id, state="SENT", worker=None).count() == 1
    with reading_as(Reader(user_id=ids[MEMBERS["shane"].email])):
        assert Person.objects.exists()
        assert not Person.objects.filter(pk=aroha.id).exists()


def test_whoever_decides_has_something_to_decide(made: Owner) -> None:
    for table, where, least in (
        ("people_limit", "kind = 'RESTRICTION' and lifted_at is null", 1),
        ("people_limit", "kind = 'EXCLUSION' and lifted_at is null", 1),
        ("people_conflict", "verdict = '' and cardinality(keys) > 0", 1),
        ("people_heldrow", "state = 'WAITING'", 2),
        ("people_heldcandidate", "other_id is not null", 1),
        ("people_likelypair", "state = 'OPEN'", 2),
        ("people_merge", "state = 'PROPOSED'", 1),
        ("people_emergencyopening", "verdict = ''", 1),
        ("notices_savedview", "true", 1),
        ("people_formdraft", "true", 1),
    ):
        assert made.rows(f"select count(*) from {table} where {where}") == [(least,)], (table, where)
    ended = made.rows("select count(*) from people_involvement where only_id is not null and ends_at < now()")
    assert ended == [(1,)], "nobody sees a record by an emergency that is over"
    likely = "select one.birth_date = other.birth_date, one.family_name <> other.family_name from people_likelypair l "
    assert (
        made.rows(f"{likely} join people_person one on one.id = l.one_id join people_person other on other.id = l.other_id")
        == [(True, True)] * 2
    )


def test_it_stands_on_the_pages_of_whoever_decides(made: Owner) -> None:
    wanted = {
        "mere": {"/": "Home within four weeks", "/drafts/": "Case note: Aroha Kererū"},
        "anita": {"/limited-access/": "Only these users", "/conflicts/": "Rachel Larkham", "/emergencies/": "Shane Ashcombe"},
        "wiremu": {"/emergencies/": "Shane Ashcombe", "/limited-access/": "These users never"},
        "grace": {"/people/duplicates/": "new-people-november.csv"},
    }
    client = Client()
    for who, pages in wanted.items():
        assert client.post("/demo/log-in/", {"as": who}).status_code == 302
        for page, words in pages.items():
            assert words in client.get(page).content.decode(), (who, page)
    links = re.findall(r'href="(/people/(?:held|duplicates|merges)/[0-9a-f-]+/)"', client.get("/people/duplicates/").content.decode())
    assert len(links) == 4
    for link in links:
        assert client.get(link).status_code == 200, link


def test_same_seed_and_moment_make_the_same_demo_and_a_second_run_nothing(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "now", lambda: MOMENT)
    digests = []
    for seed in (1, 1, 2):
        owner.empty()
        assert make(people=12, seed=seed)[-1] == ("People", 12, 12)
        digests.append(_digest(owner))
    assert digests[0] == digests[1] != digests[2]
    assert make(people=12, seed=1) == []
    assert _digest(owner) == digests[2]


def _digest(owner: Owner) -> str:
    """Of everything the demo made, keys and all, except passwords (which no log-in knows) and codes of the audit (whose key is a site's own)."""
    tables = ("people_person", "referrals_referral", "referrals_logentry", "services_service", "notices_notice", "accounts_team")
    text = [str(row) for table in tables for row in owner.rows(f"select t::text from {table} t order by 1")]
    text += [str(row) for row in owner.rows("select id, pgh_created_at, status from people_needevent order by 1, 2, 3")]
    return hashlib.sha256("\n".join(text).encode()).hexdigest()


def test_cast_has_every_role_and_says_so() -> None:
    assert {member.role for member in CAST} == set(DEFAULT_ROLES)
    assert len({member.name for member in CAST}) == len({member.email for member in CAST}) == len(MEMBERS) == len(CAST)
    assert all(member.team in TEAMS for member in CAST if member.team)
    lines = "\n".join(cast_lines())
    assert all(member.name in lines and member.role_name in lines for member in CAST)


def test_partners_have_a_team_each(made: Owner) -> None:
    with reading_as(SYSTEM):
        assert Team.objects.filter(kind=TeamKind.PARTNER).count() == len(PARTNERS)


def test_a_reply_is_in_the_account_of_what_was_told(made: Owner) -> None:
    replies = "select r.reply from referrals_question r where r.replied_at is not null"
    assert made.rows(f"{replies} limit 1")
    assert made.rows(f"{replies} except select l.value from disclosure_disclosedline l where l.field = 'reply'") == []
