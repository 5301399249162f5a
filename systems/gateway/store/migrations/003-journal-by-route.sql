-- The page of the routes shows the last question by each.

create index journal_by_route on gateway.journal (authority, route, at desc, entry_id desc);
