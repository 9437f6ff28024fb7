-- Not to be told before a day: alarms of the kind and site of one; said again, the last word counts.
insert into alarm_mutes (site, kind, until, why, who, muted_at)
select site, kind, %(until)s, %(why)s, %(who)s, %(now)s
from alarms
where id = %(id)s
on conflict (site, kind) do update
set until = excluded.until, why = excluded.why, who = excluded.who, muted_at = excluded.muted_at
