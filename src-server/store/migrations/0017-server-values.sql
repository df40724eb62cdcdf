-- What the server notes about itself, by name.
CREATE TABLE server_values (
  name TEXT PRIMARY KEY,
  content TEXT NOT NULL
);
