-- What registers said of a draft between its form and its signature, where the table asks them there.

alter table portal.draft add column register_answers jsonb;
