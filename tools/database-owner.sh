# Run once by the image of PostgreSQL, in an empty database: the owner, who is no superuser and may make roles (docs/operating.md, Production).
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set password="$POSTGRES_PASSWORD" --set database="$POSTGRES_DB" <<'SQL'
create role ruqsat_owner login createrole password :'password';
alter database :"database" owner to ruqsat_owner;
SQL
