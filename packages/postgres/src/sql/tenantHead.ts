/** The last position of a tenant's log. */
export const tenantHead =
  'select json_build_array(t.head) as row from colloquy_tenant t where t.tenant = @tenant'
