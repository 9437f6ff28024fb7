-- The account that the dashboard reads with, made or given its password anew. Run by psql as the owner of the tables:
-- a member of cppcc_reader, it reads every table and view, and changes nothing.
\getenv password DASHBOARD_PASSWORD

select not exists (select from pg_roles where rolname = 'cppcc_dashboard') as is_missing
\gset

\if :is_missing
create role cppcc_dashboard login in role cppcc_reader;
comment on role cppcc_dashboard is 'Grafana, which reads for its dashboard.';
\endif
alter role cppcc_dashboard password :'password';
-- A panel that asks too much is stopped before it is in the crawl's way.
alter role cppcc_dashboard set statement_timeout = '60s';
