export const heads = 'select tenant, head from colloquy_tenant where head > 0 order by tenant'
