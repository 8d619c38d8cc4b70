export const moveHead = `insert into colloquy_tenant (tenant, head) values (?, ?)
on conflict (tenant) do update set head = excluded.head`
