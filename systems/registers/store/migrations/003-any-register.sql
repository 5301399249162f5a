-- The sandbox's twin of every register that a package declares: sample rows of the packages, by what is asked about.

create table registers.facts (
  system text not null,
  about_key text not null,
  about text not null,
  facts jsonb not null,
  primary key (system, about_key)
);
comment on table registers.facts is 'National: the twin of any other register that a package declares.';
