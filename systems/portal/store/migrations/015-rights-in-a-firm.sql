-- Who may act for a firm, as its head gave and took it back: a history of what was said, never a state. What a person may do now is read from
-- the events about them, oldest first (registration/rights/rights.ts).
create table portal.firm_event (
  bin text not null,
  sequence integer not null,
  kind text not null check (kind in ('headNamed', 'headLeft', 'given', 'accepted', 'declined', 'takenBack', 'givenUp')),
  -- The giving that it is about; null where it is about nobody's giving.
  giving_id uuid,
  about_iin text not null,
  -- Null where the register of firms says it.
  by_iin text,
  by_name text,
  facts jsonb not null default '{}',
  at timestamptz not null,
  primary key (bin, sequence)
);
create index firm_event_about on portal.firm_event (about_iin, bin);
create unique index firm_event_given on portal.firm_event (giving_id) where kind = 'given';
comment on table portal.firm_event is 'By person: who was given rights in a firm, accepted, declined, gave up or lost them, and whom the register names as head.';

-- When the register of firms was asked last who heads a firm: technical time.
create table portal.firm_head_asked (
  bin text primary key,
  asked_at timestamptz not null
);
comment on table portal.firm_head_asked is 'By person: when the register of firms was asked last who heads a firm.';
