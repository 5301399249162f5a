-- When a registered request is due, and how that was counted, is in the record of its case and nowhere else.
alter table portal.draft drop column total_due;
