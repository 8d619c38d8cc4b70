export const heads =
  'select json_build_array(t.tenant, t.head) as row from colloquy_tenant t where t.head > 0 order by t.tenant'
