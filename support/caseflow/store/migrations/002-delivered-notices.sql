-- For the removal of delivered notices, oldest first.
create index outbox_delivered_notices on {schema}.outbox (delivered_at) where delivered_at is not null and kind = 'notice';
