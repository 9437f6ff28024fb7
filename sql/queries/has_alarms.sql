-- Whether the store is watched.
select to_regclass('open_alarms') is not null
