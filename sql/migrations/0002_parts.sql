-- Kinds of responses that crawls have learned: further pages of split articles, and files that articles offer.

alter table fetches drop constraint fetches_kind_check;
alter table fetches add constraint fetches_kind_check
    check (kind in ('list', 'article', 'part', 'attachment', 'other'));
alter table failures drop constraint failures_kind_check;
alter table failures add constraint failures_kind_check
    check (kind in ('list', 'article', 'part', 'attachment', 'other'));

comment on column fetches.kind is 'list, article, part (the second or a later page of a split article), attachment or other.';
comment on column fetches.asked is 'The address a list named, in its canonical form, where a redirect led from it to url; else null.';
comment on column failures.kind is 'list, article, part (the second or a later page of a split article), attachment or other.';
comment on column articles.url is 'Canonical address of the page, whichever of its addresses a list named; one row an address.';
comment on column articles.next_page is 'Address of the page on which the article goes on and that is missing from body; null for nearly all.';
comment on column rejected.url is 'Canonical address of the page; one row an address.';
