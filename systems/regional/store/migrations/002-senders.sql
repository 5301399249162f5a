-- Who sent a part: what one sender leaves unfinished is bounded, whoever else sends.
alter table regional.file_part add column sender text not null default '';
create index file_part_of_sender on regional.file_part (sender);
