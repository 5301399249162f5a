-- The people who work here. Name, post and authority have their home in this table; login, phone and e-mail theirs with the account.
create table workstation.staff (
  id uuid primary key,
  iin text not null check (iin ~ '^\d{12}$'),
  name text not null check (name <> ''),
  role text not null check (role in ('clerk', 'head', 'officer', 'interestedBody', 'operator')),
  unit text not null,
  authority text not null,
  position jsonb not null,
  language text not null default 'kk' check (language in ('kk', 'ru', 'en')),
  retired_at timestamptz
);
create index staff_of_authority on workstation.staff (authority, role, name);

-- Which cases a clerk of this authority has taken in: written before the act, so that none is missing; number and date are the host's to tell.
create table workstation.journal (
  authority text not null,
  case_id text not null,
  asked_at timestamptz not null,
  primary key (authority, case_id)
);
create index journal_newest on workstation.journal (authority, asked_at desc);

-- What a form was answered, so that a second click on it is told the same. That nothing is done twice is the host's own promise.
create table workstation.answer (
  token text primary key,
  answer jsonb not null,
  answered_at timestamptz not null
);
create index answer_age on workstation.answer (answered_at);
