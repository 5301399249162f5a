-- In which role somebody asked, as it was when they asked: a person who reads who looked at their data sees the office, not an id.

alter table gateway.journal add column asker_role text;
