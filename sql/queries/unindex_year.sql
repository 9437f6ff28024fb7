-- Take the search index off a year, for the rest of a transaction that puts much there.
select unindex_search_year(%(year)s)
