-- Move what was put into these years' indexes lately from their lists of news, which every search reads through.
select flush_search_years(%(years)s)
