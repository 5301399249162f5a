-- A draft that a person fills in for another by a power of attorney: the power and the principal, as the registers had them when it was begun.
alter table portal.draft add column power jsonb;
