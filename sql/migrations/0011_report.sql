-- What one run brought, found without reading the whole store: what its report asks, and `cppcc run` when it ends.

create index articles_first_run on articles (first_run);

-- Responses are only ever added, run after run: of a block of them, the lowest and the highest run say enough.
create index fetches_run on fetches using brin (run_id) with (pages_per_range = 16);
