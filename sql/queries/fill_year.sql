-- Make a year's new articles searchable with one building of its index; how many.
select fill_search_year(%(year)s)
