"""What the triggers of involvements, caseloads, handovers and notes hold, whatever SQL is tried.

A row without a reader, or of a system actor, is written for a stated purpose; whoever writes in their own right writes under their own
name, at the time of their transaction.
"""

_FOR_A_PURPOSE = "if throughcare.is_system() or throughcare.reader() is null then return new; end if;"
_HANDS_ON = "(throughcare.may('caseload.own') or throughcare.may('caseload.manage'))"

INVOLVEMENT_BEGINS = f"""
    {_FOR_A_PURPOSE}
    if new.by_id is distinct from throughcare.reader() then
      raise exception 'an involvement is opened under the name of who opens it';
    end if;
    new.starts_at := now();
    if new.because_kind = 'people.emergency' then
      new.ends_at := now() + interval '60 minutes';
    end if;
    return new;
"""

INVOLVEMENT_ONLY_ENDS = f"""
    if new.id <> old.id or new.person_id <> old.person_id or new.team_id <> old.team_id or new.compartments <> old.compartments
       or new.starts_at < old.starts_at or new.because_kind <> old.because_kind or new.because_id is distinct from old.because_id
       or (new.by_id, new.only_id) is distinct from (old.by_id, old.only_id)
       or (old.ends_at is not null and (new.ends_at is null or new.ends_at > old.ends_at)) then
      raise exception 'an involvement can only be ended, never widened';
    end if;
    {_FOR_A_PURPOSE}
    if new.starts_at <> old.starts_at or (old.ends_at <= now() and new.ends_at <> old.ends_at) then
      raise exception 'when an involvement began, and when it was over, stays';
    end if;
    if new.ends_at is distinct from old.ends_at then
      new.ends_at := greatest(new.ends_at, new.starts_at, now());
    end if;
    return new;
"""


def _in_hand(person: str, team: str) -> str:
    """The reader may hand this person on within this team, as policies.check_can_hand_on says: a manager of it, a worker who has them or
    covers (or did until this transaction), and anybody of it while nobody is their main worker.
    """
    theirs = f"select 1 from public.people_assignment a where a.person_id = {person} and a.team_id = {team}"  # noqa: S608 - our own words
    return f"""({team} = any(throughcare.my_teams()) and (throughcare.may('caseload.manage')
        or exists ({theirs} and a.worker_id = throughcare.reader() and (a.ends_at is null or a.ends_at >= now()))
        or not exists ({theirs} and a.kind = 'MAIN' and (a.ends_at is null or a.ends_at > now()))))"""


# The new worker's row comes with the handover that names it; one who has the person there already begins again under the new one.
_HANDED_TO = """exists (select 1 from public.people_handover h where h.person_id = {row}.person_id and h.to_team_id = {row}.team_id
    and h.to_worker_id = {row}.worker_id and h.by_id = throughcare.reader() and h.made_at = now())"""
_TAKEN_BACK = """exists (select 1 from public.people_handover h where h.person_id = old.person_id
    and old.team_id in (h.from_team_id, h.to_team_id)
    and h.state = 'TAKEN_BACK' and h.closed_by_id = throughcare.reader() and h.closed_at = now())"""

ASSIGNMENT_BEGINS = f"""
    {_FOR_A_PURPOSE}
    if new.by_id is distinct from throughcare.reader() or not {_HANDS_ON} or not throughcare.has_caseload(new.worker_id, new.team_id)
       or not exists (select 1 from public.people_involvement i where i.person_id = new.person_id and i.team_id = new.team_id
                      and i.only_id is null and cardinality(i.compartments) > 0 and i.starts_at <= now() and (i.ends_at is null or i.ends_at > now())) then
      raise exception 'people are assigned within an office that works with them, under the name of who does it';
    end if;
    if not ({_in_hand("new.person_id", "new.team_id")} or {_HANDED_TO.format(row="new")}) then
      raise exception 'they are on a colleague''s caseload, or another office''s';
    end if;
    new.starts_at := greatest(new.starts_at, now());
    return new;
"""  # noqa: S608 - our own words

ASSIGNMENT_ONLY_ENDS = f"""
    {_FOR_A_PURPOSE}
    if (new.id, new.person_id, new.team_id, new.worker_id, new.kind, new.starts_at, new.by_id)
       is distinct from (old.id, old.person_id, old.team_id, old.worker_id, old.kind, old.starts_at, old.by_id)
       or new.ends_at is null or new.ends_at > old.ends_at or old.ends_at <= now() or not {_HANDS_ON} then
      raise exception 'an assignment can only be ended, by who may hand people on';
    end if;
    if not ({_in_hand("old.person_id", "old.team_id")} or {_TAKEN_BACK} or {_HANDED_TO.format(row="old")}) then
      raise exception 'they are on a colleague''s caseload, or another office''s';
    end if;
    new.ends_at := greatest(new.ends_at, new.starts_at, now());
    return new;
"""

HANDOVER_BEGINS = f"""
    {_FOR_A_PURPOSE}
    if new.by_id is distinct from throughcare.reader() or not {_HANDS_ON} or not {_in_hand("new.person_id", "new.from_team_id")}
       or new.from_team_id = new.to_team_id or not throughcare.has_caseload(new.to_worker_id, new.to_team_id)
       or new.state <> 'WAITING' or new.version <> 1 then
      raise exception 'an office hands over those it works with, to a worker of another office, under the name of who does it';
    end if;
    new.made_at := now();
    return new;
"""

HANDOVER_STAYS = f"""
    {_FOR_A_PURPOSE}
    if (new.id, new.person_id, new.from_team_id, new.from_worker_id, new.by_id, new.to_team_id, new.to_worker_id, new.assignment_id, new.note,
        new.last_day, new.made_at)
       is distinct from (old.id, old.person_id, old.from_team_id, old.from_worker_id, old.by_id, old.to_team_id, old.to_worker_id,
        old.assignment_id, old.note, old.last_day, old.made_at)
       or new.version <> old.version + 1 or new.closed_by_id is distinct from throughcare.reader() or not {_HANDS_ON}
       or not (case new.state when 'ACKNOWLEDGED' then new.to_team_id = any(throughcare.my_teams())
               when 'TAKEN_BACK' then new.from_team_id = any(throughcare.my_teams()) else false end) then
      raise exception 'a handover is acknowledged by the new office or taken back by the old one, once; its words stay';
    end if;
    new.closed_at := now();
    return new;
"""

NOTE = [("before", "record")]
NOTE_IS_WRITTEN = f"""
    {_FOR_A_PURPOSE}
    if new.author_id is distinct from throughcare.reader() or not throughcare.may('note.write') or not new.is_current
       or new.happened_at > now() + interval '5 minutes' then
      raise exception 'a note is written under the name of who writes it, about what has happened';
    end if;
    if new.number = 1 then
      if new.note_id <> new.id then
        raise exception 'a note goes by the id of its first writing';
      end if;
    else
      select n.person_id, n.sensitive into before from public.people_casenote n where n.note_id = new.note_id and n.number = new.number - 1;
      if before.person_id is distinct from new.person_id or (before.sensitive and not new.sensitive) then
        raise exception 'a correction is about the same person, and what is sensitive stays so';
      end if;
    end if;
    new.written_at := now();
    return new;
"""  # noqa: S608 - our own words

NOTE_STAYS = f"""
    {_FOR_A_PURPOSE}
    if (new.id, new.note_id, new.number, new.person_id, new.kind, new.text, new.happened_at, new.written_at, new.author_id, new.why)
       is distinct from (old.id, old.note_id, old.number, old.person_id, old.kind, old.text, old.happened_at, old.written_at, old.author_id, old.why)
       or (new.is_current and not old.is_current) or (old.sensitive and not new.sensitive) or not throughcare.may('note.write') then
      raise exception 'a note stays as it was written';
    end if;
    return new;
"""

MERGE_BEGINS = f"""
    {_FOR_A_PURPOSE}
    if new.proposed_by_id is distinct from throughcare.reader() or new.state <> 'PROPOSED' or new.version <> 1 or new.decided_by_id is not null
       or new.part_by_id is not null or new.parted_by_id is not null or cardinality(new.left_out) > 0 or new.account_out then
      raise exception 'a merge is asked for under the name of who asks';
    end if;
    new.proposed_at := now();
    return new;
"""

# By two people, whoever writes: a system actor too can neither ask nor decide in somebody's place.
MERGE_BY_TWO = """
    if (new.id, new.winner_id, new.loser_id, new.reason, new.proposed_by_id, new.proposed_at)
       is distinct from (old.id, old.winner_id, old.loser_id, old.reason, old.proposed_by_id, old.proposed_at)
       or new.version <> old.version + 1 then
      raise exception 'what was asked stays as it was asked';
    end if;
    if new.state = old.state then
      raise exception 'a merge changes by a step of its table alone';
    elsif old.state = 'PROPOSED' then
      if new.decided_by_id is distinct from throughcare.reader()
         or (new.state = 'WITHDRAWN') <> (new.decided_by_id = old.proposed_by_id) then
        raise exception 'one asks, and another decides';
      end if;
      new.decided_at := now();
    elsif new.state = 'TO_PART' then
      if new.part_by_id is distinct from throughcare.reader() then
        raise exception 'it is asked for under the name of who asks';
      end if;
      new.part_at := now();
    else
      if new.parted_by_id is distinct from throughcare.reader() or new.parted_by_id = old.part_by_id then
        raise exception 'one asks, and another decides';
      end if;
      new.parted_at := now();
    end if;
    return new;
"""
