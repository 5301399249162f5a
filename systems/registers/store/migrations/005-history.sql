-- What a register of this house says, from which day on: the twin of the sandbox, and what was imported. The tables of before are not read any
-- more; a program of before still finds its rows in them.

create table registers.history (
  register text not null,
  about_key text not null,
  -- It holds from this day until the next row of the same number.
  from_day date not null,
  about text not null,
  -- Null: struck off; from this day the register knows nothing of it.
  facts jsonb,
  primary key (register, about_key, from_day)
);
comment on table registers.history is 'National: what the registers that are kept here say, by the day from which it holds.';

insert into registers.history (register, about_key, from_day, about, facts)
  select 'persons', iin, born_on, iin, jsonb_build_object('surname', surname, 'givenName', given_name, 'patronymic', patronymic,
    'bornOn', born_on::text, 'address', address, 'entrepreneur', case when entrepreneur then 'yes' else 'no' end)
  from registers.persons;
insert into registers.history (register, about_key, from_day, about, facts)
  select 'firms', bin, registered_on, bin, jsonb_build_object('name', name, 'registeredOn', registered_on::text, 'address', address,
    'headIin', head_iin, 'headName', head_name)
  from registers.legal_entities;
insert into registers.history (register, about_key, from_day, about, facts)
  select 'powers-of-attorney', number_key, from_day, number, jsonb_build_object('representatives', representative_iin || ' ' || representative_name,
    'principal', principal, 'scope', scope, 'givenOn', given_on::text, 'validUntil', coalesce(valid_until::text, ''),
    'revokedOn', case when from_day = revoked_on then revoked_on::text else '' end, 'notarised', 'yes')
  from registers.powers_of_attorney, unnest(array[given_on, revoked_on]) as from_day
  where from_day is not null and (from_day = given_on or revoked_on > given_on)
  on conflict do nothing;

comment on table registers.persons is 'National: the former twin of the register of persons; its rows are in history.';
comment on table registers.legal_entities is 'National: the former twin of the register of legal entities; its rows are in history.';
comment on table registers.powers_of_attorney is 'National: the former twin of the register of powers of attorney; its rows are in history.';
