-- What extraction says of an article beside its text, and the lines that are learned to be a site's and no article's.

-- The articles -------------------------------------------------------------------------------------------------------

alter table articles
    add column published_from text check (published_from in ('meta', 'page', 'url', 'list')),
    add column confidence real not null default 0 check (confidence between 0 and 1),
    add column media jsonb not null default '[]',
    add column next_page text;

-- Nobody wrote down where the dates of earlier rows came from; nearly all stood on their pages.
update articles set published_from = 'page' where published_at is not null;
alter table articles add check ((published_at is null) = (published_from is null));
-- From now on every row says how sure it is.
alter table articles alter column confidence drop default;

comment on column articles.published_from is 'What says published_at: the page''s meta tags, its text (page), its address (url), or the list it stood in.';
comment on column articles.confidence is '0 to 1: how far the signs agree that this is the page''s article and nothing else; 0 is not weighed.';
comment on column articles.media is 'Its pictures, and the files it offers: [{"kind": …, "url": …, "caption": …}, …]; kind is image, document, archive, audio or video.';
comment on column articles.next_page is 'Address of the page on which the article goes on; null for nearly all.';

-- A view keeps the columns of the day it was made.
drop view unique_articles;
create view unique_articles as
select distinct on (text_hash) *
from articles
where unfit is null
order by text_hash, published_at nulls last, id;
comment on view unique_articles is 'One row a text: of exact reprints the one published first, then the one found first. Unfit articles are left out.';

-- What is learned of the sites ---------------------------------------------------------------------------------------

create table site_furniture (
    site text not null references sites,
    line text not null check (line <> '' and char_length(line) <= 200),
    pages integer not null,
    of_pages integer not null,
    state text not null default 'learned' check (state in ('learned', 'refused')),
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    primary key (site, line),
    check (pages between 1 and of_pages)
);
comment on table site_furniture is 'Lines that recur through one site''s pages, learned from its articles: the site''s own, and taken off those that come later.';
comment on column site_furniture.site is 'The site it was learned from, and the only one it is taken off.';
comment on column site_furniture.line is 'The line, as it stood in the bodies.';
comment on column site_furniture.pages is 'How many of the different texts that were looked at had it, when it last recurred.';
comment on column site_furniture.of_pages is 'How many different texts were looked at then.';
comment on column site_furniture.state is 'learned: it is taken off; refused: somebody looked at it and said that it is text.';
comment on column site_furniture.first_seen is 'When the earliest of the pages it was learned from was first fetched.';
comment on column site_furniture.last_seen is 'When the latest page that had it was fetched; for a line that is taken off, about when that began.';

-- The pages of a site that were seen last: what its furniture is learned from, whatever else the store holds.
create index articles_site_last_seen on articles (site, last_seen desc, id desc);
