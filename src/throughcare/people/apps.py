from django.apps import AppConfig
from django.urls import reverse

# Of what a person doesn't agree with, those are told who may answer it, and then the person.
MAY_BE_TOLD = """exists (select 1 from public.people_disagreement d where d.id = thing and (to_user = throughcare.account_of(d.person_id)
    or exists (select 1 from public.people_involvement i where i.person_id = d.person_id and i.team_id = to_team and 'C10' = any(i.compartments)
               and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()))))"""

# The new worker is told of a handover.
HANDOVER_TOLD = "exists (select 1 from public.people_handover h where h.id = thing and h.to_worker_id = to_user)"

# Conflicts are decided by privacy officers, and nobody else is told of them.
CONFLICT_TOLD = "to_user in (select throughcare.users_with('privacy.manage'))"

# Whoever opens a record in an emergency tells the offices that work with the person, and the privacy officers.
EMERGENCY_TOLD = """exists (select 1 from public.people_emergencyopening e where e.id = thing and e.user_id = throughcare.reader()
    and (to_user in (select throughcare.users_with('privacy.manage')) or exists (select 1 from public.people_involvement i
         where i.person_id = e.person_id and i.team_id = to_team and i.only_id is null and 'C1' = any(i.compartments)
           and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now()))))"""

# Of whoever opened as many records as one may, their supervisors are told, and nobody else.
STOP_TOLD = """exists (select 1 from public.people_readstop s where s.id = thing and s.user_id = throughcare.reader()
    and to_user in (select throughcare.my_supervisors()))"""

# Each thing we tell of is about one person.
THINGS = {
    "people.conflict": "people_conflict",
    "people.disagreement": "people_disagreement",
    "people.emergency": "people_emergencyopening",
    "people.look": "people_look",
    "people.handover": "people_handover",
}

# Privacy officers see these by may_limit and may_review: in spite of a restriction.
WATCHED = {"people.conflict", "people.emergency"}


class PeopleConfig(AppConfig):
    name = "throughcare.people"
    label = "people"

    def ready(self) -> None:
        """Say what our notices show."""
        from throughcare.accounts.decorators import keep_late_forms  # noqa: PLC0415 - after every app's models are loaded
        from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - as above
        from throughcare.audit.actions import register_gate  # noqa: PLC0415 - as above
        from throughcare.audit.queries import register_reasons  # noqa: PLC0415 - as above
        from throughcare.notices import kinds  # noqa: PLC0415 - as above
        from throughcare.people.actions.leaving import listen  # noqa: PLC0415 - as above
        from throughcare.people.actions.reading import GATE  # noqa: PLC0415 - as above
        from throughcare.people.actions.relations import register_relations  # noqa: PLC0415 - as above
        from throughcare.people.forms.drafting import keep_late  # noqa: PLC0415 - as above
        from throughcare.people.queries.reasons import reasons_of  # noqa: PLC0415 - as above

        listen()
        keep_late_forms(keep_late)
        kinds.register_audience("people.disagreement", MAY_BE_TOLD)
        kinds.register_audience("people.handover", HANDOVER_TOLD)
        _register_persons()
        _register_limited_access()
        _register_watching()
        kinds.register(
            "people.handover",
            title="Somebody is handed over to you",
            sentence="Read the note and acknowledge it.",
            url="handover",
            needs=[Permission.CASELOAD_OWN],
        )
        kinds.register(
            "people.disagreement", title="Somebody doesn't agree with their record", url="disagreement", needs=[Permission.NEED_EDIT]
        )
        register_reasons(reasons_of)
        register_gate(GATE)
        _register_afterwards()
        register_relations()
        kinds.register(
            "people.disagreement.answered",
            title="There is an answer to what you told us",
            url="disagreement",
            needs=[Permission.OWN_RECORD],
        )


def _register_afterwards() -> None:
    """What `migrate` does last."""
    from throughcare.common.indexes import make_indexes  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.common.reference import afterwards  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.people.actions.caseload import list_everybody  # noqa: PLC0415 - as above

    afterwards(make_indexes)
    afterwards(list_everybody)


def _register_persons() -> None:
    """Whom each thing is about, so that whoever is kept from them is not told."""
    from throughcare.notices import kinds  # noqa: PLC0415 - after every app's models are loaded

    for kind, table in THINGS.items():
        kinds.register_person(
            kind,
            f"(select t.person_id from public.{table} t where t.id = thing)",  # noqa: S608 - the tables above
            watched=kind in WATCHED,
        )
        kinds.register_table(kind, table)


def _register_limited_access() -> None:
    """Notices about conflicts and emergencies."""
    from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.notices import kinds  # noqa: PLC0415 - as above

    kinds.register_audience("people.conflict", CONFLICT_TOLD)
    kinds.register_audience("people.emergency", EMERGENCY_TOLD)
    kinds.register_audience("people.readstop", STOP_TOLD)
    kinds.register(
        "people.emergency",
        title="A record was opened in an emergency",
        sentence="Look at why, and say whether it was right.",
        url="emergency-opening",
        needs=[Permission.EMERGENCY_REVIEW],
        safety=True,
    )
    kinds.register(
        "people.conflict",
        title="Somebody who works here may be close to a person's whānau",
        sentence="They are kept from the record until you decide.",
        url="conflict",
        safety=True,
        needs=[Permission.PRIVACY_MANAGE],
    )
    kinds.register_audience("people.undecided", "false")  # the job alone tells of them
    kinds.register_person("people.undecided", kinds.NOBODYS)
    kinds.register(
        "people.undecided",
        title="No privacy officer can decide something that waits for one",
        sentence="Make somebody else a privacy officer, or ask the department.",
        url=lambda about: reverse("conflicts-undecided"),
        needs=[Permission.USER_MANAGE],
    )


def _register_records() -> None:
    """Notices for the records role: of somebody new, who is nobody's yet."""
    from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.notices import kinds  # noqa: PLC0415 - as above

    kinds.register_audience("people.heldrow", "false")  # the job alone tells of them
    kinds.register_person("people.heldrow", kinds.NOBODYS)
    kinds.register(
        "people.newcomer",
        title="An office asks for the record of somebody new",
        sentence="Say who they are: no record is made until you do.",
        url="held",
        needs=[Permission.PERSON_IMPORT],
    )


def _register_watching() -> None:
    """Notices about who opened records, and who asks for new ones."""
    from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.notices import kinds  # noqa: PLC0415 - as above

    _register_records()
    kinds.register_audience("people.look", "false")  # the job alone tells of them
    kinds.register(
        "people.look",
        title="Somebody opened a record, and nothing shows why",
        sentence="Ask them, and write down what you found.",
        url="look",
        needs=[Permission.PRIVACY_MANAGE, Permission.AUDIT_READ],
        safety=True,
    )
    kinds.register_person("people.readstop", kinds.NOBODYS)
    kinds.register(
        "people.readstop",
        title="Somebody has opened as many people's records as they may",
        sentence="They are stopped. Ask them why; you can let them open more today.",
        url="reading-stop",
        needs=[Permission.STAFF_MANAGE, Permission.PRIVACY_MANAGE],
        safety=True,
    )
