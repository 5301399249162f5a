-- Somebody who heads an authority may head a firm too: the authority's BIN says which of the two certificates signs for it.
alter table workstation.staff add column bin text check (bin ~ '^\d{12}$');
