-- The numbers of new texts to those of the others, once they take so many bytes.
select settle_text_keys(%(at_least)s)
