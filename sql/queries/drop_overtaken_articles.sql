-- Of an address that comes twice in one batch, the last one wins.
delete from staged_articles as overtaken
using staged_articles as later
where later.url = overtaken.url and later.position > overtaken.position
