-- Which of these keys very many texts have, and a few of those texts.
select key, samples
from common_keys
where key = any(%(keys)s::integer[])
