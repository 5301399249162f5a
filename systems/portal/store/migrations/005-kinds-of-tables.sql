-- Whose rows each table holds (docs/decisions/0032-tables-by-authority.md): `tools/tidy` reads these comments and compares the keys with them.
comment on table portal.person is 'By person: who is registered.';
comment on table portal.draft is 'By person: what they fill in, pay and sign; the firm''s where they act for one.';
comment on table portal.attachment is 'By person: files of their drafts.';
comment on table portal.draft_mark is 'By person: the steps of their drafts.';
comment on table portal.payment_fact is 'By person: payments that arrived for their drafts.';
comment on table portal.retry is 'By person: work on their drafts that waits for a neighbour.';
comment on table portal.stash is 'By person: what their browser posted after the session had ended.';
comment on table portal.refund is 'By person: fees that go back to them.';

-- The languages have one home, in the program: which there are is checked where a value comes in.
alter table portal.person drop constraint person_language_check;
alter table portal.draft drop constraint draft_language_check;
