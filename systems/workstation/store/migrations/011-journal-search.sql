-- What the journal is searched and sorted by. Names stay the host's: here are the folded words of them alone.
alter table workstation.journal
  add column number text,
  add column entered_at timestamptz,
  -- `regulation/variant`
  add column service text,
  add column words tsvector,
  -- An entry is known whole, or it is only known that somebody was about to make it.
  add check ((number is null) = (entered_at is null)),
  add check ((number is null) = (service is null)),
  add check ((number is null) = (words is null));
create index journal_entered on workstation.journal (authority, entered_at desc, case_id desc) where number is not null;
create index journal_words on workstation.journal using gin (words) where number is not null;
create index journal_unknown on workstation.journal (authority, asked_at desc) where number is null;
