-- A page that gave an article is no longer rejected.
delete from rejected
using staged_articles as staged
where rejected.url = staged.url
