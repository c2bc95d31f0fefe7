"""What the triggers of limits and conflicts hold, whatever SQL is tried."""

_FOR_A_PURPOSE = "if throughcare.is_system() or throughcare.reader() is null then return new; end if;"

LIMIT_BEGINS = f"""
    {_FOR_A_PURPOSE}
    if new.by_id is distinct from throughcare.reader() or new.lift_asked_by_id is not null or new.lifted_by_id is not null
       or new.version <> 1 then
      raise exception 'access is limited under the name of who limits it';
    end if;
    new.made_at := now();
    new.starts_at := greatest(new.starts_at, now());
    return new;
"""

# One asks that it end, another agrees, or turns it down; nothing else of it ever changes.
LIMIT_STAYS = f"""
    {_FOR_A_PURPOSE}
    if (new.id, new.person_id, new.kind, new.users, new.reason, new.words, new.starts_at, new.withheld, new.by_id, new.made_at)
       is distinct from (old.id, old.person_id, old.kind, old.users, old.reason, old.words, old.starts_at, old.withheld, old.by_id, old.made_at)
       or new.version <> old.version + 1 or old.lifted_at is not null then
      raise exception 'a limit stays as it was set';
    end if;
    if new.lifted_by_id is not null then
      if new.lifted_by_id <> throughcare.reader() or old.lift_asked_by_id is null or old.lift_asked_by_id = throughcare.reader()
         or (new.lift_asked_by_id, new.lift_why) is distinct from (old.lift_asked_by_id, old.lift_why) then
        raise exception 'a limit is lifted by two people: one asks, another agrees';
      end if;
      new.lifted_at := now();
      new.ends_at := greatest(new.starts_at, least(old.ends_at, now()));
      return new;
    end if;
    if new.ends_at is distinct from old.ends_at or new.lifted_at is not null
       or (new.lift_asked_by_id is not null and new.lift_asked_by_id <> throughcare.reader()) then
      raise exception 'a limit is lifted by two people: one asks, another agrees';
    end if;
    new.lift_asked_at := case when new.lift_asked_by_id is null then null else now() end;
    return new;
"""

CONFLICT_STAYS = f"""
    {_FOR_A_PURPOSE}
    -- While it waits, what else is the same is added; nothing is taken away.
    if (new.id, new.person_id, new.user_id, new.found_at, new.verdict) = (old.id, old.person_id, old.user_id, old.found_at, old.verdict)
       and old.verdict = '' and new.keys @> old.keys and new.raised_at is not distinct from old.raised_at then
      return new;
    end if;
    if (new.id, new.person_id, new.user_id, new.keys, new.found_at, new.raised_at)
       is distinct from (old.id, old.person_id, old.user_id, old.keys, old.found_at, old.raised_at)
       or old.verdict <> '' or new.verdict = '' or new.decided_by_id is distinct from throughcare.reader()
       or new.decided_by_id = new.user_id then
      raise exception 'a conflict is decided once, under the name of who decides, and by nobody it is about';
    end if;
    new.decided_at := now();
    return new;
"""

EMERGENCY_BEGINS = f"""
    {_FOR_A_PURPOSE}
    if new.user_id is distinct from throughcare.reader() or new.verdict <> '' or new.reviewed_by_id is not null then
      raise exception 'a record is opened in an emergency under the name of who opens it';
    end if;
    new.at := now();
    return new;
"""

EMERGENCY_STAYS = f"""
    {_FOR_A_PURPOSE}
    if (new.id, new.person_id, new.user_id, new.reason, new.words, new.at) is distinct from (old.id, old.person_id, old.user_id, old.reason, old.words, old.at)
       or old.verdict <> '' or new.verdict = '' or new.reviewed_by_id is distinct from throughcare.reader() or new.reviewed_by_id = new.user_id then
      raise exception 'an emergency is looked at once, by a second person, under their name';
    end if;
    new.reviewed_at := now();
    return new;
"""

LOOK_STAYS = f"""
    {_FOR_A_PURPOSE}
    if (new.id, new.person_id, new.user_id, new.on_day, new.at, new.rows, new.points, new.reasons, new.found_at, new.asked_at)
       is distinct from (old.id, old.person_id, old.user_id, old.on_day, old.at, old.rows, old.points, old.reasons, old.found_at, old.asked_at)
       or new.asked_at is null or old.verdict <> '' or new.verdict = '' or new.reviewed_by_id is distinct from throughcare.reader() or new.reviewed_by_id = new.user_id then
      raise exception 'a look is asked about once, by a second person, under their name';
    end if;
    new.reviewed_at := now();
    return new;
"""
