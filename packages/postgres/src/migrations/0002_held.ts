/** Parked conversations become streams held until a time; those already parked are due at once. */
export const held = `
alter table colloquy_parked
  add column since bigint not null default 0,
  add column due bigint default 0,
  add column waited bigint not null default 0,
  add column parked boolean not null default true;
create index colloquy_parked_due on colloquy_parked (name, due);
`
