-- A site as the site lists describe it; a row is touched only if something differs.
insert into sites as kept (key, name, level, adcode, base_url, dialect, confidence, enabled, updated_at)
values (%(key)s, %(name)s, %(level)s, %(adcode)s, %(base_url)s, %(dialect)s, %(confidence)s, %(enabled)s, %(now)s)
on conflict (key) do update
set name = excluded.name,
    level = excluded.level,
    adcode = excluded.adcode,
    base_url = excluded.base_url,
    dialect = excluded.dialect,
    confidence = excluded.confidence,
    enabled = excluded.enabled,
    updated_at = excluded.updated_at
where (kept.name, kept.level, kept.adcode, kept.base_url, kept.dialect, kept.confidence, kept.enabled)
    is distinct from (
        excluded.name, excluded.level, excluded.adcode, excluded.base_url, excluded.dialect, excluded.confidence,
        excluded.enabled
    )
