-- The sandbox's twin of the register of notarised powers of attorney.

create table registers.powers_of_attorney (
  number_key text primary key,
  number text not null,
  representative_iin char(12) not null,
  representative_name text not null,
  principal char(12) not null,
  scope text not null,
  given_on date not null,
  valid_until date,
  revoked_on date
);
comment on table registers.powers_of_attorney is 'National: the twin of the register of powers of attorney.';
