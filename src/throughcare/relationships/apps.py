from django.apps import AppConfig

# The team that is asked is told of its own return, and nobody else.
RETURN_TOLD = "exists (select 1 from public.relationships_sitereturn r where r.id = thing and r.team_id = to_team)"
# The partner's own teams are told that an assessment is prepared.
WAVE_TOLD = """exists (select 1 from public.relationships_wave w join public.partners_organizationteam t on t.organization_id = w.partner_id
  where w.id = thing and t.team_id = to_team)"""

# The organisation's own teams are told that its address was changed.
SURVEYED_TOLD = """exists (select 1 from public.relationships_surveyedorganization s join public.partners_organizationteam t
  on t.organization_id = s.organization_id where s.id = thing and t.team_id = to_team)"""


class RelationshipsConfig(AppConfig):
    name = "throughcare.relationships"
    label = "relationships"

    def ready(self) -> None:
        """What notices about stock-takes say, and who may be told; tasks may be about a barrier."""
        _register_tasks()
        _register_relations()
        _register_surveys()
        _register_notices()
        _register_stock_takes()


def _register_notices() -> None:
    """What they say, and who may be told."""
    from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.notices import kinds  # noqa: PLC0415 - as above

    kinds.register_audience("relationships.sitereturn", RETURN_TOLD, without_people=True)
    kinds.register_person("relationships.sitereturn", kinds.NOBODYS)
    kinds.register_audience("relationships.wave", WAVE_TOLD, without_people=True)
    kinds.register_person("relationships.wave", kinds.NOBODYS)
    kinds.register(
        "assessment.prepared",
        title="The department prepares to ask how your partnership goes",
        sentence="Say who of your own people should answer.",
        url="assessment",
        needs=[Permission.PARTNER_OWN],
    )
    kinds.register(
        "assessment.published",
        title="Both sides have said how a partnership goes",
        sentence="Look at where the two differ, and agree what to do.",
        url="assessment",
        needs=[Permission.PARTNER_OWN, Permission.PARTNER_VIEW],
    )


def _register_stock_takes() -> None:
    """The same of stock-takes."""
    from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.notices import kinds  # noqa: PLC0415 - as above

    kinds.register(
        "stocktake.asked",
        title="Your team is asked about partners",
        sentence="Say what you know of each, and hand it in.",
        url="stock-return",
        needs=[Permission.PARTNER_VIEW],
    )
    kinds.register(
        "stocktake.reminder",
        title="Your team has not handed in what it knows of partners",
        sentence="Say what you know of each, and hand it in.",
        url="stock-return",
        needs=[Permission.PARTNER_VIEW],
    )
    kinds.register(
        "stocktake.handed_back",
        title="A return about partners was handed back to your team",
        sentence="Read why, and hand it in again.",
        url="stock-return",
        needs=[Permission.PARTNER_VIEW],
    )


def _register_surveys() -> None:
    """An organisation's own people are told that the address changed at which it is asked."""
    from throughcare.accounts.permissions import Permission  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.notices import kinds  # noqa: PLC0415 - as above

    kinds.register_audience("relationships.surveyedorganization", SURVEYED_TOLD, without_people=True)
    kinds.register_person("relationships.surveyedorganization", kinds.NOBODYS)
    kinds.register(
        "survey.readdressed",
        title="The address at which your organisation is asked whom it works with was changed",
        sentence="What was said by the link to the former address is gone, unread. If you don't know why, ask the department.",
        url="survey-own",
        needs=[Permission.PARTNER_OWN],
    )


def _register_tasks() -> None:
    """How a task about a barrier, or about what was agreed, shows it. Whoever keeps the register sees all such tasks; any office may be given one about a barrier."""
    from throughcare.relationships.queries import agreed, barriers  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.tasks import kinds  # noqa: PLC0415 - as above

    barrier = kinds.Kind(
        word="barrier",
        url="stock-barrier",
        named=barriers.names_of_barriers,
        recipients=barriers.may_do,
        sees="exists (select 1 from public.relationships_barrier b where b.id = thing)",
        oversees="throughcare.may('partner.edit')",
        takes="exists (select 1 from throughcare.partner_owners() o where o.user_id = to_user or o.team_id = to_team) "
        "or exists (select 1 from public.accounts_team t where t.id = to_team and t.kind = 'OFFICE')",
    )
    kinds.register("relationships.barrier", barrier)
    action = kinds.Kind(
        word="agreed action",
        url="agreed",
        named=agreed.names_of_agreed,
        recipients=agreed.may_do_agreed,
        sees="exists (select 1 from public.relationships_agreedaction a where a.id = thing)",
        oversees="throughcare.may('partner.edit')",
        takes="exists (select 1 from throughcare.partner_owners() o where o.user_id = to_user or o.team_id = to_team)",
    )
    kinds.register("relationships.agreedaction", action)


def _register_relations() -> None:
    """What becomes of a partnership's assessments, and of what sites say, when two records of one partner are put together."""
    from throughcare.common.merging import OF_ORGANIZATIONS, moves, refuses, stays  # noqa: PLC0415 - after every app's models are loaded
    from throughcare.relationships.models import ReturnLine, SurveyedOrganization, TieAnswer, Wave  # noqa: PLC0415 - as above

    # Counted on from those of the record that stays, and back. What is sealed hangs on the assessment, and is not touched.
    last = "select coalesce(max(o.number), 0) from relationships_wave o where o.partner_id = $1"
    moves(Wave, "partner", there="number = t.number + $base", back="number = t.number - $base", base=last, into=OF_ORGANIZATIONS)
    refuses(
        "relationships_wave_one_under_way",
        "An assessment of each of the two is under way. Close one of them, or give it up, first.",
        into=OF_ORGANIZATIONS,
    )
    # Two lines of one return may then be about one partner: a site said each, and both stay to be read.
    there_too = "exists (select 1 from relationships_returnline o where o.site_return_id = t.site_return_id and o.partner_id = m.winner_id and o.answer <> 'FOUND')"
    moves(
        ReturnLine,
        "partner",
        there=f"came_from = case when t.answer <> 'FOUND' and {there_too} then m.loser_id else t.came_from end",
        back="came_from = case when t.came_from = m.loser_id then null else t.came_from end",
        into=OF_ORGANIZATIONS,
    )
    stays(ReturnLine, "came_from", why="of which record the second line about one partner was", into=OF_ORGANIZATIONS)
    # Where both were asked, or both were answered about by one other, what stands with the record that stays counts, and the other's comes back with it.
    asked_too = "exists (select 1 from relationships_surveyedorganization o where o.survey_id = t.survey_id and o.organization_id = $1)"
    said_too = "exists (select 1 from relationships_tieanswer o where o.asked_id = t.asked_id and o.organization_id = $1)"
    moves(SurveyedOrganization, "organization", unless=asked_too, into=OF_ORGANIZATIONS)
    moves(TieAnswer, "organization", unless=said_too, into=OF_ORGANIZATIONS)
