-- What a flow run of Prefect's holds for as long as its process works on it; it goes when the session ends.
select pg_advisory_lock(hashtext('cppcc flow run'), hashtext(%(flow_run)s))
