/** Parked conversations become streams held until a time; those already parked are due at once. */
export const held = `
alter table colloquy_parked add column since integer not null default 0;
alter table colloquy_parked add column due integer default 0;
alter table colloquy_parked add column waited integer not null default 0;
alter table colloquy_parked add column parked integer not null default 1;
create index colloquy_parked_due on colloquy_parked (name, due);
`
