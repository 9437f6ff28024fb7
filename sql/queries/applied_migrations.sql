-- What has been done to the schema.
select name
from migrations
