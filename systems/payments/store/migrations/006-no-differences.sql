-- Differences of a reconciliation have no table of their own: moves of something that does not exist were listed too early.
delete from payments.moves where what = 'difference';
