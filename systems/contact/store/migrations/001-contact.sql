-- Operators of the contact centre and the log of their calls.

create table contact.operator (
  id uuid primary key,
  name text not null,
  language text not null,
  retired_at timestamptz
);
comment on table contact.operator is 'National: who answers calls; the id is that of their account.';

create table contact.call (
  id uuid primary key,
  operator_id uuid not null references contact.operator,
  asked_at timestamptz not null,
  -- Of the machine's clock: legal time may be moved, the limit of wrong answers may not.
  counted_at timestamptz not null,
  about text not null check (about in ('request', 'service')),
  request_number text check ((about = 'request') = (request_number is not null)),
  regulation text check ((about = 'service') = (regulation is not null)),
  variant text check ((about = 'service') = (variant is not null)),
  outcome text not null check (outcome in ('asked', 'shown', 'notShown', 'advice')),
  shown jsonb check ((outcome = 'shown') = (shown is not null)),
  note text not null default '',
  ended_at timestamptz
);
create index call_of_operator on contact.call (operator_id, asked_at desc, id desc);
create index call_about_request on contact.call (request_number, counted_at) where outcome in ('asked', 'notShown');
comment on table contact.call is 'National: what callers asked, what they were told and what the operator noted.';
