/** Whose data all of this is; a host with many customers has many tenants. */
export const tenant = 'quickstart'
