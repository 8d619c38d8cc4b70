/** The last position of a tenant's log. */
export const tenantHead = 'select head from colloquy_tenant where tenant = ?'
