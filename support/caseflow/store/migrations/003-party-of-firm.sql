-- A firm's cases are listed for the firm: its BIN is in the party's data.
create index party_by_firm on {schema}.party ((data->>'bin')) where data->>'bin' is not null;
