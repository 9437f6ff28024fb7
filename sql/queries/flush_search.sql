-- Move what was put into the search's indexes lately from their lists of news; of how many years.
select flush_search_years(%(at_least)s)
