-- Two texts that are one story.
insert into text_pairs (one, other, reason, similarity, kept_of_one, kept_of_other)
values (%(one)s, %(other)s, %(reason)s, %(similarity)s, %(kept_of_one)s, %(kept_of_other)s)
on conflict (one, other) do nothing
