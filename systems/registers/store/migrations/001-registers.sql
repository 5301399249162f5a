-- The sandbox's twin of IS-PERSON and IS-LEGAL. A real installation asks the gateway and keeps nothing here.

create table registers.persons (
  iin char(12) primary key,
  surname text not null,
  given_name text not null,
  patronymic text not null,
  born_on date not null,
  address text not null,
  entrepreneur boolean not null
);

create table registers.legal_entities (
  bin char(12) primary key,
  name text not null,
  registered_on date not null,
  address text not null,
  head_iin char(12) not null,
  head_name text not null
);
