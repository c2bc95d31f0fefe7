"""How many people need what, where: numbers of nobody in particular, told to the system alone, which rounds them before anybody reads any (decision 0051)."""

from throughcare.common.protection import define
from throughcare.people.states import AGE_BANDS

_AGE = "case {} else '' end".format(
    " ".join(f"when years between {low} and {high if high is not None else 999} then '{band}'" for band, (low, high) in AGE_BANDS.items())
)
# An open need, once for each pillar, of somebody a worker of ours works with now. Where: the district they live or will live in, else where they are.
_PEOPLE = f"""
    select distinct r.region_id as region, n.pillar, p.id as person, p.gender, p.ethnicities,
      case when p.birth_date is null then p.age_band else {_AGE} end as age
    from people_person p
      cross join lateral (select extract(year from age(throughcare.today(), p.birth_date))::int as years) born
      join people_need n on n.person_id = p.id and n.status in ('NOT_STARTED', 'IN_PROGRESS')
      join lateral (select s.region_id from places_site s where s.id = coalesce(p.home_site_id, (
          select w.site_id from people_whereabouts w where w.person_id = p.id and w.starts_on <= throughcare.today()
            and (w.ends_on is null or w.ends_on >= throughcare.today()) order by w.starts_on desc, w.id desc limit 1))) r on true
    where exists (select 1 from people_assignment a where a.person_id = p.id and a.starts_at <= now() and (a.ends_at is null or a.ends_at > now()))"""

# The same people give the same number, and nobody can be found by it.
_WHO = "bit_xor(hashtextextended(person::text, 0))"

define(
    "needs_counted",
    # split: '' for all, 'age', 'gender' ('' is not known), 'ethnicity' (somebody is counted in each they named).
    f"""create or replace function throughcare.needs_counted() returns table (region text, pillar text, split text, part text, people bigint, who bigint)
    language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with needing as materialized ({_PEOPLE})
    select c.* from (
      select region::text, pillar::text, '' as split, '' as part, count(*) as people, {_WHO} as who from needing group by 1, 2
      union all select region, pillar, 'age', age, count(*), {_WHO} from needing group by 1, 2, 4
      union all select region, pillar, 'gender', gender, count(*), {_WHO} from needing group by 1, 2, 4
      union all select region, pillar, 'ethnicity', e, count(*), {_WHO} from needing, unnest(ethnicities) e group by 1, 2, 4) c
    where throughcare.is_system() $$""",
)
